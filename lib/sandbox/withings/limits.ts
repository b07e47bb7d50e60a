import { createHash } from 'node:crypto';
import { type Envelope, tooManyRequests } from './envelope.ts';
import type { Sandbox } from './state.ts';

const minuteMs = 60_000;

/** Counts a call of an application, and refuses it when there were too many within a minute. */
export function overQuota({ state, clock }: Sandbox, clientId: string): Envelope | undefined {
  const now = clock.now();
  const times = (state.callTimes[clientId] ?? []).filter((time) => time > now - minuteMs);
  state.callTimes[clientId] = times;
  const oldest = times[0];
  if (oldest !== undefined && times.length >= state.settings.callsPerMinute) {
    return tooManyRequests('Too Many Requests', Math.ceil((oldest + minuteMs - now) / 1000));
  }
  times.push(now);
  return undefined;
}

/** Refuses what the same account has asked with the same arguments a moment ago; a nonce is of no account. */
export function repeatedTooSoon(
  { state, clock }: Sandbox,
  account: string,
  path: string,
  params: URLSearchParams,
): Envelope | undefined {
  if (params.get('action') === 'getnonce') return undefined;
  const now = clock.now();
  const windowMs = state.settings.identicalCallSeconds * 1000;
  for (const [key, time] of Object.entries(state.identicalCalls)) {
    if (time <= now - windowMs) delete state.identicalCalls[key];
  }
  const sorted = new URLSearchParams([...params].sort());
  const key = createHash('sha256').update(`${account} ${path} ${sorted}`).digest('base64url');
  const lastAt = state.identicalCalls[key];
  if (lastAt !== undefined) {
    return tooManyRequests('Same arguments in less than 10 seconds', Math.ceil((lastAt + windowMs - now) / 1000));
  }
  if (windowMs > 0) state.identicalCalls[key] = now;
  return undefined;
}
