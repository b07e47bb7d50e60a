import type { BodyEvent } from './measurement.ts';

export const destinationNames = ['garmin', 'trainerroad'] as const;
export type DestinationName = (typeof destinationNames)[number];

/** What people call them, and where room is short. */
export const destinationTitles: Readonly<Record<DestinationName, { full: string; short: string }>> = {
  garmin: { full: 'Garmin Connect', short: 'Garmin' },
  trainerroad: { full: 'TrainerRoad', short: 'TrainerRoad' },
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
  /** The destination's own id of the entry (Garmin: `samplePk`, `version`). */
  id: string;
  /** Epoch seconds. */
  measuredAt: number;
  /** Whether the entry is this event, within the destination's tolerances. */
  holds(event: BodyEvent): boolean;
}

/** What was chosen of the pending events. Each of them is in one of the two. */
export interface Choice {
  deliver: BodyEvent[];
  skip: { event: BodyEvent; reason: string }[];
}

/** What a destination remembers between syncs. */
export interface DeliveryMemory {
  /** `measuredAt` of the newest event that is known to have arrived, epoch seconds. */
  newestDeliveredAt?: number;
}

/** A file to be sent, archived before it leaves. */
export interface DeliveryFile {
  bytes: Uint8Array;
  /** Without the dot. */
  extension: 'fit' | 'json';
}

/**
 * A service that receives measurements, bound to one person's credentials.
 *
 * The caller promises to archive and note what is about to be written before `write`, to call `read` after it, and
 * never to write an event again whose fate is unknown without reading first. The destination promises that `read` tells
 * what is truly there.
 */
export interface Destination {
  readonly name: DestinationName;
  /** Which of the pending events (in order of time) it takes now, and why not the others. */
  choose(pending: readonly BodyEvent[], memory: DeliveryMemory): Choice;
  /** The file for a batch of events of one kind; throws RejectedError for a value that cannot be encoded. */
  encode(events: readonly BodyEvent[]): DeliveryFile;
  /** What is there around the time of these events. */
  read(events: readonly BodyEvent[]): Promise<RemoteEntry[]>;
  /** Sends a batch. Resolves when the destination says it took it, which is not yet proof. */
  write(events: readonly BodyEvent[], file: DeliveryFile): Promise<void>;
  /** A cheap call that fails as a delivery would if the connection were dead. */
  probe(): Promise<void>;
}
