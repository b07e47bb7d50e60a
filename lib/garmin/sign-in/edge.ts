import * as v from 'valibot';
import { RetryError } from '../../errors.ts';
import { type Answer, retryAfterSeconds } from '../../http.ts';
import { SignInRefused, tooManySignIns } from './refused.ts';

/**
 * Lets an answer of the sign-in through that comes from the sign-in itself.
 *
 * @throws RetryError for 429, whether of the edge or inside of JSON, and for an outage
 * @throws SignInRefused for a page that stops programs (403, code 1020), and for error 427
 */
export function passEdge(answer: Answer, nowMs: number): void {
  const { status, text, headers } = answer;
  const code = errorCodeOf(text);
  if (status === 429 || code === '429') throw tooManySignIns(retryAfterSeconds(headers, nowMs));
  if (status === 427 || code === '427') throw new SignInRefused('otherDoor', { status });
  if (status === 403 || /error code: 10\d\d/.test(text)) throw new SignInRefused('challenged', { status });
  if (status >= 500 || /<title>[^<]*(502 Bad Gateway|503)/i.test(text)) {
    const message = `Garmin’s sign-in is out of order (HTTP ${status}). Try again in an hour.`;
    throw new RetryError(message, { service: 'Garmin', action: 'sign-in', status });
  }
}

const envelope = v.object({ error: v.object({ 'status-code': v.union([v.string(), v.number()]) }) });

/** The number that the gateway in front of the sign-in puts into JSON of its own. */
function errorCodeOf(text: string): string | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), envelope), text);
  return parsed.success ? String(parsed.output.error['status-code']) : undefined;
}
