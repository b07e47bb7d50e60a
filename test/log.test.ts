import { describe, expect, it } from 'vitest';
import { BugError, RejectedError, RetryError } from '../lib/errors.ts';
import { errorFields, sentenceFor } from '../lib/log.ts';

describe('what is logged of an error', () => {
  it('of ours is its whole sentence', () => {
    const error = new RejectedError('Garmin refused the file.', {
      service: 'Garmin',
      cause: new Error('token=secret'),
    });
    expect(errorFields(error)).toEqual({
      error: 'RejectedError',
      kind: 'rejected',
      vendor: 'Garmin',
      reason: 'Garmin refused the file.',
    });
  });

  /** An error whose stack was written before its message changed. */
  function renamed(error: Error, message: string): Error {
    return error.stack === undefined ? error : Object.assign(error, { message });
  }

  /** As libraries throw it: the message goes over several lines, some of which look like the stack. */
  const foreign = [
    new TypeError('cannot open token=secret'),
    new Error('token=secret\n    at secret (file:///secret.js:1:1)\nsecret'),
    new Error('token=secret\n    at secret (file:///secret.js:1:1)'),
    renamed(new Error('\n    at secret (file:///secret.js:1:1)\n'), 'the secret is elsewhere now'),
    Object.assign(new Error('secret'), { kind: 'secret', service: 'secret' }),
    Object.assign(new Error('secret'), { name: 'AbortError', cause: new Error('secret'), token: 'secret' }),
    new AggregateError([new Error('secret')], 'secret'),
  ];

  it.each(foreign.map((error) => [error.name, error] as const))(
    'of a foreign one is its name and where it was thrown, never its message: %s',
    (name, error) => {
      const fields = errorFields(error);
      expect(fields).toMatchObject({
        error: name,
        at: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
      });
      expect(JSON.stringify(fields)).not.toContain('secret');
    },
  );

  it.each(['secret', { secret: 'secret' }, undefined, null])('that is no error is its type: %j', (thrown) => {
    expect(errorFields(thrown)).toEqual({ error: typeof thrown });
  });

  it('has at most eight frames', () => {
    const deep = (left: number): Error => (left === 0 ? new Error('x') : deep(left - 1));
    expect(errorFields(deep(20)).at).toHaveLength(8);
  });
});

describe('what a person is told of a failure', () => {
  const service = 'Garmin';
  const unexpected = /^Something unexpected happened/;

  it.each([
    ['our own sentence', new RetryError('Garmin did not answer.', { service }), /^Garmin did not answer\.$/],
    ['not the words meant for the log', new BugError('Garmin answered in a strange shape.', { service }), unexpected],
    ['not what others wrote', new Error('token=secret'), unexpected],
    ['not what was thrown for an error', 'secret', unexpected],
  ])('is %s', (_, failure, told) => {
    expect(sentenceFor(failure)).toMatch(told);
  });
});
