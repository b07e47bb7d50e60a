import { connectionsFrom } from './connections.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { makeLink } from './invite.ts';

/** `weighbridge link`: prints a link that connects one person to the deployed stack. */
export async function link({ for: name }: { for?: string }, env: NodeJS.ProcessEnv): Promise<void> {
  const connections = await connectionsFrom(env);
  const host = await deployedHost();
  const { link, expiresAt } = await askingAws(() => makeLink(host, { name, connections }));
  const names = Object.keys(connections);
  const carries = names.length > 0 ? `It carries the sign-in to ${names.join(' and ')}.` : 'It carries no destination.';
  process.stderr.write(`${carries} Good once, until ${new Date(expiresAt).toLocaleString()}:\n`);
  process.stdout.write(`${link}\n`);
}
