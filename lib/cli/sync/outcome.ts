import type { Account } from '../../account.ts';
import { type DestinationName, destinationTitles, entriesOf } from '../../destination.ts';
import { type EventItem, isOpen } from '../../ledger.ts';
import { heldReason } from '../../sync/outliers.ts';
import { dayName } from './days.ts';

export interface RunView {
  account: Account;
  /** What the run was about, as it is afterwards. */
  items: readonly EventItem[];
  /** Epoch milliseconds. */
  startedAt: number;
}

export interface RunOutcome {
  /** What was seen to have arrived, a line a destination. */
  arrived: string[];
  /** What did not, a line a reason: as long as there is one, not all has arrived. */
  problems: string[];
  /** What somebody may want to know, and nothing failed. */
  notes: string[];
}

/** What became of a run, in words. Pure; no values. */
export function outcomeOf({ account, items, startedAt }: RunView): RunOutcome {
  const outcome: RunOutcome = { arrived: [], problems: [], notes: [] };
  const withings = account.withings;
  if (withings.status === 'reauthorize') {
    outcome.problems.push(`Withings: ${withings.problem ?? 'it has to be authorized again.'} ${inTerminal}`);
  }
  for (const [name, { status, problem }] of entriesOf(account.connections)) {
    const { full: title } = destinationTitles[name];
    const settled = items.filter((item) => (item.deliveries[name]?.at ?? 0) >= startedAt);
    const verified = settled.filter((item) => item.deliveries[name]?.state === 'verified');
    if (verified.length > 0) outcome.arrived.push(`${title}: ${counted(verified)} arrived, read back.`);
    const waiting = items.filter((item) => {
      const delivery = item.deliveries[name];
      return delivery !== undefined && isOpen(delivery);
    });
    const waits = waiting.length > 0 ? ` ${counted(waiting)} ${waiting.length === 1 ? 'waits' : 'wait'}.` : '';
    if (problem !== undefined) outcome.problems.push(`${title}: ${problem}${hintFor(name, status)}${waits}`);
    else outcome.problems.push(...byReason(name, waiting, 'not arrived yet'));
    const failed = settled.filter((item) => item.deliveries[name]?.state === 'failed');
    outcome.problems.push(...byReason(name, failed, 'refused'));
  }
  const held = items.filter((item) => item.held === heldReason);
  if (held.length > 0) outcome.notes.push(heldNote(held));
  return outcome;
}

const inTerminal = 'Run weighbridge sync in a terminal to authorize it again.';

function hintFor(name: DestinationName, status: Account['withings']['status']): string {
  if (status !== 'reauthorize') return '';
  if (name === 'garmin') {
    return ' Give GARMIN_SESSION with the file of a new sign-in, or --garmin-username and --garmin-password.';
  }
  if (name === 'trainerroad') return ' Give --trainerroad-username and a new --trainerroad-password.';
  return ' Give a new INTERVALS_API_KEY.';
}

function byReason(name: DestinationName, items: readonly EventItem[], what: string): string[] {
  const reasons = Map.groupBy(items, (item) => item.deliveries[name]?.reason ?? 'it waits for its turn');
  return [...reasons].map(
    ([reason, same]) => `${destinationTitles[name].full}: ${counted(same)} ${what}: ${reason.replace(/\.$/, '')}.`,
  );
}

function heldNote(held: readonly EventItem[]): string {
  const days = [...new Set(held.map(({ measuredAt }) => dayName(measuredAt)))].sort();
  return `${counted(held)} of ${days.join(', ')} held: far from the recent weights. To send it: weighbridge sync --fromdate ${days[0]} --todate ${days.at(-1)}`;
}

/** `2 weigh-ins and 1 blood pressure`. */
export function counted(items: readonly Pick<EventItem, 'kind'>[]): string {
  const weighIns = items.filter(({ kind }) => kind === 'weight').length;
  const pressures = items.length - weighIns;
  return [
    ...(weighIns > 0 ? [`${weighIns} weigh-in${weighIns === 1 ? '' : 's'}`] : []),
    ...(pressures > 0 ? [`${pressures} blood pressure${pressures === 1 ? '' : 's'}`] : []),
  ].join(' and ');
}
