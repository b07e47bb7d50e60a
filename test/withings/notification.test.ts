import { describe, expect, it } from 'vitest';
import { parseNotification } from '../../lib/withings/notification.ts';

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
