import { leftReasons } from '../../attribution.ts';
import type { DestinationName } from '../../destination.ts';
import { eventOf, isEvent, type LedgerItem } from '../../ledger.ts';
import { leftReading } from './left-reading.ts';
import { measurementPath } from './measurement-path.ts';
import type { Moment } from './moments.ts';
import type { Numbers } from './numbers.ts';
import type { Reading } from './reading.ts';
import { type Stop, wayOf } from './way.ts';
import type { Words } from './words.ts';

/** One measurement in a list. */
export interface MeasurementRow {
  /** Of its own page. */
  href: string;
  measuredAt: Moment;
  reading?: Reading;
  received: Moment;
  /** Where it has arrived or is going. */
  stops: Stop[];
  /** What is to be said of all of it. */
  remark?: { words: string; mend?: string };
}

export type IsPaused = (name: DestinationName) => boolean;

/** @param say how the time of measuring is said: in a list of a day the time alone */
export function measurementRow(
  item: LedgerItem,
  { moments, numbers }: Words,
  isPaused: IsPaused,
  say: (at: number) => Moment = (at) => moments.at(at),
): MeasurementRow {
  const measuredMs = item.measuredAt * 1000;
  const common = {
    href: measurementPath(item.event),
    measuredAt: say(measuredMs),
    received: moments.beside(item.receivedAt, measuredMs),
  };
  if (!isEvent(item)) {
    const reading = leftReading(item, numbers);
    const isTheirs = item.reason === 'ambiguous' && { mend: 'Say whose it is' };
    const words = isTheirs ? 'held: it may be another person’s' : `left out: ${leftReasons[item.reason]}`;
    return { ...common, ...(reading && { reading }), stops: [], remark: { words, ...isTheirs } };
  }
  return {
    ...common,
    reading: readingIn(numbers, eventOf(item)),
    stops: wayOf(item, moments, isPaused),
    ...(item.withdrawn && { remark: { words: 'Withings no longer lists it as yours' } }),
    ...(item.held !== undefined && { remark: { words: `held: ${item.held}`, mend: 'Look at it' } }),
  };
}

export const readingIn = (numbers: Numbers, event: ReturnType<typeof eventOf>): Reading =>
  event.kind === 'weight' ? numbers.weight(event.values) : numbers.pressure(event.values);
