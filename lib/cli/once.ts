import { join } from 'node:path';
import { destinationTitles, entriesOf } from '../destination.ts';
import type { Host } from '../host.ts';
import { isEvent, type LedgerItem } from '../ledger.ts';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { accountsOf, archiveOf, measurementsOf } from '../runtime.ts';
import { followLink } from './follow-link.ts';
import type { LocalWeighbridge } from './local-weighbridge.ts';
import type { RecordedMeasures } from './measures-file.ts';
import type { Progress } from './progress.ts';
import { allArrived, countGroups, countStates, isOnItsWay, type Report, reportOf, withGoals } from './report.ts';
import { reportTable } from './report-table.ts';
import { storyText } from './story-text.ts';
import { UserError } from './user-error.ts';
import { WallClock } from './wall-clock.ts';

export interface OnceOptions {
  json: boolean;
  recorded: RecordedMeasures | undefined;
  /** Where the FIT files are put. */
  filesFolder: string;
  progress: Progress;
}

const pollMs = 500;
const giveUpAfterMs = 10 * 60_000;

/**
 * `npm start -- --once`: connects the demo person as a browser would, waits until everything is where it should be, and
 * prints the proof.
 *
 * @returns the exit code: 0 only if every event that should arrive is verified
 */
export async function once(local: LocalWeighbridge, options: OnceOptions): Promise<number> {
  const { sandbox, host } = local;
  if (!sandbox)
    throw new UserError('--once connects the demo person of the simulators. Remove WITHINGS_CLIENT_ID from .env.');
  const account = String(sandbox.demoPerson().userid);
  options.progress.step('Following the link: consent at Withings, back to Weighbridge …');
  await followLink(await local.link());

  const { items, problem } = await settled(local, account, options.progress);
  const report = withGoals(reportOf(account, items), options.recorded?.groups ?? []);
  const files = await saveFiles(host, report, options.filesFolder);
  options.progress.done();
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const story = await newestStory(host, account, items);
    process.stdout.write(`${reportTable(report)}\n${files} files in ${options.filesFolder}\n${story}`);
  }
  const failure = problem ?? missingGroups(report, options.recorded?.groups.length ?? 0);
  if (failure) process.stderr.write(`${failure}\n`);
  return failure === undefined && allArrived(report) ? 0 : 1;
}

function missingGroups(report: Report, given: number): string | undefined {
  const missing = given - countGroups(report);
  return missing > 0
    ? `${missing} of the ${given} measure groups given are neither in an event nor left out.`
    : undefined;
}

/**
 * The ledger, once a sync has done everything and nothing is on its way any more; or as it is when that does
 * not come about.
 */
async function settled(
  { cloud, host }: LocalWeighbridge,
  account: string,
  progress: Progress,
): Promise<{ items: LedgerItem[]; problem?: string }> {
  const giveUpAt = Date.now() + giveUpAfterMs;
  for (;;) {
    await cloud.idle({ timeoutMs: pollMs }).catch(() => {});
    const items = (await Array.fromAsync(measurementsOf(host).all(account))).flat();
    const report = reportOf(account, items);
    progress.step(standing(report));
    const quiet = await cloud.idle({ timeoutMs: 1 }).then(
      () => true,
      () => false,
    );
    const { startedAt = 0, problem } = (await accountsOf(host).get(account))?.lastSync ?? {};
    if (quiet && startedAt > 0 && !isOnItsWay(report)) return { items };
    if (problem && !isOnItsWay(report)) return { items, problem: `The sync failed. ${problem}` };
    if (Date.now() > giveUpAt) return { items, problem: problem ?? 'Not everything had arrived after ten minutes.' };
    await host.clock.sleep(pollMs);
  }
}

/** By one example: how a measurement came where it is. */
async function newestStory(host: Host, account: string, items: readonly LedgerItem[]): Promise<string> {
  const newest = items.findLast(isEvent);
  const { timeZone } = await accountsOf(host).mustGet(account);
  return newest ? `\nThe newest, ${storyText(newest, new WallClock(timeZone))}\n` : '';
}

function standing(report: Report): string {
  const settled = entriesOf(countStates(report)).map(([name, { verified = 0, skipped = 0, failed = 0 }]) => {
    return `at ${destinationTitles[name].short} ${verified + skipped + failed}`;
  });
  return `Received ${report.events.length} events; settled ${settled.join(', ')} …`;
}

async function saveFiles(host: Host, { events }: Report, folder: string): Promise<number> {
  const keys = new Set(events.flatMap(({ deliveries }) => Object.values(deliveries).flatMap(({ file }) => file ?? [])));
  const archive = archiveOf(host);
  for (const key of keys) {
    writeFileAtomically(join(folder, key), await archive.get(key));
  }
  return keys.size;
}
