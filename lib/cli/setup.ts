import { destinationNames, destinationTitles, entriesOf } from '../destination.ts';
import type { Host } from '../host.ts';
import { accountsOf } from '../runtime.ts';
import { isTerminal } from './ask.ts';
import { connectionsFrom } from './connections.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { titleOf } from './find-account.ts';
import { keeperByCode } from './hand-over.ts';
import { keeperInto } from './hand-over-with-aws.ts';
import { type Interruptible, interruptible } from './interruptible.ts';
import { handOverCommands, makeInvitation } from './invite.ts';
import { openBrowser } from './open-browser.ts';
import { type Progress, progressOn } from './progress.ts';
import { answeringCallback } from './setup/callback.ts';
import { waitForFirstWeighIn } from './setup/first-weigh-in.ts';
import { offerSignIns } from './setup/sign-ins.ts';
import { putWithingsApplication } from './setup/withings-application.ts';
import { signedInConnections } from './signed-in.ts';
import { UserError } from './user-error.ts';

export interface SetupOptions {
  for?: string;
  open: boolean;
  /** Put in another Withings application than the one that is there. */
  replace?: boolean;
}

const stoppedHalfway = 'Stopped; what is done stays, and npx weighbridge setup goes on from there.';

interface Setup extends SetupOptions {
  env: NodeJS.ProcessEnv;
  progress: Progress;
}

/**
 * `weighbridge setup`: from a stack that was just deployed to the first weigh-in that has arrived. Run again it does what
 * is missing.
 *
 * @returns the exit code
 */
export async function setup(options: SetupOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const progress = progressOn(process.stderr);
  const given = { ...options, env, progress };
  try {
    return await interruptible('Stopped; nothing was changed.', async (mine) => {
      const host = await prepare(given, mine);
      const people = await askingAws(async () => (await Array.fromAsync(accountsOf(host).list())).flat());
      return people.length === 0 ? connectFirst(host, given) : complete(host, people, given);
    });
  } finally {
    progress.done();
  }
}

/** The stack with everything that is the same for everybody who will be connected. */
async function prepare(
  { for: name, replace = false, env, progress }: Setup,
  { fetch, signal }: Interruptible,
): Promise<Host> {
  const step = (text: string) => isTerminal() && progress.step(text);
  if (name?.trim() === '') throw new UserError('--for takes a name. For yourself, the owner, leave it out.');
  await connectionsFrom(env);
  step('Looking for the stack …');
  const host = { ...(await deployedHost(env)), fetch };
  signal.throwIfAborted();
  progress.say(`✓ The stack is there: ${host.publicUrl}`);
  step('Asking the callback address, as Withings will …');
  const callback = await answeringCallback(host);
  progress.say(`✓ The callback answers: ${callback}`);
  const isNew = await putWithingsApplication(host, { callback, replace, env, signal });
  progress.say(`✓ The Withings application is in the secret${isNew ? '' : ' already'}.`);
  return host;
}

/** Says who is connected; whoever is the only one may connect what they have left out before. */
async function complete(
  host: Host,
  people: readonly { account: string; name?: string }[],
  { env, progress }: Setup,
): Promise<number> {
  progress.say(`✓ Connected: ${people.map(titleOf).join(', ')}`);
  const [only, ...others] = people;
  const account = only && others.length === 0 ? await askingAws(() => accountsOf(host).get(only.account)) : undefined;
  const there = account && entriesOf(account.connections).map(([name]) => name);
  const missing = there ? destinationNames.filter((name) => !there.includes(name)) : [];
  const next = 'Another person: npx weighbridge link --for NAME; how all are: npx weighbridge status';
  if (!account || missing.length === 0) {
    progress.say(`Nothing is missing. ${next}`);
    return 0;
  }
  if (!isTerminal()) {
    for (const name of missing)
      progress.say(`Not connected: ${destinationTitles[name].full} (npx weighbridge ${name} login)`);
    progress.say(next);
    return 0;
  }
  return interruptible(stoppedHalfway, async () => {
    const question = 'Not connected yet. Connect one of these? (space to choose, enter to go on)';
    await offerSignIns(question, missing, keeperInto(host, account), { env, say: progress.say });
    progress.say(next);
    return 0;
  });
}

async function connectFirst(host: Host, given: Setup): Promise<number> {
  const { open, progress } = given;
  let link = '';
  const invited = await interruptible(stoppedHalfway, async () => {
    link = await invite({ ...host, fetch: globalThis.fetch }, given);
    return 0;
  });
  if (link === '' || !isTerminal()) return invited;
  if (open) openBrowser(link);
  return interruptible('Stopped waiting; the link stays good. How it goes on: npx weighbridge status', async (mine) => {
    await askingAws(() => waitForFirstWeighIn({ ...host, clock: mine.clock }, progress));
    return 0;
  });
}

/** Makes the link, offers the sign-ins that it can carry, and prints it. */
async function invite(host: Host, { for: name, env, progress }: Setup): Promise<string> {
  const connections = await signedInConnections(env);
  // As with `link`: without a name it is for whoever runs this.
  const invitation = await askingAws(() => makeInvitation(host, { name, connections, owner: name === undefined }));
  const missing = destinationNames.filter((destination) => !connections[destination]);
  const say = (line: string) => progress.say(line);
  const keep = keeperByCode(invitation.code, host.publicUrl);
  const question = 'Where shall measurements go? (space to choose, enter to go on)';
  if (isTerminal()) await offerSignIns(question, missing, keep, { env, say });
  else for (const command of handOverCommands(host, invitation)) say(`To hand over a sign-in: ${command}`);
  say(`Open this link and allow access (good once, until ${new Date(invitation.expiresAt).toLocaleString()}):`);
  process.stdout.write(`${invitation.link}\n`);
  return invitation.link;
}
