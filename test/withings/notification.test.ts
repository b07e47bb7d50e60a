import { describe, expect, it } from 'vitest';
import { parseNotification, rangeOf } from '../../lib/withings/notification.ts';

describe('a notification', () => {
  it.each([
    [
      'of a weigh-in',
      'userid=12345678&startdate=1700000000&enddate=1700000001&appli=1',
      { userId: '12345678', appli: 1, startdate: 1_700_000_000, enddate: 1_700_000_001 },
    ],
    ['of a day', 'userid=12345678&appli=16&date=2026-03-02', { userId: '12345678', appli: 16, date: '2026-03-02' }],
    [
      'of a disconnection',
      'userid=12345678&appli=46&action=unlink',
      { userId: '12345678', appli: 46, action: 'unlink' },
    ],
    ['of a bed', 'userid=12345678&appli=50&deviceid=abc', { userId: '12345678', appli: 50, deviceid: 'abc' }],
    ['with keys of the future', 'userid=12345678&appli=1&mood=fine', { userId: '12345678', appli: 1 }],
    ['with a date that is none', 'userid=12345678&appli=1&startdate=soon', { userId: '12345678', appli: 1 }],
  ])('%s is read', (_, form, expected) => {
    expect(parseNotification(form)).toEqual(expected);
    expect(parseNotification(new URLSearchParams(form))).toEqual(expected);
  });

  it.each([
    ['an empty form', ''],
    ['no userid', 'appli=1'],
    ['no appli', 'userid=12345678'],
    ['a userid that is none', 'userid=me&appli=1'],
    ['an appli that is none', 'userid=12345678&appli=1e3'],
    ['JSON', '{"userid":12345678,"appli":1}'],
  ])('is none with %s', (_, form) => {
    expect(parseNotification(form)).toBeUndefined();
  });
});

describe('the span of a notification', () => {
  const notification = { userId: '12345678', appli: 1 };

  it.each([
    [
      'the times it names',
      { startdate: 1_700_000_000, enddate: 1_700_000_001 },
      { from: 1_700_000_000, to: 1_700_000_001 },
    ],
    ['nothing when one is missing', { startdate: 1_700_000_000 }, undefined],
    ['nothing when it ends before it begins', { startdate: 1_700_000_001, enddate: 1_700_000_000 }, undefined],
    ['nothing when it would be a read of years', { startdate: 0, enddate: 1_700_000_000 }, undefined],
    [
      'nothing when no calendar goes so far',
      { startdate: 999_999_999_999_998, enddate: 999_999_999_999_999 },
      undefined,
    ],
  ])('is %s', (_, times, expected) => {
    expect(rangeOf({ ...notification, ...times })).toEqual(expected);
  });
});
