import { WeighbridgeError } from './errors.ts';

/** What the code may say while it works. Never tokens, codes, form bodies, query strings or health values. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** What a person may read of a failure: our own sentences; what others wrote may hold anything. */
export function sentenceFor(failure: unknown): string {
  if (failure instanceof WeighbridgeError && failure.kind !== 'bug') return failure.message;
  return 'Something unexpected happened; it is in the log, and nothing is lost.';
}

/** What may be logged of an error: our own sentences whole, of anything else only its name and where it was thrown. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (error instanceof WeighbridgeError) {
    const { name, message, kind, service } = error;
    return { error: name, kind, vendor: service, reason: message };
  }
  if (!(error instanceof Error)) return { error: typeof error };
  // Which right a role lacks is in the message only, and nothing private.
  const denied = error.name.startsWith('AccessDenied') && /perform: ([\w:]+)/.exec(error.message)?.[1];
  return { error: error.name, ...(denied && { denied }), at: framesOf(error) };
}

/** The last lines of the stack, because the message is in it too and may have lines that look like frames. */
function framesOf({ stack = '', message }: Error): string[] {
  const lines = stack.replace(message, '').split('\n');
  const first = lines.findLastIndex((line) => !line.startsWith('    at ')) + 1;
  return lines.slice(first, first + 8).map((line) => line.trim());
}
