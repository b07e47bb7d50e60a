import { destinationTitles, entriesOf } from '../destination.ts';
import { isTerminal } from './ask.ts';
import { connectionsFrom } from './connections.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { handOverCommands, makeInvitation } from './invite.ts';
import { openBrowser } from './open-browser.ts';
import { signedInConnections } from './signed-in.ts';
import { UserError } from './user-error.ts';

export interface LinkOptions {
  /** Whom it is for, as their page will call them. */
  for?: string;
  /** It is for whoever runs this, all the same. */
  owner?: boolean;
  open: boolean;
  json?: boolean;
}

/**
 * `weighbridge link`: prints a link that connects one person to the deployed stack, and opens it. Without a name it is
 * for whoever runs the command: they have the credentials of the AWS account, so the site shows them what an owner sees.
 */
export async function link(
  { for: name, owner = name === undefined, open, json }: LinkOptions,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (name?.trim() === '') throw new UserError('--for takes a name. For yourself, the owner, leave it out.');
  await connectionsFrom(env);
  const host = await deployedHost(env);
  const connections = await signedInConnections(env);
  const invitation = await askingAws(() => makeInvitation(host, { name, connections, owner }));
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...invitation, to: host.publicUrl })}\n`);
    return;
  }
  const titles = entriesOf(connections).map(([destination]) => destinationTitles[destination].full);
  const carries =
    titles.length > 0 ? `It carries the sign-in to ${titles.join(' and ')}.` : 'It carries no destination.';
  const sees = owner ? 'will run this Weighbridge too' : 'sees their own measurements only';
  const whose = name ? `It is for ${name}, who ${sees}.` : 'It is for you, the owner.';
  process.stderr.write(`${whose} ${carries} Good once, until ${new Date(invitation.expiresAt).toLocaleString()}:\n`);
  process.stdout.write(`${invitation.link}\n`);
  const commands = handOverCommands(host, invitation).map((command) => `  ${command}\n`);
  process.stderr.write(
    `Sign-ins are handed over to it from any computer, without AWS, until ${new Date(invitation.codeExpiresAt).toLocaleTimeString()}, before or after it is opened:\n${commands.join('')}`,
  );
  if (open && isTerminal()) openBrowser(invitation.link);
}
