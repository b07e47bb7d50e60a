import { describe, expect, it } from 'vitest';
import { checkNames, dayRangeParams, listParam, timeRangeParams } from '../../lib/withings/options.ts';

const timeRange = (options: object) => timeRangeParams('getmeas', options);
const dayRange = (options: object) => dayRangeParams('getactivity', options);

describe('a range in time', () => {
  it.each([
    ['nothing', {}, {}],
    ['both ends', { startdate: 5, enddate: 9 }, { startdate: 5, enddate: 9 }],
    ['one end', { startdate: 5, enddate: undefined }, { startdate: 5 }],
    ['a moment', { startdate: 5, enddate: 5 }, { startdate: 5, enddate: 5 }],
    ['the last update', { lastupdate: 5 }, { lastupdate: 5 }],
    ['the very beginning', { lastupdate: 0 }, { lastupdate: 0 }],
    ['dates', { startdate: new Date(5_999), enddate: new Date(9_000) }, { startdate: 5, enddate: 9 }],
  ])('may be %s', (_, options, params) => {
    expect(timeRange(options)).toEqual(params);
  });

  it.each([
    ['in two ways', { startdate: 5, lastupdate: 5 }, /lastupdate and startdate are two ranges: leave one of them out/],
    ['that ends before it begins', { startdate: 9, enddate: 5 }, /enddate is before startdate: swap them/],
    ['with a text', { startdate: '2026-11-01' }, /startdate is no time: give whole epoch seconds or a valid Date/],
    ['with no number', { lastupdate: Number.NaN }, /lastupdate is no time/],
    ['with half seconds', { enddate: 5.5 }, /enddate is no time/],
    ['before the epoch', { startdate: -1 }, /startdate is no time/],
    ['with an invalid Date', { startdate: new Date('yesterday') }, /startdate is no time/],
    ['with null', { lastupdate: null }, /lastupdate is no time/],
    ['in milliseconds', { lastupdate: 1_795_000_000_000 }, /lastupdate is in milliseconds.*divide it by 1000/],
  ])('is refused %s, and says what to change', (_, options, message) => {
    expect(() => timeRange(options)).toThrow(message);
  });

  it('is refused as a typed error that names the call', () => {
    expect(() => timeRange({ startdate: 9, enddate: 5 })).toThrow(
      expect.objectContaining({ kind: 'rejected', service: 'Withings', action: 'getmeas' }),
    );
  });
});

describe('a range of days', () => {
  it.each([
    ['one day', { startdateymd: '2028-02-29', enddateymd: '2028-02-29' }],
    ['over the turn of a year', { startdateymd: '2026-12-31', enddateymd: '2027-01-01' }],
    ['the last update', { lastupdate: 0 }],
  ])('may be %s', (_, options) => {
    expect(dayRange(options)).toEqual(options);
  });

  it.each([
    ['missing', {}, /give startdateymd and enddateymd, or lastupdate/],
    ['half missing', { startdateymd: '2026-11-01' }, /give startdateymd and enddateymd, or lastupdate/],
    ['in two ways', { enddateymd: '2026-11-01', lastupdate: 5 }, /lastupdate and enddateymd are two ranges/],
    ['that ends before it begins', { startdateymd: '2026-11-02', enddateymd: '2026-11-01' }, /swap them/],
    ['in seconds', { startdateymd: 1_795_000_000, enddateymd: '2026-11-01' }, /startdateymd is no day.*YYYY-MM-DD/],
    ['in the way of another country', { startdateymd: '2026-11-01', enddateymd: '1.11.2026' }, /enddateymd is no day/],
    ['that is on no calendar', { startdateymd: '2026-02-29', enddateymd: '2026-03-01' }, /startdateymd is no day/],
    ['of a month without end', { startdateymd: '2026-13-01', enddateymd: '2026-13-01' }, /startdateymd is no day/],
  ])('is refused %s, and says what to change', (_, options, message) => {
    expect(() => dayRange(options)).toThrow(message);
  });
});

describe('a list', () => {
  it('is sent with commas, and nothing twice', () => {
    expect(listParam('getmeas', 'meastypes', [1, 6, 1])).toBe('1,6');
  });

  it.each([
    ['empty', [], /meastypes is an empty list: leave it out/],
    ['with something unknown', [1, 4711], /meastypes has no 4711: choose among 1, 6/],
  ])('is refused %s', (_, list, message) => {
    expect(() => listParam('getmeas', 'meastypes', list, [1, 6])).toThrow(message);
  });
});

it('a misspelled option is named, with those that there are', () => {
  expect(() => checkNames('getmeas', { startDate: 5 }, ['startdate', 'enddate'])).toThrow(
    /no option startDate: it takes startdate, enddate/,
  );
  expect(() => checkNames('getmeas', { startdate: 5 }, ['startdate', 'enddate'])).not.toThrow();
});
