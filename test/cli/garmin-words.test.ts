import { describe, expect, it } from 'vitest';
import { clockWarning, whoseSentence, withClockInMind } from '../../lib/cli/garmin-words.ts';
import { UserError } from '../../lib/cli/user-error.ts';
import { RetryError } from '../../lib/errors.ts';

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

  it.each(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])(
    'is asked about when a connection fails with %s',
    async (code) => {
      const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('certificate'), { code }) });
      const failing = withClockInMind(async () => {
        throw new RetryError('Garmin could not be reached.', { service: 'Garmin', cause });
      });
      await expect(failing).rejects.toThrow(UserError);
      await expect(failing).rejects.toThrow(/is its clock right\?$/);
    },
  );

  it('is not asked about when something else failed', async () => {
    const error = new RetryError('Garmin could not be reached.', { service: 'Garmin' });
    await expect(withClockInMind(() => Promise.reject(error))).rejects.toBe(error);
  });
});

it.each([
  [{ fullName: 'Anna Example', displayName: 'anna-1' }, 'Signed in to Garmin as Anna Example.'],
  [{ fullName: '', displayName: 'anna-1' }, 'Signed in to Garmin as anna-1.'],
  [undefined, 'Signed in to Garmin, though it does not say just now whose account it is.'],
])('of %o it says: %s', (profile, sentence) => {
  expect(whoseSentence(profile)).toBe(sentence);
});
