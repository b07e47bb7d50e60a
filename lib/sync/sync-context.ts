import type { Clock } from '../clock.ts';
import type { Destination, DestinationName } from '../destination.ts';
import type { Log } from '../log.ts';
import type { OwnerMail } from '../owner-topic.ts';
import type { AccountStore } from '../store/accounts.ts';
import type { Archive } from '../store/archive.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { OpenAccount } from '../store/open-account.ts';
import type { SyncMessage } from '../sync-message.ts';
import type { MeasureSource } from './measure-source.ts';

/** A person's Withings account, opened for one sync. */
export interface WithingsAccount extends MeasureSource {
  /** Makes sure that notifications of weight and blood pressure reach us; subscribes again what is missing. */
  subscribe(): Promise<void>;
}

/** What a sync works with. */
export interface SyncContext {
  accounts: AccountStore;
  measurements: MeasurementStore;
  archive: Pick<Archive, 'put' | 'removeAll'>;
  clock: Clock;
  log: Log;
  /** Where people reach their page, without a trailing slash. */
  publicUrl: string;
  /** Absent where there is nobody to be told. */
  mailOwner?(mail: OwnerMail): Promise<void>;
  openWithings(open: OpenAccount): Promise<WithingsAccount>;
  /** Ends what a person has allowed at Withings; once that has been done before, it is fine. */
  revokeWithings(account: string): Promise<void>;
  openDestination(name: DestinationName, open: OpenAccount): Promise<Destination>;
  /** Switched off for everybody; none when absent. */
  pausedDestinations?: readonly DestinationName[];
}

/** What a sync is asked for. */
export interface SyncRequest {
  message: SyncMessage;
  /** When the message was sent, epoch milliseconds. */
  sentAt: number;
  /** When to stop beginning new work, epoch milliseconds. */
  deadline: number;
}

/** Once a day a sync also looks after what keeps the account connected. */
export const isMaintenance = ({ message }: SyncRequest): boolean => message.reason === 'maintenance';

/** Somebody asked for a span of time to be gone through once more. */
export const isBackfill = ({ message }: SyncRequest): boolean => message.reason === 'backfill';

/** The timetable asked, and nobody who knows of something to be done. */
export const isRound = ({ message }: SyncRequest): boolean =>
  message.reason === 'schedule' && message.scheduledAt !== undefined;
