import { describe, expect, it } from 'vitest';
import { clockWarning, whoseSentence } from '../../lib/cli/garmin-words.ts';

describe('a clock', () => {
  it.each([
    [undefined, undefined],
    [0, undefined],
    [300, undefined],
    [-300, undefined],
    [600, /10 minutes ahead of Garmin’s/],
    [-3 * 3600, /3 hours behind Garmin’s/],
  ])('that is %s seconds ahead gets the warning %s', (ahead, warning) => {
    if (warning === undefined) expect(clockWarning(ahead)).toBeUndefined();
    else expect(clockWarning(ahead)).toMatch(warning);
  });
});

it.each([
  [{ fullName: 'Anna Example', displayName: 'anna-1' }, 'Signed in to Garmin as Anna Example.'],
  [{ fullName: '', displayName: 'anna-1' }, 'Signed in to Garmin as anna-1.'],
  [undefined, 'Signed in to Garmin, though it does not say just now whose account it is.'],
])('of %o it says: %s', (profile, sentence) => {
  expect(whoseSentence(profile)).toBe(sentence);
});
