import type { Account } from '../../account.ts';
import { destinationTitles, entriesOf } from '../../destination.ts';
import type { Host } from '../../host.ts';
import { accountsOf, measurementsOf } from '../../runtime.ts';
import { anySignIn } from '../destination-names.ts';
import { titleOf } from '../find-account.ts';
import type { Progress } from '../progress.ts';
import { countStates, isOnItsWay, type Report, reportOf } from '../report.ts';

const pollMs = 1_000;
const waitAtMostMs = 15 * 60_000;

/**
 * Waits until somebody has opened the link and the first sync has proven that something arrived, or that there is nothing
 * to send; and says so.
 */
export async function waitForFirstWeighIn(host: Host, progress: Progress): Promise<void> {
  const { clock } = host;
  const accounts = accountsOf(host);
  const giveUpAt = clock.now() + waitAtMostMs;
  let known: Account | undefined;
  progress.step('Waiting for the link to be opened … (Ctrl-C ends this; the link stays good)');
  for (; clock.now() < giveUpAt; await clock.sleep(pollMs)) {
    const account = await newcomer(accounts, known);
    if (!account) continue;
    if (!known) progress.say(`✓ Connected: ${titleOf(account)}`);
    known = account;
    const { startedAt = 0, problem } = account.lastSync ?? {};
    const report = reportOf(account.account, (await Array.fromAsync(measurementsOf(host).all(account.account))).flat());
    progress.step(`The first sync runs: ${report.events.length} measurements received, ${arrived(report)} arrived …`);
    if (problem) return progress.say(`✗ ${problem}`);
    if (startedAt > 0 && !isOnItsWay(report)) return progress.say(outcome(account, report));
  }
  progress.say('Not everything has arrived yet. How it goes on: npx weighbridge status');
}

async function newcomer(
  accounts: ReturnType<typeof accountsOf>,
  known: Account | undefined,
): Promise<Account | undefined> {
  if (known) return accounts.get(known.account);
  const [first] = (await Array.fromAsync(accounts.list())).flat();
  return first && accounts.get(first.account);
}

const countsOf = (report: Report): { title: string; verified: number }[] =>
  entriesOf(countStates(report)).map(([name, { verified = 0 }]) => ({ title: destinationTitles[name].full, verified }));

const arrived = (report: Report): number => countsOf(report).reduce((sum, { verified }) => sum + verified, 0);

function outcome({ connections }: Account, report: Report): string {
  if (entriesOf(connections).length === 0) {
    return `✓ Received. Nothing is sent anywhere, because no destination is connected: ${anySignIn}`;
  }
  if (report.events.length === 0) return '✓ Nothing was measured yet. Step on the scale.';
  const places = countsOf(report).flatMap(({ title, verified }) => (verified > 0 ? [`${verified} at ${title}`] : []));
  return places.length > 0
    ? `✓ Verified: ${places.join(', ')}.`
    : '✓ Received; nothing of it is for these destinations.';
}
