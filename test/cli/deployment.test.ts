import { describe, expect, it } from 'vitest';
import { askingAws } from '../../lib/cli/deployment.ts';
import { UserError } from '../../lib/cli/user-error.ts';
import { BugError, RetryError } from '../../lib/errors.ts';

const failing = (error: unknown) => askingAws(() => Promise.reject(error));

describe('asking AWS', () => {
  it('gives the answer', async () => {
    expect(await askingAws(async () => 7)).toBe(7);
  });

  it('that says only what its SDK says is told in a sentence', async () => {
    const refusal = Object.assign(new Error('with a secret'), { name: 'TeapotException' });
    const told = await failing(refusal).catch((error) => error);
    expect(told).toBeInstanceOf(UserError);
    expect(told.message).toMatch(/^AWS did not do it \(TeapotException\)\. .* aws sts get-caller-identity$/);
  });

  it('in vain because a sync was first says to try again', async () => {
    const conflict = new RetryError('The item was changed by somebody else meanwhile.', { service: 'AWS' });
    await expect(failing(conflict)).rejects.toThrow(
      new UserError('The item was changed by somebody else meanwhile. Try again.'),
    );
  });

  it.each([
    new UserError('No.'),
    new RetryError('Garmin failed.', { service: 'Garmin' }),
    new BugError('Odd.', { service: 'AWS' }),
    'no error at all',
  ])('leaves what is told already as it is: %s', async (error) => {
    expect(await failing(error).catch((one) => one)).toBe(error);
  });
});
