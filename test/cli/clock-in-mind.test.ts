import { describe, expect, it } from 'vitest';
import { awsSentence } from '../../lib/cli/aws-sentence.ts';
import { withClockInMind } from '../../lib/cli/clock-in-mind.ts';
import { reasonOf } from '../../lib/cli/sync/failures.ts';
import { UserError } from '../../lib/cli/user-error.ts';
import { RetryError } from '../../lib/errors.ts';

describe('a clock', () => {
  it.each(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])(
    'is asked about when a connection fails with %s',
    async (code) => {
      const certificate = Object.assign(new Error('certificate'), { code });
      const cause = new TypeError('fetch failed', { cause: certificate });
      const unreached = new RetryError('Garmin could not be reached.', { service: 'Garmin', cause });
      const failing = withClockInMind(() => Promise.reject(unreached));
      await expect(failing).rejects.toThrow(UserError);
      await expect(failing).rejects.toThrow(/^The certificate of Garmin is not valid on .*: is its clock right\?$/);
      expect(reasonOf(unreached)).toMatch(/^The certificate of Garmin .* is its clock right\?$/);
      expect(awsSentence(certificate)).toMatch(/^A certificate is not valid on .*: is its clock right\?$/);
    },
  );

  it('is not asked about when something else failed', async () => {
    const error = new RetryError('Garmin could not be reached.', { service: 'Garmin' });
    await expect(withClockInMind(() => Promise.reject(error))).rejects.toBe(error);
    expect(reasonOf(error)).toBe('Garmin could not be reached.');
  });
});
