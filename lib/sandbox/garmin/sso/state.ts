/** What the simulated sso.garmin.com remembers, as plain JSON. */
export interface SsoState {
  /** By the value of the cookie `SESSION`. */
  sessions: Record<string, SsoSession>;
  /** By the ticket itself. */
  tickets: Record<string, Ticket>;
  /** Every code that was "sent", the newest last. */
  sentCodes: SentCode[];
  /** Sign-ins are refused until then; each try meanwhile doubles the wait and starts it anew. */
  limit: { seconds: number; until: number } | null;
  knobs: SsoKnobs;
}

/** One visit of one browser. */
export interface SsoSession {
  /** Whoever comes back under another name is taken for a robot. */
  userAgent: string;
  /** Of the last form that was shown; empty after a wrong code. */
  csrf: string;
  /** Whose password was right, and whose code is still awaited. */
  pending?: Pending;
  /** Good once, right after the code: where the browser is sent for its ticket. */
  loginToken?: string;
}

export interface Pending {
  accountId: string;
  service: string;
  method: MfaMethod;
  /** Absent before one is sent, and for authenticator apps. */
  code?: { digits: string; expiresAt: number };
}

export type MfaMethod = 'email' | 'sms' | 'totp';

export interface SentCode {
  accountId: string;
  method: MfaMethod;
  digits: string;
  /** Epoch milliseconds. */
  at: number;
}

/** Bound to the exact service it was asked for, and to one use. */
export interface Ticket {
  accountId: string;
  service: string;
  expiresAt: number;
  used: boolean;
}

/** The three doors of the sign-in. */
export type Door = 'mobile' | 'widget' | 'portal';

/** How Garmin's sign-in refuses whom it takes for a robot, and where reports differ. */
export interface SsoKnobs {
  /** How a refusal for too many sign-ins looks: a page of the edge, or JSON of the service behind it. */
  limitedAs: 'html' | 'json';
  /** Where a program meets a page that wants to see a browser (403). */
  challenged: 'none' | 'mobile' | 'all';
  /** The JSON sign-in asks for a captcha. */
  captcha: boolean;
  /** Where an account with a second factor is answered with error 427. */
  mfa427: 'none' | 'portal' | 'mobile';
  /** A word that stands where the JSON sign-in would say how it went. */
  unknownStatus: string;
  /** After the password the widget insists on a new phone number. */
  phoneNag: boolean;
  /** Tickets of which service become tokens that the data API does not know, whatever is done with them. */
  inactiveTokensFor: 'none' | 'embed' | 'mobile' | 'all';
  /** The widget shows the code's page and sends the code only on request, as it does for some accounts. */
  widgetSendsOnRequest: boolean;
  ticketSeconds: number;
  codeSeconds: number;
  /** HTTP status of a wrong code in JSON; not recorded, so clients have to read the type. */
  wrongCodeStatus: 200 | 401;
}

/** So many wrong passwords lock an account. */
export const wrongPasswordsUntilLocked = 5;

export const emptySso = (): SsoState => ({
  sessions: {},
  tickets: {},
  sentCodes: [],
  limit: null,
  knobs: {
    limitedAs: 'html',
    challenged: 'none',
    captcha: false,
    mfa427: 'portal',
    unknownStatus: '',
    phoneNag: false,
    inactiveTokensFor: 'none',
    widgetSendsOnRequest: false,
    ticketSeconds: 30,
    codeSeconds: 600,
    wrongCodeStatus: 401,
  },
});
