import { describe, expect, it } from 'vitest';
import { BugError, kindOf, ReauthorizeError, RejectedError, RetryError, WeighbridgeError } from '../lib/errors.ts';

const context = { service: 'Withings', action: 'getmeas', status: 601 };

describe('an error of ours', () => {
  it.each([
    [RetryError, 'RetryError', 'retry'],
    [ReauthorizeError, 'ReauthorizeError', 'reauthorize'],
    [RejectedError, 'RejectedError', 'rejected'],
    [BugError, 'BugError', 'bug'],
  ] as const)('%o is of its kind, with who failed at what', (Kind, name, kind) => {
    const cause = new Error('below');
    const error = new Kind('It did not work.', { ...context, cause });
    expect(error).toBeInstanceOf(WeighbridgeError);
    expect(error).toMatchObject({ ...context, name, kind, message: 'It did not work.', cause });
    expect(kindOf(error)).toBe(kind);
    expect(String(error)).toBe(`${name}: It did not work.`);
  });

  it('without a cause has none, not an undefined one', () => {
    expect(new BugError('x', context)).not.toHaveProperty('cause');
  });

  it('that may pass knows how long to wait and whether it may have taken effect; by default neither', () => {
    expect(new RetryError('x', context)).toMatchObject({ waitSeconds: undefined, outcomeUnknown: false });
    const told = { ...context, waitSeconds: 60, outcomeUnknown: true };
    expect(new RetryError('x', told)).toMatchObject({ waitSeconds: 60, outcomeUnknown: true });
  });
});

describe('what is not ours', () => {
  it.each([new TypeError('x'), 'text', undefined, null, { kind: 'retry' }])('is a bug: %o', (thrown) => {
    expect(kindOf(thrown)).toBe('bug');
  });
});
