import type { Account } from '../../account.ts';
import type { Clock } from '../../clock.ts';
import type { Destination, DestinationName } from '../../destination.ts';
import type { GarminDomain } from '../../garmin/region.ts';
import type { GarminTokens } from '../../garmin/tokens.ts';
import type { Log } from '../../log.ts';
import type { SyncQueue } from '../../queue.ts';
import type { AccountStore } from '../../store/accounts.ts';
import type { Archive } from '../../store/archive.ts';
import type { MeasurementStore } from '../../store/measurements.ts';
import type { OpenAccount } from '../../store/open-account.ts';
import type { Seal } from '../../store/seal.ts';
import type { ShortLivedStore } from '../../store/short-lived.ts';
import type { WithingsSession } from '../../withings/session.ts';
import type { WebRequest } from '../edge.ts';
import type { Notice, WebResponse } from '../response.ts';
import type { Session } from '../sessions.ts';

/** The way to Garmin's tokens through a person's own browser. */
export interface GarminDoor {
  /** Where they sign in. */
  pageOf(domain: GarminDomain): string;
  /**
   * What Garmin gives for the ticket in what they copied there.
   *
   * @throws RejectedError, RetryError with a sentence for the person
   */
  tokensFor(pasted: string, domain: GarminDomain): Promise<GarminTokens>;
}

/** What the pages are made with. */
export interface Site {
  /** Without a trailing slash. */
  publicUrl: string;
  clock: Clock;
  log: Log;
  accounts: AccountStore;
  measurements: MeasurementStore;
  archive: Pick<Archive, 'get' | 'removeAll'>;
  queue: Pick<SyncQueue, 'send'>;
  shortLived: ShortLivedStore;
  seal: Seal;
  syncEveryHours: number;
  /** Switched off for everybody. */
  pausedDestinations: readonly DestinationName[];
  /** One person's Withings account, as far as they have granted it. */
  openWithings(open: OpenAccount): Promise<WithingsSession>;
  openDestination(name: DestinationName, open: OpenAccount): Promise<Destination>;
  garminDoor: GarminDoor;
  /** Where Withings is to notify of new measurements. */
  notifyAddress: string;
  /** Ends a person's consent at Withings, and all notifications with it. */
  revokeWithings(account: string): Promise<void>;
}

/** Somebody who is signed in opens a page or sends a form. */
export interface Visit {
  request: WebRequest;
  site: Site;
  /** Theirs, as it was stored a moment ago. */
  account: Account;
  session: Session;
  /** Epoch milliseconds. */
  now: number;
  /** What their browser prefers, a BCP 47 tag; numbers and dates are written so. */
  locale: string;
  /** Goes into every form as the hidden field `csrf`. */
  csrf: string;
  /** The fields of the form that was sent; empty for GET. */
  form: URLSearchParams;
  /** What the action before this page came to: every page says it (see `page.ts`). */
  notice?: Notice;
}

export interface Route {
  method: 'GET' | 'POST';
  /** `/measurements`, or with placeholders `/measurements/{event}/file`, found in `visit.request.pathParameters`. */
  path: string;
  /** Only for whoever runs this Weighbridge. */
  forOwner?: true;
  answer(visit: Visit): Promise<WebResponse>;
}
