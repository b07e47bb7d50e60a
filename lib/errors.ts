/**
 * What a failure means for the work at hand.
 *
 * | kind          | meaning                                   | queue message                   | account           |
 * |---------------|-------------------------------------------|---------------------------------|-------------------|
 * | `retry`       | may succeed later by itself               | returns                         | unchanged         |
 * | `reauthorize` | a person has to connect the service again | done                            | connection marked |
 * | `rejected`    | this one thing will never be taken        | done                            | event says why    |
 * | `bug`         | nobody foresaw it                         | returns, then dead-letter queue | unchanged         |
 */
export type ErrorKind = 'retry' | 'reauthorize' | 'rejected' | 'bug';

export interface ErrorContext {
  /** Who failed, as a person would name it: `Withings`, `Garmin`, `TrainerRoad`, `intervals.icu`, `AWS`. */
  service: string;
  /** What was asked of it, in the vendor's own word: `getmeas`, `upload`. */
  action?: string;
  /** The vendor's status (Withings envelope) or the HTTP status. */
  status?: number;
  cause?: unknown;
}

/**
 * Every error this project throws on purpose. The message is a sentence for a person and never carries secrets
 * or health values.
 */
export abstract class WeighbridgeError extends Error {
  abstract readonly kind: ErrorKind;
  readonly service: string;
  readonly action: string | undefined;
  readonly status: number | undefined;

  constructor(message: string, { service, action, status, cause }: ErrorContext) {
    super(message, cause === undefined ? undefined : { cause });
    this.service = service;
    this.action = action;
    this.status = status;
  }
}

export class RetryError extends WeighbridgeError {
  override readonly name = 'RetryError';
  readonly kind = 'retry';
  /** How long to leave the service alone before the next try; undefined when it did not say. */
  readonly waitSeconds: number | undefined;
  /** True when the request may have taken effect although no answer was seen (timeout, cut connection, 5xx). */
  readonly outcomeUnknown: boolean;

  constructor(message: string, context: ErrorContext & { waitSeconds?: number; outcomeUnknown?: boolean }) {
    super(message, context);
    this.waitSeconds = context.waitSeconds;
    this.outcomeUnknown = context.outcomeUnknown ?? false;
  }
}

export class ReauthorizeError extends WeighbridgeError {
  override readonly name = 'ReauthorizeError';
  readonly kind = 'reauthorize';
  /** When the person mends it at the vendor alone, without connecting again: how long until it is tried by itself. */
  readonly recheckSeconds: number | undefined;

  constructor(message: string, context: ErrorContext & { recheckSeconds?: number }) {
    super(message, context);
    this.recheckSeconds = context.recheckSeconds;
  }
}

export class RejectedError extends WeighbridgeError {
  override readonly name = 'RejectedError';
  readonly kind = 'rejected';
}

export class BugError extends WeighbridgeError {
  override readonly name = 'BugError';
  readonly kind = 'bug';
}

/**
 * The kind of anything thrown: what is not ours is a bug, unless AWS itself says that it is its own passing trouble.
 */
export function kindOf(error: unknown): ErrorKind {
  if (error instanceof WeighbridgeError) return error.kind;
  return isPassingTroubleOfAws(error) ? 'retry' : 'bug';
}

/** The SDK has retried these already; the marks are its own. */
function isPassingTroubleOfAws(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('$fault' in error && error.$fault === 'server') || ('$retryable' in error && error.$retryable !== undefined);
}
