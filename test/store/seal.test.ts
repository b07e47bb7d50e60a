import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { BugError } from '../../lib/errors.ts';
import { Seal } from '../../lib/store/seal.ts';

const key = randomBytes(32);
const seal = new Seal(key);

it('what is sealed opens for its account and vendor', async () => {
  const anything = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(anything, fc.string(), fc.string(), async (value, account, vendor) => {
      const sealed = await seal.seal(value, account, vendor);
      // JSON has no -0.
      expect(await seal.open(sealed, account, vendor)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 200 },
  );
});

it('it is a compact JWE, AES-256-GCM with the key itself', async () => {
  const sealed = await seal.seal({ accessToken: 'invented' }, '1000001', 'garmin');
  expect(sealed.split('.')).toHaveLength(5);
  expect(decodeProtectedHeader(sealed)).toEqual({
    alg: 'dir',
    enc: 'A256GCM',
    account: '1000001',
    vendor: 'garmin',
  });
});

it('the same value sealed twice looks different', async () => {
  const sealOnce = () => seal.seal({ accessToken: 'invented' }, '1000001', 'garmin');
  expect(await sealOnce()).not.toBe(await sealOnce());
});

const secretValue = 'very-secret-invented-token';
const sealed = await seal.seal({ accessToken: secretValue }, '1000001', 'garmin');
const other = await seal.seal({ accessToken: secretValue }, '1000002', 'garmin');
const parts = sealed.split('.');
const otherHeader = [other.split('.')[0], ...parts.slice(1)].join('.');
const flipped = Buffer.from(parts[3]!, 'base64url').map((byte, index) => (index === 4 ? byte ^ 1 : byte));
const tampered = parts.with(3, Buffer.from(flipped).toString('base64url')).join('.');

describe('it does not open', () => {
  it.each([
    { because: 'the account is another', what: sealed, account: '1000002', vendor: 'garmin' },
    { because: 'the vendor is another', what: sealed, account: '1000001', vendor: 'withings' },
    { because: 'it was copied from another person', what: other, account: '1000001', vendor: 'garmin' },
    { because: 'its header was exchanged', what: otherHeader, account: '1000002', vendor: 'garmin' },
    { because: 'a byte was changed', what: tampered, account: '1000001', vendor: 'garmin' },
    { because: 'it is no seal at all', what: secretValue, account: '1000001', vendor: 'garmin' },
  ])('when $because, and the error shows nothing of it', async ({ what, account, vendor }) => {
    const failure = await seal.open(what, account, vendor).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BugError);
    expect(String(failure)).toContain(`${vendor} credentials of account ${account} do not open`);
    expect(String(failure)).not.toContain(secretValue);
    expect(String(failure)).not.toContain(what);
    expect(failure).not.toHaveProperty('cause');
  });

  it('when the key is another', async () => {
    const stranger = new Seal(randomBytes(32));
    await expect(stranger.open(sealed, '1000001', 'garmin')).rejects.toThrow(/master key/);
  });
});
