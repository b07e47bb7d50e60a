import { expect, it } from 'vitest';
import { parseAthleteId, parsePastedKey } from '../../lib/intervals/credentials.ts';

it.each([
  ['3a9zinventedkey', '3a9zinventedkey'],
  ['  3a9zinventedkey\n', '3a9zinventedkey'],
  ['API_KEY:3a9zinventedkey', '3a9zinventedkey'],
])('%j holds the key %s', (pasted, key) => {
  expect(parsePastedKey(pasted)).toBe(key);
});

it.each(['', '   ', 'short', 'two secret words', 'sécret-key-invented', 'secret'.repeat(40)])(
  '%j is no key, and the sentence about it does not repeat it',
  (pasted) => {
    expect(() => parsePastedKey(pasted)).toThrow(
      'That is not an intervals.icu API key: copy it whole from Settings, Developer Settings.',
    );
  },
);

it.each(['i123456', '0', '2049151', ' i123456 '])('%j is an athlete', (pasted) => {
  expect(parseAthleteId(pasted)).toBe(pasted.trim());
});

it.each(['', 'i', 'anna', 'i12/../..', 'i123456?'])('%j is no athlete', (pasted) => {
  expect(() => parseAthleteId(pasted)).toThrow(/it looks like i123456/);
});
