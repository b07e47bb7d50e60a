import { createHmac } from 'node:crypto';
import { epochSeconds } from '../../clock.ts';
import { hexDigits } from './chance.ts';
import { isKnownClient, secretOf } from './clients.ts';
import { type Envelope, invalidParams, success } from './envelope.ts';
import type { Sandbox } from './state.ts';

const nonceMs = 30 * 60_000;

/** `POST /v2/signature`, `action=getnonce`. */
export function getNonce(sandbox: Sandbox, params: URLSearchParams): Envelope {
  const missing = ['client_id', 'timestamp', 'signature'].find((name) => !params.get(name));
  if (missing) return invalidParams(`missing ${missing}`);
  const { state, clock, random } = sandbox;
  const [clientId, timestamp] = [params.get('client_id') ?? '', params.get('timestamp') ?? ''];
  if (!isKnownClient(sandbox, clientId)) return invalidParams('invalid client_id');
  // How old a timestamp may be is not documented; this is as long as the nonce lives.
  const ageSeconds = Math.abs(epochSeconds(clock) - Number(timestamp));
  if (!/^\d+$/.test(timestamp) || ageSeconds * 1000 > nonceMs) return invalidParams('invalid timestamp');
  if (!isSigned(sandbox, clientId, ['getnonce', clientId, timestamp], params))
    return invalidParams('invalid signature');
  const nonce = hexDigits(random, 40);
  state.nonces = state.nonces.filter(({ expiresAt }) => expiresAt > clock.now());
  state.nonces.push({ nonce, clientId, expiresAt: clock.now() + nonceMs });
  return success({ nonce });
}

/** What is wrong with a signed call, if anything. Its nonce is used up whatever comes of it. */
export function problemOfSignature(sandbox: Sandbox, params: URLSearchParams): Envelope | undefined {
  const missing = ['client_id', 'nonce', 'signature'].find((name) => !params.get(name));
  if (missing) return invalidParams(`missing ${missing}`);
  const { state, clock } = sandbox;
  const field = (name: string): string => params.get(name) ?? '';
  const [clientId, nonce] = [field('client_id'), field('nonce')];
  if (!isKnownClient(sandbox, clientId)) return invalidParams('invalid client_id');
  const known = state.nonces.find((one) => one.nonce === nonce);
  state.nonces = state.nonces.filter((one) => one !== known);
  if (!known || known.clientId !== clientId || known.expiresAt <= clock.now()) return invalidParams('invalid nonce');
  return isSigned(sandbox, clientId, [field('action'), clientId, nonce], params)
    ? undefined
    : invalidParams('invalid signature');
}

/** By an application that is not registered any signature will do: nobody knows its secret. */
function isSigned(sandbox: Sandbox, clientId: string, values: readonly string[], params: URLSearchParams): boolean {
  const signature = params.get('signature') ?? '';
  const secret = secretOf(sandbox, clientId);
  if (secret === undefined) return /^[0-9a-f]{64}$/.test(signature);
  return signature === createHmac('sha256', secret).update(values.join(',')).digest('hex');
}
