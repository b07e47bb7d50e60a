import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { DestinationName } from '../destination.ts';
import { BugError } from '../errors.ts';
import { tokenHash } from './random-token.ts';
import type { Surroundings } from './short-lived.ts';

/** Whose destinations a code is for: of whoever opens an invite, or of an account. */
export type HandOverTarget = { invite: string } | { account: string };

export interface HandOverCode {
  /** SHA-256 of the code, base64url. */
  id: string;
  target: HandOverTarget;
}

const stored = v.object({
  target: v.union([v.object({ invite: v.string() }), v.object({ account: v.string() })]),
  /** Epoch milliseconds. */
  expiresAt: v.number(),
});

const codeLifetimeMs = 3_600_000;
/** Kept longer than it is good, so that whoever comes late hears that it was too late, and not that it is wrong. */
const rememberedMs = 24 * 3_600_000;
const kind = 'hand-over';

/** Crockford's base 32: no I, L, O and U, so that nothing in it is taken for something else. Five bits a sign. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 60 bits: at the 50 requests a second that the API lets through, an hour finds one code in 6 * 10^12 such hours. */
const length = 12;

/**
 * Makes a code with which sign-ins can be handed over for an hour, once for each destination: `ABCD-EFGH-JKMN`. To be
 * shown to the person, and to nobody else.
 */
export async function mintHandOverCode(
  { store, clock, randomBytes: bytes = randomBytes }: Surroundings,
  target: HandOverTarget,
): Promise<{ code: string; expiresAt: number }> {
  const plain = Array.from(bytes(length), (byte) => signs[byte % signs.length]).join('');
  const expiresAt = clock.now() + codeLifetimeMs;
  await store.put(kind, tokenHash(plain), { target, expiresAt }, clock.now() + rememberedMs);
  return { code: plain.replace(/(.{4})(?=.)/g, '$1-'), expiresAt };
}

/** What a code opens, however it was typed; it stays good for other destinations. */
export async function openHandOverCode(
  { store, clock }: Surroundings,
  typed: string,
): Promise<HandOverCode | { refusal: 'unknown' | 'expired' }> {
  const plain = plainCode(typed);
  if (plain === undefined) return { refusal: 'unknown' };
  const id = tokenHash(plain);
  const value = await store.peek(kind, id);
  if (value === undefined) return { refusal: 'unknown' };
  const parsed = v.safeParse(stored, value);
  if (!parsed.success) {
    throw new BugError('A stored code has a shape that this version does not know.', { service: 'Weighbridge' });
  }
  const { target, expiresAt } = parsed.output;
  return expiresAt > clock.now() ? { id, target } : { refusal: 'expired' };
}

/** Uses a code up for one destination: true for the first who does. */
export function claimHandOver(
  { store, clock }: Surroundings,
  { id }: HandOverCode,
  name: DestinationName,
): Promise<boolean> {
  return store.claim(kind, useOf(id, name), clock.now() + rememberedMs);
}

/** Makes the code good for that destination again, for what was handed over could not be kept. */
export async function giveBackHandOver(
  { store }: Surroundings,
  { id }: HandOverCode,
  name: DestinationName,
): Promise<void> {
  await store.take(kind, useOf(id, name));
}

const useOf = (id: string, name: DestinationName): string => `${id}#${name}`;

/** Without its dashes, with the signs that were meant; undefined when it cannot be a code. */
export function plainCode(typed: string): string | undefined {
  const plain = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return plain.length === length && [...plain].every((sign) => signs.includes(sign)) ? plain : undefined;
}
