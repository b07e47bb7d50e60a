import type { Clock } from '../../clock.ts';
import type { Fetch } from '../../http.ts';
import type { Measure } from '../../measurement.ts';
import type { Faults } from './faults.ts';
import { noRecords, type Records } from './records.ts';

export interface SandboxMeasure extends Measure {
  algo?: number;
  fm?: number;
}

/** A measure group as the real service answers it. Dates are epoch seconds. */
export interface SandboxGroup {
  grpid: number;
  attrib: number;
  date: number;
  created: number;
  modified: number;
  category: number;
  deviceid: string | null;
  hash_deviceid: string | null;
  measures: SandboxMeasure[];
  modelid: number | null;
  model: string | null;
  comment: string | null;
}

/** One pair of tokens. Times are epoch milliseconds. */
export interface Grant {
  clientId: string;
  /** Comma-separated. */
  scope: string;
  accessToken: string;
  accessExpiresAt: number;
  accessUsed: boolean;
  refreshToken: string;
  refreshExpiresAt: number;
  /** The refresh token this pair was made from: it dies when this access token is first used. */
  replaces: string | null;
}

export interface SandboxSubscription {
  clientId: string;
  appli: number;
  callbackurl: string;
  comment: string | null;
  /** Since when every notification has failed, epoch milliseconds. */
  failingSince: number | null;
}

export interface SandboxPerson {
  userid: number;
  name: string;
  /** IANA zone of the profile. */
  timezone: string;
  /** A list and not a table: two recorded groups may share a `grpid`. */
  groups: SandboxGroup[];
  records: Records;
  grants: Grant[];
  subscriptions: SandboxSubscription[];
}

/** An application as registered in the developer dashboard. */
export interface SandboxClient {
  clientId: string;
  clientSecret: string;
  /** Any will do when absent. */
  callbackUrls?: string[];
}

/** The code of a redirect, waiting to be exchanged. */
export interface PendingCode {
  code: string;
  userid: number;
  clientId: string;
  redirectUri: string;
  scope: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** What makes one signature good for one call. */
export interface Nonce {
  nonce: string;
  clientId: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** A notification that still has to arrive. */
export interface PendingDelivery {
  userid: number;
  clientId: string;
  appli: number;
  callbackurl: string;
  /** The form, encoded. */
  body: string;
  /** 1 for the first of ten. */
  attempt: number;
  /** Epoch milliseconds. */
  dueAt: number;
}

/** What the real service leaves open or what a test wants otherwise. */
export interface Settings {
  /** Measure groups in one answer; the real size is not documented. */
  pageSize: number;
  /** Rows in one answer of every other list; 300 nights were seen. */
  rowsPerPage: number;
  /** How much of a range of sleep is answered: 24 hours by the reference, a week by one of its field texts. */
  sleepRangeHours: number;
  callsPerMinute: number;
  /** Within how many seconds an identical call is refused; 0 never refuses. */
  identicalCallSeconds: number;
  /** Consents in the person's name without showing the page. */
  autoConsent: boolean;
  /** Takes http://localhost as redirect and callback URL, which the real service does not. */
  allowLocalhost: boolean;
  /** How long a callback URL may take to answer; this machine may need more than the real 2 seconds. */
  callbackTimeoutMs: number;
  /** After the HEAD of a subscribe, also tries the URL with an empty POST. */
  emptyPost: boolean;
}

/** Everything the simulator knows: plain JSON, so that it can be kept and brought back. */
export interface WithingsState {
  people: SandboxPerson[];
  /** Who may call; anybody when empty. */
  clients: SandboxClient[];
  codes: PendingCode[];
  nonces: Nonce[];
  deliveries: PendingDelivery[];
  /** How often each action was called, refused calls included. */
  calls: Record<string, number>;
  /** When each client called within the last minute, epoch milliseconds. */
  callTimes: Record<string, number[]>;
  /** When each call, known by a hash of its account and arguments, was last let through, epoch milliseconds. */
  identicalCalls: Record<string, number>;
  nextGrpid: number;
  /** Of workouts, nights and signals. */
  nextId: number;
  settings: Settings;
  faults: Faults;
}

/** What the parts of the simulator work on. */
export interface Sandbox {
  state: WithingsState;
  clock: Clock;
  random: () => number;
  /** How callback URLs are reached. */
  fetch: Fetch;
}

export function emptyState(settings: Partial<Settings> = {}): WithingsState {
  return {
    people: [],
    clients: [],
    codes: [],
    nonces: [],
    deliveries: [],
    calls: {},
    callTimes: {},
    identicalCalls: {},
    // Above 2^31, as the real ones have been for years.
    nextGrpid: 6_000_000_001,
    nextId: 4_000_000_001,
    settings: {
      pageSize: 200,
      rowsPerPage: 300,
      sleepRangeHours: 24,
      callsPerMinute: 120,
      identicalCallSeconds: 10,
      autoConsent: false,
      allowLocalhost: false,
      callbackTimeoutMs: 2_000,
      emptyPost: false,
      ...settings,
    },
    faults: {
      planned: [],
      withheldScopes: [],
      dropNotifications: false,
      duplicateNotifications: false,
      reverseNotifications: false,
    },
  };
}

/** Fills in what a state lacks that an earlier version kept. */
export function completed(state: WithingsState): WithingsState {
  const { settings, faults, ...empty } = emptyState();
  Object.assign(state, { ...empty, ...state });
  state.settings = { ...settings, ...state.settings };
  state.faults = { ...faults, ...state.faults };
  for (const person of state.people) person.records = { ...noRecords(), ...person.records };
  return state;
}
