import { describe, expect, it } from 'vitest';
import { Moments } from '../../../lib/web/pages/moments.ts';

const at = (iso: string): number => Date.parse(iso);

describe('a time', () => {
  const moments = new Moments('Europe/Berlin', at('2026-11-20T07:30:00Z'));

  it.each([
    ['2026-11-20T06:31:00Z', 'today 07:31'],
    ['2026-11-19T23:00:00Z', 'today 00:00'],
    ['2026-11-19T22:59:00Z', 'yesterday 23:59'],
    ['2026-11-18T06:40:00Z', 'Wed 07:40'],
    ['2026-11-14T06:40:00Z', 'Sat 07:40'],
    ['2026-11-13T06:40:00Z', '13 Nov, 07:40'],
    ['2025-11-13T06:40:00Z', '13 Nov 2025, 07:40'],
    ['2026-11-20T23:30:00Z', 'tomorrow 00:30'],
    ['2026-11-25T06:40:00Z', '25 Nov, 07:40'],
  ])('%s is said as "%s" in Berlin', (iso, words) => {
    expect(moments.at(at(iso))).toEqual({ iso: iso.replace('Z', '.000Z'), words });
  });

  it.each([
    ['en-US', 'today 7:31 AM', 'Wed 7:40 AM', undefined],
    ['de-DE', 'today 07:31', 'Mi 07:40', 'de-DE'],
    ['fr', 'today 07:31', 'mer. 07:40', 'fr'],
    ['ja', 'today 07:31', '水 07:40', 'ja'],
    ['ar-EG', 'today ٧:٣١ ص', 'الأربعاء ٧:٤٠ ص', 'ar-EG'],
  ])('is written as %s writes it, and says so where that is not English', (locale, today, wednesday, lang) => {
    const theirs = new Moments('Europe/Berlin', at('2026-11-20T07:30:00Z'), locale);
    const [plain, written] = [theirs.at(at('2026-11-20T06:31:00Z')), theirs.at(at('2026-11-18T06:40:00Z'))];
    expect(plain.words.replace('\u202f', ' ')).toBe(today);
    expect(plain.lang).toBeUndefined();
    expect(written.words.replace('\u202f', ' ')).toBe(wednesday);
    expect(written.lang).toBe(lang);
  });

  it('is said on the clock of the person’s zone, on either side of the date line', () => {
    const noon = at('2026-11-20T12:00:00Z');
    expect(new Moments('Pacific/Auckland', noon).at(noon - 3_600_000).words).toBe('today 00:00');
    expect(new Moments('Pacific/Auckland', noon).at(noon - 2 * 3_600_000).words).toBe('yesterday 23:00');
    expect(new Moments('Pacific/Honolulu', noon).at(noon).words).toBe('today 02:00');
  });

  it('is of yesterday although only 23 hours lie between, on the day on which clocks go forward', () => {
    const spring = new Moments('Europe/Berlin', at('2026-03-29T22:30:00+02:00'));
    expect(spring.at(at('2026-03-28T22:40:00+01:00')).words).toBe('yesterday 22:40');
    expect(spring.at(at('2026-03-29T01:30:00+01:00')).words).toBe('today 01:30');
  });

  it('beside another of the same day is its time alone', () => {
    const measured = at('2026-11-18T06:40:00Z');
    expect(moments.beside(at('2026-11-18T08:12:00Z'), measured).words).toBe('09:12');
    expect(moments.beside(at('2026-11-19T08:12:00Z'), measured).words).toBe('yesterday 09:12');
  });

  it('as a day alone is written out', () => {
    expect(moments.day(at('2026-11-02T23:30:00Z'))).toBe('3 November 2026');
  });

  it('of somebody whose zone is unknown is said in UTC', () => {
    const unknown = new Moments('Mars/Olympus', at('2026-11-20T07:30:00Z'));
    expect(unknown.timeZone).toBe('UTC');
    expect(unknown.at(at('2026-11-20T06:31:00Z')).words).toBe('today 06:31');
  });
});
