import type { BodyEvent } from './measurement.ts';

export const destinationNames = ['garmin', 'trainerroad', 'intervals'] as const;
export type DestinationName = (typeof destinationNames)[number];

/** What people call them, and where room is short. */
export const destinationTitles: Readonly<Record<DestinationName, { full: string; short: string }>> = {
  garmin: { full: 'Garmin Connect', short: 'Garmin' },
  trainerroad: { full: 'TrainerRoad', short: 'TrainerRoad' },
  intervals: { full: 'intervals.icu', short: 'intervals' },
};

/** What a record holds, in the order of the destinations. Any other name is passed over. */
export function entriesOf<Value>(record: Partial<Record<DestinationName, Value>>): [DestinationName, Value][] {
  return destinationNames.flatMap((name): [DestinationName, Value][] => {
    const value = record[name];
    return value === undefined ? [] : [[name, value]];
  });
}

/** Something a destination already holds, as read back from it. */
export interface RemoteEntry {
  /** The destination's own id of the entry (Garmin: time and `samplePk` or `version`; intervals.icu: the day). */
  id: string;
  /** Epoch seconds. */
  measuredAt: number;
  /** Whether the entry is this event, within the destination's tolerances. */
  holds(event: BodyEvent): boolean;
  /** Deletes it; one that is gone already is fine. Absent where an entry can only be overwritten. */
  remove?(): Promise<void>;
}

/** What becomes of the events that were offered. Each of them is in one of the two. */
export interface Choice {
  deliver: BodyEvent[];
  skip: { event: BodyEvent; reason: string }[];
}

/** Epoch seconds, both included. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** A file to be sent, archived before it leaves. */
export interface DeliveryFile {
  bytes: Uint8Array;
  /** Without the dot. */
  extension: 'fit' | 'json';
}

export interface Health {
  /** Until when the credentials last if nothing renews them, epoch milliseconds; absent when nobody knows. */
  credentialsEndAt?: number;
  /**
   * Whose account it is: the same text for the same account however somebody signs in, and another for every other one.
   * Absent when the destination does not say; then it is taken for the one before.
   */
  user?: string;
}

/**
 * A service that receives measurements, bound to one person's credentials.
 *
 * The caller promises to archive and note what is about to be written before `write`, to call `read` after it, never to
 * write an event again whose fate is unknown without reading first, and to remove only what the ledger says is ours.
 * The destination promises that `read` tells what is truly there.
 */
export interface Destination {
  readonly name: DestinationName;
  /**
   * Where a record is overwritten (a day, a profile): the span of time whose events share one record with this one. Of
   * an event that Withings no longer has, also those before it that may take its place. Absent where each event is an
   * entry of its own.
   */
  rivals?(event: BodyEvent, isWithdrawn: boolean): TimeSpan;
  /** Which of these events (in order of time; with `rivals` all that share their records) it takes, and why not the others. */
  choose(events: readonly BodyEvent[]): Choice;
  /** The file for a batch of events of one kind; throws RejectedError for a value that cannot be encoded. */
  encode(events: readonly BodyEvent[]): DeliveryFile;
  /** What is there around the time of these events. */
  read(events: readonly BodyEvent[]): Promise<RemoteEntry[]>;
  /** Sends a batch. Resolves when the destination says it took it, which is not yet proof. */
  write(events: readonly BodyEvent[], file: DeliveryFile): Promise<void>;
  /** Cheap calls that keep the credentials alive, and fail as a delivery would if the connection were dead. */
  checkHealth(): Promise<Health>;
}
