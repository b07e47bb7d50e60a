import type { Account } from '../account.ts';
import type { Clock } from '../clock.ts';
import { type DestinationName, entriesOf } from '../destination.ts';
import type { MeasureGroup } from '../measurement.ts';
import { type Settings, settingsOf } from '../settings.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { withOutliersHeld } from './outliers.ts';
import { keptAt, planReceipt } from './plan-receipt.ts';

export interface Keeping {
  account: string;
  measurements: MeasurementStore;
  clock: Clock;
  heightM: number | undefined;
  /** Where a new event is to go. */
  destinations: readonly DestinationName[];
  settings: Settings;
}

/** What an account says about how its groups are kept. */
export const keepingOf = (account: Account): Pick<Keeping, 'account' | 'heightM' | 'destinations' | 'settings'> => ({
  account: account.account,
  heightM: account.height?.heightM,
  destinations: entriesOf(account.connections).map(([name]) => name),
  settings: settingsOf(account),
});

/** A gap in the dates longer than this starts another query of the ledger. */
const runGapSeconds = 7 * 86_400;

/** Groups that arrived, and groups that are no more, or no more where they were -> ledger. */
export async function keepGroups(
  arrived: readonly MeasureGroup[],
  vanished: readonly MeasureGroup[],
  keeping: Keeping,
): Promise<void> {
  const { account, measurements, clock } = keeping;
  const ids = new Set(vanished.map((group) => group.grpid));
  const here = new Set(arrived);
  for (const run of runs([...arrived, ...vanished])) {
    const stored = await measurements.between(account, keptAt(run[0]!), keptAt(run.at(-1)!));
    const now = clock.now();
    const inRun = run.filter((group) => here.has(group));
    const plan = planReceipt({ ...keeping, stored, arrived: inRun, vanished: ids, now });
    await measurements.saveAll(await withOutliersHeld(plan.save, keeping));
    await Promise.all(plan.remove.map((item) => measurements.remove(item)));
  }
}

/**
 * Groups in order of date, cut where the dates leave a gap, so that one late edit does not make the whole
 * history be read.
 */
function runs(groups: readonly MeasureGroup[]): MeasureGroup[][] {
  const result: MeasureGroup[][] = [];
  for (const group of groups.toSorted((a, b) => keptAt(a) - keptAt(b))) {
    const run = result.at(-1);
    if (run && keptAt(group) - keptAt(run.at(-1)!) <= runGapSeconds) run.push(group);
    else result.push([group]);
  }
  return result;
}
