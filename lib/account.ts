import type { DestinationName, TimeSpan } from './destination.ts';
import type { Settings } from './settings.ts';
import type { Height } from './sort-groups.ts';

/** A vendor whose credentials are kept for a person. */
export type Vendor = 'withings' | DestinationName;

/** How a connection is: `reauthorize` means that only a person can mend it, and `problem` says how. */
export type ConnectionStatus = 'connected' | 'reauthorize';

/** Credentials at rest. `sealed` opens only with the master key and only as this vendor's of this account. */
export interface SealedCredentials {
  sealed: string;
  /** Until when somebody has reserved the refresh of the tokens inside, epoch milliseconds. */
  refreshingUntil?: number;
}

export interface WithingsConnection {
  status: ConnectionStatus;
  credentials: SealedCredentials;
  scope: string;
  /**
   * Largest `modified` received and stored, epoch seconds; absent before the first complete sync, 0 when there was
   * nothing to receive yet.
   */
  cursor?: number;
  /** Whether Withings notifies us; absent until it was asked to. */
  notifications?: 'subscribed' | 'refused';
  /**
   * Digest of the groups that the next sync's overlap will bring again: when they are the same, nothing of them
   * is looked at.
   */
  recent?: string;
  /** What is wrong, and what to do about it. */
  problem?: string | undefined;
  /** So much was suddenly gone that it is not believed yet: a digest of it, and since when, epoch milliseconds. */
  doubt?: { what: string; since: number };
}

export interface Connection {
  status: ConnectionStatus;
  credentials: SealedCredentials;
  /** Garmin has two worlds, garmin.com (when absent) and garmin.cn, that know nothing of each other. */
  domain?: string;
  /** False until the events that were there before the connection have been queued for it. */
  enrolled: boolean;
  /** No call before this time, epoch milliseconds: the destination asked to be left alone. */
  blockedUntil?: number;
  /** How long the last block was, seconds; the next one is twice as long. */
  blockedSeconds?: number;
  /** When something was last proven to have arrived, epoch milliseconds. */
  lastVerifiedAt?: number;
  problem?: string;
  /** The problem is for its owner to mend at the vendor; it is tried again by itself all the same. */
  needsOwner?: boolean;
  /** Switched off by its owner: no call is made, everything waits. */
  paused?: boolean;
  /** Until when the credentials last if nothing renews them, epoch milliseconds. */
  credentialsEndAt?: number;
  /**
   * The sign-in is new, and nobody has asked yet whose account it opens: the version of the account it was stored
   * over, which tells one sign-in from the next.
   */
  newSince?: number;
}

export interface SyncReport {
  /** When the reading from Withings began: messages sent before are satisfied by it. Epoch milliseconds. */
  startedAt: number;
  finishedAt: number;
  /** Of which times it saw what is there now, deletions included. Epoch seconds. */
  covered?: TimeSpan;
  problem?: string;
  /** The ledger held nothing that was still to arrive. Gone as soon as a sync receives something new. */
  settled?: true;
}

/** One person: one item, one version, one writer at a time. */
export interface Account {
  /** The Withings userid. */
  account: string;
  /** Goes up by one at each write. */
  version: number;
  name?: string;
  /** IANA zone of the Withings profile. */
  timeZone: string;
  height?: Height;
  /** Epoch milliseconds. */
  connectedAt: number;
  withings: WithingsConnection;
  connections: Partial<Record<DestinationName, Connection>>;
  /**
   * Whose accounts the deliveries in the ledger are at, in the words of the destinations. It outlasts a connection, so
   * that another account that is connected later is known to be another one.
   */
  deliveredTo?: Partial<Record<DestinationName, string>>;
  lastSync?: SyncReport;
  /** What its owner chose; what is absent is as `defaultSettings` has it. */
  settings?: Partial<Settings>;
  /** When the first event was received after anything was last proven to have arrived anywhere, epoch milliseconds. */
  unprovenSince?: number;
  /** What the owner was told and is still so, by concern: when, epoch milliseconds. */
  told?: Record<string, number>;
  /** Whoever signed in before has to do so again, epoch milliseconds. */
  sessionsSince?: number;
  /** Runs this Weighbridge, and so sees how everybody's connections are. */
  owner?: true;
  /** Switched off by whoever runs this: nothing is received or delivered, not even looked at. */
  paused?: true;
  /** To be removed with all there is of them: the next message of theirs does it. */
  leaving?: true;
}
