import { type DestinationName, entriesOf } from '../destination.ts';
import type { Host } from '../host.ts';
import { accountsOf } from '../runtime.ts';
import { isTerminal } from './ask.ts';
import { connectionsFrom } from './connections.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { titleOf } from './find-account.ts';
import { keeperByCode } from './hand-over.ts';
import { handOverCommands, makeInvitation } from './invite.ts';
import { openBrowser } from './open-browser.ts';
import { type Progress, progressOn } from './progress.ts';
import { answeringCallback } from './setup/callback.ts';
import { waitForFirstWeighIn } from './setup/first-weigh-in.ts';
import { offerSignIns } from './setup/sign-ins.ts';
import { putWithingsApplication } from './setup/withings-application.ts';
import { signedInConnections } from './signed-in.ts';
import { Stopped } from './user-error.ts';

export interface SetupOptions {
  for?: string;
  open: boolean;
  /** Put in another Withings application than the one that is there. */
  replace?: boolean;
}

/**
 * `weighbridge setup`: from a stack that was just deployed to the first weigh-in that has arrived. Run again it does what
 * is missing.
 */
export async function setup(options: SetupOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const progress = progressOn(process.stderr);
  try {
    await goOn(options, env, progress);
  } finally {
    progress.done();
  }
}

async function goOn(options: SetupOptions, env: NodeJS.ProcessEnv, progress: Progress): Promise<void> {
  const step = (text: string) => isTerminal() && progress.step(text);
  await connectionsFrom(env);
  step('Looking for the stack …');
  const host = await deployedHost(env);
  progress.say(`✓ The stack is there: ${host.publicUrl}`);
  step('Asking the callback address, as Withings will …');
  const callback = await answeringCallback(host);
  progress.say(`✓ The callback answers: ${callback}`);

  const isNew = await putWithingsApplication(host, { callback, replace: options.replace ?? false, env });
  progress.say(`✓ The Withings application is in the secret${isNew ? '' : ' already'}.`);

  const people = await askingAws(async () => (await Array.fromAsync(accountsOf(host).list())).flat());
  if (people.length === 0) return connectFirst(host, options, env, progress);
  progress.say(`✓ Connected: ${people.map(titleOf).join(', ')}`);
  progress.say(
    'Nothing is missing. Another person: npx weighbridge link --for NAME; how all are: npx weighbridge status',
  );
}

async function connectFirst(
  host: Host,
  { for: name, open }: SetupOptions,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  const connections = await signedInConnections(env);
  const invitation = await askingAws(() => makeInvitation(host, { name, connections }));
  const there: DestinationName[] = entriesOf(connections).map(([destination]) => destination);
  const say = (line: string) => progress.say(line);
  const keep = keeperByCode(invitation.code, host.publicUrl);
  if (isTerminal()) await offerSignIns(there, keep, { env, say }).catch(goesOnLater);
  else for (const command of handOverCommands(host, invitation)) say(`To hand over a sign-in: ${command}`);

  say(`Open this link and allow access (good once, until ${new Date(invitation.expiresAt).toLocaleString()}):`);
  process.stdout.write(`${invitation.link}\n`);
  if (!isTerminal()) return;
  if (open) openBrowser(invitation.link);
  await askingAws(() => waitForFirstWeighIn(host, progress));
}

function goesOnLater(error: unknown): never {
  if (!(error instanceof Stopped)) throw error;
  throw new Stopped('Stopped. What is done stays, and npx weighbridge setup goes on from there.', { cause: error });
}
