import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayCounter } from '../../../lib/web/calendar.ts';
import { type Sample, thinned } from '../../../lib/web/chart/sample.ts';

const daySeconds = 86_400;
const dayOf = (at: number) => Math.floor(at / daySeconds);
const sample = (day: number, ...values: Sample['values']): Sample => ({ at: day * daySeconds, values });

describe('thinning', () => {
  it('leaves what is few as it is', () => {
    const few = [sample(0, 80), sample(1, 81)];
    expect(thinned(few, 2, dayOf)).toEqual({ samples: few, days: 0 });
  });

  it('makes one of a day, with what each column has', () => {
    const day = [sample(0.25, 80, undefined), sample(0.75, 82, 18), sample(1, 90)];
    expect(thinned(day, 2, dayOf)).toEqual({ samples: [sample(0.5, 81, 18), sample(1, 90)], days: 1 });
  });

  it('goes on to weeks, and never has more than ten years need', () => {
    const decade = Array.from({ length: 3653 }, (_, day) => sample(day, 80));
    expect(thinned(decade, 540, dayOf)).toMatchObject({ days: 7 });
    expect(thinned(decade, 135, dayOf)).toMatchObject({ days: 28 });
    expect(thinned(decade, 60, dayOf)).toMatchObject({ days: 91 });
  });

  it('loses nothing: every average lies between the values it was made of, in order of time', () => {
    const samples = fc
      .array(fc.record({ at: fc.integer({ min: 0, max: 1e8 }), value: fc.double({ min: 1, max: 500, noNaN: true }) }))
      .map((all) => all.sort((a, b) => a.at - b.at).map(({ at, value }) => ({ at, values: [value] })));
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 50 }), (all, atMost) => {
        const result = thinned(all, atMost, dayOf).samples;
        const times = result.map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const values = all.map(({ values: [value = 0] }) => value);
        for (const {
          values: [value = 0],
        } of result) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        }
      }),
    );
  });
});

describe('the days of a zone', () => {
  const seconds = (iso: string) => Date.parse(iso) / 1000;

  it('begin at its own midnight, whatever the clocks do', () => {
    const berlin = dayCounter('Europe/Berlin');
    expect(berlin(seconds('2026-03-28T23:00:00Z')) - berlin(seconds('2026-03-28T22:59:59Z'))).toBe(1);
    expect(berlin(seconds('2026-03-29T22:00:00Z')) - berlin(seconds('2026-03-28T23:00:00Z'))).toBe(1);
    expect(berlin(seconds('2026-03-29T21:59:59Z')) - berlin(seconds('2026-03-28T23:00:00Z'))).toBe(0);
  });

  it('of an unknown zone are those of UTC', () => {
    expect(dayCounter('Mars/Olympus')(seconds('1970-01-02T00:00:00Z'))).toBe(1);
  });
});
