import { describe, expect, it } from 'vitest';
import { ReauthorizeError, RetryError } from '../../lib/errors.ts';
import { familyOf, kindOfStatus, statusError } from '../../lib/withings/status.ts';

/** As the vendor's documentation prints it, "an error occurred" included. */
const documented = {
  success: '0',
  'authentication failed': '100-102 200 401',
  unauthorized: '214 277 2553 2555',
  'not implemented': '2554',
  timeout: '522',
  'bad state': '524',
  'too many requests': '601',
  'invalid params':
    '201-213 216-218 220-221 223 225 227-230 234-236 238 240-252 254 260-267 271-272 275-276 283-288 290 293-295 297 300-304 321 323-353 380-382 400 501-511 523 532 3017-3019',
  'an error occurred':
    '215 219 222 224 226 231-233 237 253 255-259 268-270 273-274 278-282 289 291-292 296 298 305-320 322 370-375 383 391 402 516-521 525-531 533 602 700 1051-1054 2551-2552 2556-2559 3000-3016 3020-3024 5000-5006 6000 6010-6011 9000 10000',
};

function numbersIn(ranges: string): number[] {
  return ranges.split(' ').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

describe('the status table', () => {
  const familyByNumber = new Map(
    Object.entries(documented).flatMap(([family, ranges]) => numbersIn(ranges).map((status) => [status, family])),
  );

  it('files every number from 0 to 10000 as documented, and what is documented nowhere under "an error occurred"', () => {
    const wrong = Array.from({ length: 10_001 }, (_, status) => status).filter(
      (status) => familyOf(status) !== (familyByNumber.get(status) ?? 'an error occurred'),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    [401, 'reauthorize'],
    [277, 'reauthorize'],
    [2555, 'reauthorize'],
    [283, 'reauthorize'],
    [342, 'reauthorize'],
    [503, 'bug'],
    [293, 'bug'],
    [2554, 'bug'],
    [522, 'retry'],
    [524, 'retry'],
    [601, 'retry'],
    [5000, 'retry'],
    [-1, 'retry'],
    [123_456, 'retry'],
  ])('%i is of kind %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
    expect(statusError(status, 'getmeas')).toMatchObject({ kind, status, service: 'Withings', action: 'getmeas' });
  });

  it('says how long to wait, a minute when Withings does not', () => {
    expect(statusError(601, 'getmeas', 188)).toMatchObject({ waitSeconds: 188 });
    expect(statusError(601, 'getmeas')).toMatchObject({ waitSeconds: 60 });
    expect(statusError(522, 'getmeas')).toBeInstanceOf(RetryError);
    expect(statusError(522, 'getmeas')).toMatchObject({ waitSeconds: undefined });
  });

  it('tells a refused token from a refused permission', () => {
    expect(statusError(401, 'getmeas')).toBeInstanceOf(ReauthorizeError);
    expect(statusError(401, 'getmeas').message).toMatch(/connect Withings again/);
    expect(statusError(277, 'getmeas').message).toMatch(/leave every permission ticked/);
  });
});
