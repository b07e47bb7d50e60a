import { join } from 'node:path';
import { destinationTitles, entriesOf } from '../destination.ts';
import type { Host } from '../host.ts';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { accountsOf, archiveOf, measurementsOf } from '../runtime.ts';
import { followLink } from './follow-link.ts';
import type { LocalWeighbridge } from './local-weighbridge.ts';
import type { RecordedMeasures } from './measures-file.ts';
import type { Progress } from './progress.ts';
import { allArrived, countGroups, countStates, isOnItsWay, type Report, reportOf, withGoals } from './report.ts';
import { reportTable } from './report-table.ts';
import { UserError } from './user-error.ts';

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

  const { report: ledger, problem } = await settled(local, account, options.progress);
  const report = withGoals(ledger, options.recorded?.groups ?? []);
  const files = await saveFiles(host, report, options.filesFolder);
  options.progress.done();
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(`${reportTable(report)}\n${files} files in ${options.filesFolder}\n`);
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
): Promise<{ report: Report; problem?: string }> {
  const giveUpAt = Date.now() + giveUpAfterMs;
  for (;;) {
    await cloud.idle({ timeoutMs: pollMs }).catch(() => {});
    const report = await readReport(host, account);
    progress.step(standing(report));
    const quiet = await cloud.idle({ timeoutMs: 1 }).then(
      () => true,
      () => false,
    );
    const { startedAt = 0, problem } = (await accountsOf(host).get(account))?.lastSync ?? {};
    if (quiet && startedAt > 0 && !isOnItsWay(report)) return { report };
    if (problem && !isOnItsWay(report)) return { report, problem: `The sync failed. ${problem}` };
    if (Date.now() > giveUpAt) return { report, problem: problem ?? 'Not everything had arrived after ten minutes.' };
    await host.clock.sleep(pollMs);
  }
}

async function readReport(host: Host, account: string): Promise<Report> {
  return reportOf(account, (await Array.fromAsync(measurementsOf(host).all(account))).flat());
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
