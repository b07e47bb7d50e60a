import { beforeEach, describe, expect, it } from 'vitest';
import { BugError } from '../../lib/errors.ts';
import {
  addToInvite,
  giveBackInvite,
  goesOnwards,
  inviteLink,
  mintInvite,
  noteTaker,
  onwards,
  peekInvite,
  sealedFor,
  takeInvite,
  takerOf,
} from '../../lib/web/invites.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { ShortLivedMemory } from './short-lived-memory.ts';

let clock: FlowingClock;
let store: ShortLivedMemory;
const here = () => ({ store, clock });

beforeEach(() => {
  clock = new FlowingClock();
  store = new ShortLivedMemory(clock);
});

describe('an invite', () => {
  it('is found by the token in its link, as often as the link is opened', async () => {
    const { token, id, expiresAt } = await mintInvite(here(), () => ({ name: 'Eva' }));
    const opened = new URL(inviteLink('https://weighbridge.example', token)).searchParams.get('invite');
    expect(opened).toBe(token);
    for (let time = 0; time < 3; time++) {
      expect(await peekInvite(here(), token)).toEqual({ id, name: 'Eva', connections: {}, expiresAt });
    }
  });

  it('carries credentials that were sealed for its id', async () => {
    const { token, id } = await mintInvite(here(), (id) => ({
      connections: { garmin: { sealed: `for ${sealedFor(id)}` } },
    }));
    const connections = { garmin: { sealed: `for invite#${id}` } };
    expect(await peekInvite(here(), token)).toMatchObject({ id, connections });
  });

  it('takes credentials until it is used, and then tells whose it became', async () => {
    const { token, id } = await mintInvite(here(), () => ({ name: 'Eva' }));
    expect(await addToInvite(here(), id, 'intervals', { sealed: 'x' })).toBe(true);
    const connections = { intervals: { sealed: 'x' } };
    expect(await peekInvite(here(), token)).toMatchObject({ id, name: 'Eva', connections });
    expect(await takerOf(here(), id)).toBeUndefined();
    await takeInvite(here(), id);
    await noteTaker(here(), id, '1000001');
    expect(await addToInvite(here(), id, 'garmin', { sealed: 'y' })).toBe(false);
    expect(await takerOf(here(), id)).toBe('1000001');
  });

  it('has a token of 256 random bits', async () => {
    const { token } = await mintInvite(
      { ...here(), randomBytes: (size) => new Uint8Array(size).fill(255) },
      () => ({}),
    );
    expect(Buffer.from(token, 'base64url')).toEqual(Buffer.alloc(32, 255));
    const first = await mintInvite(here(), () => ({}));
    const second = await mintInvite(here(), () => ({}));
    expect(first.token).not.toBe(second.token);
  });

  it('leaves no trace of its token in the table', async () => {
    const { token, id } = await mintInvite(here(), () => ({ name: 'Eva' }));
    const table = JSON.stringify([...store.items]);
    expect(table).toContain(id);
    expect(table).not.toContain(token);
    expect(id).not.toContain(token);
    expect(await peekInvite(here(), id)).toBeUndefined();
  });

  it('is valid for 24 hours and not a moment longer', async () => {
    const { token, id, expiresAt } = await mintInvite(here(), () => ({}));
    expect(expiresAt).toBe(clock.now() + 24 * 3_600_000);
    clock.advance({ hours: 24, seconds: -0.001 });
    expect(await peekInvite(here(), token)).toBeDefined();
    clock.advance({ seconds: 0.001 });
    expect(await peekInvite(here(), token)).toBeUndefined();
    expect(await takeInvite(here(), id)).toBeUndefined();
  });

  it('is used up by being taken', async () => {
    const { token, id, expiresAt } = await mintInvite(here(), () => ({ name: 'Eva' }));
    expect(await takeInvite(here(), id)).toEqual({ id, name: 'Eva', connections: {}, expiresAt });
    expect(await takeInvite(here(), id)).toBeUndefined();
    expect(await peekInvite(here(), token)).toBeUndefined();
  });

  it('that is given back is good again, and not for longer than it was', async () => {
    const { token, id } = await mintInvite(here(), () => ({ name: 'Eva' }));
    clock.advance({ hours: 23 });
    await giveBackInvite(here(), (await takeInvite(here(), id))!);
    expect(await peekInvite(here(), token)).toMatchObject({ name: 'Eva' });
    clock.advance({ hours: 1 });
    expect(await peekInvite(here(), token)).toBeUndefined();
  });

  it.each([
    ['goes on from its own page', 'same-origin', true],
    ['goes on with what is no browser', undefined, true],
    ['is read first by whom another site sends on', 'cross-site', false],
    ['is read first by whom a sibling of our host sends on', 'same-site', false],
    ['is read first by whom a mail sends on', 'none', false],
  ])('%s', (_, madeOn, goesOn) => {
    const { searchParams: query } = new URL(onwards(inviteLink('https://weighbridge.example', 'token')));
    expect(goesOnwards({ query, headers: madeOn ? { 'sec-fetch-site': madeOn } : {} })).toBe(goesOn);
  });

  it('is not found by a token that was never given', async () => {
    await mintInvite(here(), () => ({}));
    expect(await peekInvite(here(), 'A'.repeat(43))).toBeUndefined();
    expect(await peekInvite(here(), '')).toBeUndefined();
  });

  it('of an unknown shape is reported, not guessed at', async () => {
    const { token, id } = await mintInvite(here(), () => ({}));
    await store.put('invite', id, { connections: { garmin: 'unsealed' }, expiresAt: 1 }, clock.now() + 1000);
    await expect(peekInvite(here(), token)).rejects.toThrow(BugError);
  });
});
