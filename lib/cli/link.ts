import { connectionsFrom } from './connections.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { makeLink } from './invite.ts';

export interface LinkOptions {
  /** Whom it is for, as their page will call them. */
  for?: string;
  /** It is for whoever runs this, all the same. */
  owner?: boolean;
}

/**
 * `weighbridge link`: prints a link that connects one person to the deployed stack. Without a name it is for whoever
 * runs the command: they have the credentials of the AWS account, so the site shows them what an owner sees.
 */
export async function link(
  { for: name, owner = name === undefined }: LinkOptions,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const connections = await connectionsFrom(env);
  const host = await deployedHost();
  const { link, expiresAt } = await askingAws(() => makeLink(host, { name, connections, owner }));
  const names = Object.keys(connections);
  const carries = names.length > 0 ? `It carries the sign-in to ${names.join(' and ')}.` : 'It carries no destination.';
  const sees = owner ? 'will run this Weighbridge too' : 'sees their own measurements only';
  const whose = name ? `It is for ${name}, who ${sees}.` : 'It is for you, the owner.';
  process.stderr.write(`${whose} ${carries} Good once, until ${new Date(expiresAt).toLocaleString()}:\n`);
  process.stdout.write(`${link}\n`);
}
