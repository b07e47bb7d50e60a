import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { epochSeconds } from '../clock.ts';
import { parseAs } from '../http.ts';
import { applicationRefused, type WithingsApp } from './app.ts';

/** What a call carries that proves who calls without sending the client secret. */
export interface Signed extends Record<'client_id' | 'nonce' | 'signature', string> {}

/**
 * HMAC-SHA256 in hex over the values of a call's `action`, `client_id`, and `nonce` or `timestamp`, in that order.
 * Withings signs no other parameter.
 */
export function sign(clientSecret: string, ...values: readonly (string | number)[]): string {
  return createHmac('sha256', clientSecret).update(values.join(',')).digest('hex');
}

const action = 'getnonce';
const nonceSchema = v.object({ nonce: v.pipe(v.string(), v.nonEmpty()) });

/** Withings refuses identical arguments within seconds, and only the time can make these differ. */
const latestTimestamps = new WeakMap<WithingsApp, number>();

/** A number that is good for one signed call within 30 minutes. */
export async function getNonce(app: WithingsApp): Promise<string> {
  const timestamp = Math.max(epochSeconds(app.clock), (latestTimestamps.get(app) ?? 0) + 1);
  latestTimestamps.set(app, timestamp);
  const signature = sign(app.clientSecret, action, app.clientId, timestamp);
  const body = await app.transport.call({
    path: '/v2/signature',
    action,
    params: { client_id: app.clientId, timestamp, signature },
    // A nonce is asked for on the way to another call, and it is for that one to try again.
    tries: 1,
    explain: ({ status }) => (status === 503 ? applicationRefused(action, status) : undefined),
  });
  return parseAs(nonceSchema, body, { service: 'Withings', action }).nonce;
}

/** The parameters that sign one try of a call; the next try needs others. */
export async function signed(app: WithingsApp, signedAction: string): Promise<Signed> {
  const nonce = await getNonce(app);
  return { client_id: app.clientId, nonce, signature: sign(app.clientSecret, signedAction, app.clientId, nonce) };
}
