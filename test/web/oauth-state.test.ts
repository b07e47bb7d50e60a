import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { issueState, redeemState } from '../../lib/web/oauth-state.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { ShortLivedMemory } from './short-lived-memory.ts';

const key = new Uint8Array(32).fill(1);
let clock: FlowingClock;
let store: ShortLivedMemory;
const here = () => ({ store, clock });

beforeEach(() => {
  clock = new FlowingClock();
  store = new ShortLivedMemory(clock);
});

describe('the OAuth state', () => {
  it('brings back for which invite it was issued', async () => {
    const { state, cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' });
    expect(await redeemState(here(), key, state, cookieValue)).toEqual({ inviteId: 'an-invite' });
  });

  it('brings back that it was issued to sign in', async () => {
    const { state, cookieValue } = await issueState(here(), key, { signIn: true });
    expect(await redeemState(here(), key, state, cookieValue)).toEqual({ signIn: true });
    expect(await redeemState(here(), key, state, cookieValue)).toEqual({ refusal: 'used' });
  });

  it('works once', async () => {
    const { state, cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' });
    await redeemState(here(), key, state, cookieValue);
    expect(await redeemState(here(), key, state, cookieValue)).toEqual({ refusal: 'used' });
  });

  it('leaves nothing in the table until it comes back', async () => {
    const { state, cookieValue } = await issueState(here(), key, { signIn: true });
    expect(store.items.size).toBe(0);
    await redeemState(here(), key, state, cookieValue);
    expect(store.items.size).toBe(1);
  });

  it('works in one browser only, and an attempt from another does not use it up', async () => {
    const { state, cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' });
    const other = await issueState(here(), key, { inviteId: 'an-invite' });
    for (const foreign of [undefined, '', other.cookieValue]) {
      expect(await redeemState(here(), key, state, foreign)).toEqual({ refusal: 'otherBrowser' });
    }
    expect(await redeemState(here(), key, state, cookieValue)).toEqual({ inviteId: 'an-invite' });
  });

  it('works in every tab in which the same browser has opened the link', async () => {
    const first = await issueState(here(), key, { inviteId: 'an-invite' });
    const second = await issueState(here(), key, { inviteId: 'an-invite' }, first.cookieValue);
    expect(second.cookieValue).toBe(first.cookieValue);
    expect(await redeemState(here(), key, first.state, second.cookieValue)).toEqual({ inviteId: 'an-invite' });
    expect(await redeemState(here(), key, second.state, second.cookieValue)).toEqual({ inviteId: 'an-invite' });
  });

  it.each(['', 'short', 'x'.repeat(44), `${'x'.repeat(42)};`])(
    'takes no cookie over that it did not make: %j',
    async (planted) => {
      const { cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' }, planted);
      expect(cookieValue).toMatch(/^[\w-]{43}$/);
      expect(cookieValue).not.toBe(planted);
    },
  );

  it.each([
    [599, { inviteId: 'an-invite' }],
    [600, { refusal: 'expired' }],
  ])('after %i seconds is %o', async (seconds, outcome) => {
    const { state, cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' });
    clock.advance({ seconds });
    expect(await redeemState(here(), key, state, cookieValue)).toEqual(outcome);
  });

  it('does not say what the cookie is, and neither does the table', async () => {
    const { state, cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' });
    const payload = Buffer.from(state.split('.')[1]!, 'base64url').toString();
    expect(payload + JSON.stringify([...store.items])).not.toContain(cookieValue);
  });

  describe('is refused as forged', () => {
    const hour = 3600;
    const claims = () => ({ jti: 'x', invite: 'i', browser: 'b', exp: clock.now() / 1000 + hour });
    const signed = (payload: object, alg = 'HS256', by = key) =>
      new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(by);

    it.each<[string, () => string | Promise<string>]>([
      ['when it is empty', () => ''],
      ['when it is no JWT', () => 'a.b.c'],
      ['when it is signed with another key', () => signed(claims(), 'HS256', new Uint8Array(32).fill(2))],
      ['when it is not signed', () => new UnsecuredJWT(claims()).encode()],
      ['when it never expires', () => signed({ ...claims(), exp: undefined })],
      ['when it names no errand', () => signed({ ...claims(), invite: undefined })],
      ['when it only almost says to sign in', () => signed({ ...claims(), invite: undefined, signIn: 'true' })],
      ['when it names no browser', () => signed({ ...claims(), browser: 5 })],
    ])('%s', async (_, forge) => {
      expect(await redeemState(here(), key, await forge(), 'b')).toEqual({ refusal: 'forged' });
    });

    it('when it is signed in another way, even with the right key', async () => {
      const longKey = new Uint8Array(64).fill(1);
      expect(await redeemState(here(), longKey, await signed(claims(), 'HS512', longKey), 'b')).toEqual({
        refusal: 'forged',
      });
    });

    it('when a single character was changed', async () => {
      const { state, cookieValue } = await issueState(here(), key, { inviteId: 'an-invite' });
      const [head, payload, signature] = state.split('.');
      const changed = payload!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
      expect(await redeemState(here(), key, [head, changed, signature].join('.'), cookieValue)).toEqual({
        refusal: 'forged',
      });
    });
  });
});
