import { createHmac } from 'node:crypto';
import type { GarminAccount } from '../state.ts';
import type { World } from '../world.ts';
import type { Pending } from './state.ts';

/** "Sends" a code: what an e-mail or a text message would say stands on the front page. Replaces the one before. */
export function sendCode(world: World, pending: Pending): void {
  if (pending.method === 'totp') return;
  const { state, clock, random } = world;
  const { codeSeconds } = state.sso.knobs;
  const before = state.sso.sentCodes.at(-1)?.digits;
  let digits = String(Math.floor(random() * 1_000_000)).padStart(6, '0');
  if (digits === before) digits = String((Number(digits) + 1) % 1_000_000).padStart(6, '0');
  pending.code = { digits, expiresAt: clock.now() + codeSeconds * 1000 };
  const { accountId, method } = pending;
  state.sso.sentCodes = [...state.sso.sentCodes.slice(-19), { accountId, method, digits, at: clock.now() }];
}

export type CodeJudgement = 'right' | 'wrong' | 'expired';

export function judgeCode(world: World, pending: Pending, account: GarminAccount, digits: string): CodeJudgement {
  const now = world.clock.now();
  if (pending.method === 'totp') {
    // As authenticators are usually judged: a code may be one step old, and no more.
    const good = [now, now - stepMs].some((at) => appCode(account, at) === digits);
    return good ? 'right' : 'wrong';
  }
  if (pending.code?.digits !== digits) return 'wrong';
  return pending.code.expiresAt > now ? 'right' : 'expired';
}

const stepMs = 30_000;

/** What the account's authenticator app shows (RFC 6238). Whose clock is wrong sees another one. */
export function appCode({ authenticatorSecret }: GarminAccount, nowMs: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / stepMs)));
  const digest = createHmac('sha1', Buffer.from(authenticatorSecret, 'hex')).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}
