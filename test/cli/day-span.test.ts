import { describe, expect, it } from 'vitest';
import { checkDays, spanOfDays, wordsForDays } from '../../lib/cli/day-span.ts';
import { WallClock } from '../../lib/cli/wall-clock.ts';

const now = Date.parse('2026-11-20T22:30:00Z');
const vienna = new WallClock('Europe/Vienna');
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('days', () => {
  it('are a span on the wall clock, both included', () => {
    expect(spanOfDays({ from: '2026-11-01', to: '2026-11-02' }, vienna, now)).toEqual({
      from: seconds('2026-10-31T23:00:00Z'),
      to: seconds('2026-11-02T22:59:59Z'),
    });
  });

  it('without dates are everything, also what a clock that is ahead has measured', () => {
    expect(spanOfDays({}, vienna, now)).toEqual({ from: 0, to: seconds('2026-11-21T22:30:00Z') });
    expect(spanOfDays({ from: '1970-01-01' }, vienna, now).from).toBe(0);
  });

  it('may be today, where the person is', () => {
    expect(spanOfDays({ from: '2026-11-20', to: '2026-11-20' }, vienna, now).to).toBe(seconds('2026-11-20T22:59:59Z'));
    expect(spanOfDays({ from: '2026-11-21' }, new WallClock('Asia/Tokyo'), now).from).toBe(
      seconds('2026-11-20T15:00:00Z'),
    );
  });

  it.each([{ from: '2026-11-21' }, { to: '2026-11-21' }, { from: '2026-11-01', to: '2026-11-21' }])(
    'that have not come yet are refused: %j',
    (days) => {
      expect(() => spanOfDays(days, vienna, now)).toThrow(
        /^2026-11-21 has not come yet: today is 2026-11-20 in Europe\/Vienna\.$/,
      );
    },
  );

  it.each([
    '',
    'yesterday',
    '20261120',
    '2026-11-20T07:00',
    '2026-13-01',
    '2026-00-10',
    '2025-02-29',
    '1969-12-31',
    '-2026-01-01',
  ])('that are none are refused: “%s”', (day) => {
    expect(() => checkDays({ from: day })).toThrow(
      `--from takes a day from 1970 on, such as 2026-11-20, not “${day}”.`,
    );
    expect(() => checkDays({ to: day })).toThrow(`--to takes a day from 1970 on, such as 2026-11-20, not “${day}”.`);
  });

  it('in the wrong order are refused, the same day twice is not', () => {
    expect(() => checkDays({ from: '2026-11-02', to: '2026-11-01' })).toThrow(/lies after --to 2026-11-01/);
    expect(() => checkDays({ from: '2024-02-29', to: '2024-02-29' })).not.toThrow();
  });

  it.each([
    [{}, 'everything measured so far'],
    [{ from: '2026-11-01' }, 'everything measured since 2026-11-01'],
    [{ to: '2026-11-01' }, 'everything measured until 2026-11-01'],
    [{ from: '2026-11-01', to: '2026-11-01' }, 'what was measured on 2026-11-01'],
    [{ from: '2026-11-01', to: '2026-11-02' }, 'everything measured from 2026-11-01 to 2026-11-02'],
  ])('%j are %s', (days, words) => {
    expect(wordsForDays(days)).toBe(words);
  });
});
