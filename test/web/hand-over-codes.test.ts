import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  claimHandOver,
  giveBackHandOver,
  type HandOverCode,
  mintHandOverCode,
  openHandOverCode,
  plainCode,
} from '../../lib/web/hand-over-codes.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { ShortLivedMemory } from './short-lived-memory.ts';

let clock: FlowingClock;
let store: ShortLivedMemory;
const here = () => ({ store, clock });

beforeEach(() => {
  clock = new FlowingClock();
  store = new ShortLivedMemory(clock);
});

async function opened(code: string): Promise<HandOverCode> {
  const found = await openHandOverCode(here(), code);
  if ('refusal' in found) throw new Error(found.refusal);
  return found;
}

describe('a code', () => {
  it('is twelve signs in three groups, none of which looks like another', async () => {
    for (let time = 0; time < 50; time++) {
      const { code } = await mintHandOverCode(here(), { account: '1' });
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    }
  });

  it('has 60 random bits: each of its signs is one of 32, all as likely', async () => {
    const seen = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const { code } = await mintHandOverCode(
        { ...here(), randomBytes: (size) => new Uint8Array(size).fill(byte) },
        { account: '1' },
      );
      seen.set(code.charAt(0), (seen.get(code.charAt(0)) ?? 0) + 1);
    }
    expect([...seen.values()]).toEqual(Array.from({ length: 32 }, () => 8));
  });

  it.each([{ invite: 'abc' }, { account: '1000001' }])('opens what it was made for: %j', async (target) => {
    const { code } = await mintHandOverCode(here(), target);
    expect(await openHandOverCode(here(), code)).toMatchObject({ target });
  });

  it('leaves no trace of itself in the table', async () => {
    const { code } = await mintHandOverCode(here(), { account: '1' });
    const table = JSON.stringify([...store.items]);
    expect(table).not.toContain(code);
    expect(table).not.toContain(code.replaceAll('-', ''));
  });

  it('is good for an hour, and known as expired for a day', async () => {
    const { code, expiresAt } = await mintHandOverCode(here(), { account: '1' });
    expect(expiresAt).toBe(clock.now() + 3_600_000);
    clock.advance({ hours: 1, seconds: -0.001 });
    expect(await openHandOverCode(here(), code)).toMatchObject({ target: { account: '1' } });
    clock.advance({ seconds: 0.001 });
    expect(await openHandOverCode(here(), code)).toEqual({ refusal: 'expired' });
    clock.advance({ hours: 23 });
    expect(await openHandOverCode(here(), code)).toEqual({ refusal: 'unknown' });
  });

  it('is used once for each destination, and can be given back', async () => {
    const code = await opened((await mintHandOverCode(here(), { account: '1' })).code);
    expect(await claimHandOver(here(), code, 'garmin')).toBe(true);
    expect(await claimHandOver(here(), code, 'garmin')).toBe(false);
    expect(await claimHandOver(here(), code, 'intervals')).toBe(true);
    await giveBackHandOver(here(), code, 'garmin');
    expect(await claimHandOver(here(), code, 'garmin')).toBe(true);
    expect(await claimHandOver(here(), code, 'intervals')).toBe(false);
  });
});

describe('a typed code', () => {
  it.each([
    ['0123-4567-89AB', '0123456789AB'],
    [' 0123 4567 89ab\n', '0123456789AB'],
    ['o123–4567—89aB', '0123456789AB'],
    ['OI2L-4567-89AB', '0121456789AB'],
  ])('%j is read as it was meant', (typed, plain) => {
    expect(plainCode(typed)).toBe(plain);
  });

  it.each(['', '0123-4567-89A', '0123-4567-89AB-C', '0123-4567-89AU', '0123-4567-89A#', 'invite#abc'])(
    '%j is none',
    async (typed) => {
      expect(plainCode(typed)).toBeUndefined();
      expect(await openHandOverCode(here(), typed)).toEqual({ refusal: 'unknown' });
    },
  );

  it('of whatever text never opens anything that was not made', async () => {
    await mintHandOverCode(here(), { account: '1' });
    await fc.assert(
      fc.asyncProperty(fc.string(), async (typed) => {
        expect(await openHandOverCode(here(), typed)).toEqual({ refusal: 'unknown' });
      }),
    );
  });
});
