import type { DeadLetter, DeadLetters, QueueDepth } from '../../dead-letters.ts';
import { type DestinationName, destinationTitles } from '../../destination.ts';
import type { Tallies, Tally } from '../../store/rounds.ts';
import type { Numbers } from '../pages/numbers.ts';
import type { Words } from '../pages/words.ts';
import type { Office } from './office.ts';

const hourMs = 3_600_000;

export interface SystemState {
  queue: QueueDepth;
  deadLetters: DeadLetters;
  /** The newest of each kind, of this month or the one before. */
  rounds: Tallies;
  /** Calls to Withings in each of the last minutes. */
  callsAMinute: readonly number[];
  pausedDestinations: readonly DestinationName[];
  syncEveryHours: number;
  versions: Office['versions'];
}

/** Words about one thing, and whether somebody must act. */
export interface Fact {
  name: string;
  words: string;
  act?: boolean;
}

export interface SystemView {
  /** The whole in one sentence. */
  summary: string;
  facts: Fact[];
}

export function systemView(state: SystemState, now: number, words: Pick<Words, 'moments' | 'numbers'>): SystemView {
  const { numbers } = words;
  const facts = [
    queueFact(state.queue, numbers),
    ...roundFacts(state, now, words),
    callsFact(state.callsAMinute, numbers),
    pausedFact(state.pausedDestinations),
    { name: 'Versions', words: `Weighbridge ${state.versions.weighbridge} on Node ${state.versions.node}` },
  ];
  const given = state.deadLetters.visible + state.deadLetters.inFlight;
  const isWell = given === 0 && !facts.some(({ act }) => act);
  const summary = isWell ? 'All is well.' : given > 0 ? gaveUp(given, numbers) : 'Something needs you.';
  return { summary, facts };
}

const gaveUp = (count: number, numbers: Numbers): string =>
  count === 1
    ? 'A sync was given up, and waits for you.'
    : `${numbers.figure(count, 0)} syncs were given up, and wait for you.`;

function queueFact({ visible, inFlight, delayed }: QueueDepth, numbers: Numbers): Fact {
  const name = 'Queue';
  const many = (count: number) => numbers.figure(count, 0);
  if (visible + inFlight + delayed === 0) return { name, words: 'empty' };
  return {
    name,
    words: `${many(visible)} waiting, ${many(inFlight)} being synced or put off until later${delayed > 0 ? `, ${many(delayed)} delayed` : ''}`,
  };
}

function roundFacts(
  { rounds, syncEveryHours }: SystemState,
  now: number,
  words: Pick<Words, 'moments' | 'numbers'>,
): Fact[] {
  // Twice the interval and an hour: one round may be lost, and the schedule has some play.
  return [
    roundFact('Last schedule', rounds.schedule, (2 * syncEveryHours + 1) * hourMs, now, words),
    roundFact('Last maintenance', rounds.maintenance, 49 * hourMs, now, words),
  ];
}

function roundFact(
  name: string,
  tally: Tally | undefined,
  lateAfterMs: number,
  now: number,
  { moments, numbers }: Pick<Words, 'moments' | 'numbers'>,
): Fact {
  if (!tally) return { name, words: 'not yet: the first one comes by itself' };
  const words = `${moments.at(tally.lastAt).words}, for ${numbers.counted(tally.lastAccounts, 'account')}`;
  if (now - tally.lastAt <= lateAfterMs) return { name, words };
  return { name, words: `${words}. It is overdue: look in the log of the function “dispatch”.`, act: true };
}

function callsFact(callsAMinute: readonly number[], numbers: Numbers): Fact {
  const most = Math.max(0, ...callsAMinute);
  const words =
    most === 0
      ? 'none counted in the last ten minutes'
      : `${numbers.figure(most, 0)} of ${numbers.figure(120, 0)} in the busiest of the last ten minutes, ${numbers.figure(callsAMinute[0] ?? 0, 0)} in this one`;
  return { name: 'Calls to Withings', words };
}

function pausedFact(paused: readonly DestinationName[]): Fact {
  const name = 'Switched off for all';
  if (paused.length === 0) return { name, words: 'no destination' };
  return { name, words: `${paused.map((each) => destinationTitles[each].full).join(', ')} (pausedDestinations)` };
}

/** What a sync was asked for. */
export const reasonWords: Readonly<Record<DeadLetter['reason'], string>> = {
  webhook: 'asked for by a notification from Withings',
  schedule: 'asked for by the timetable',
  maintenance: 'asked for by the daily maintenance',
  connect: 'asked for by connecting',
  continue: 'asked for by a sync that had more to do',
  backfill: 'asked for by a backfill',
};
