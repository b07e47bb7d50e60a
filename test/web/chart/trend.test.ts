import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsWithin } from '../../../lib/web/chart/segments.ts';
import { type Point, trendAt, trendOf } from '../../../lib/web/chart/trend.ts';

const daySeconds = 86_400;
const at = (day: number, value: number): Point => ({ at: day * daySeconds, value });

const points = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 4000 * daySeconds }),
      value: fc.double({ min: 1, max: 500, noNaN: true }),
    }),
  )
  .map((all) => all.sort((a, b) => a.at - b.at));

describe('the trend', () => {
  it('begins at the first value and moves towards the later ones, half the way in some days', () => {
    const [segment = []] = trendOf([at(0, 80), at(1, 80), at(2, 80), at(6, 70)]);
    expect(segment.slice(0, 3).map(({ value }) => value)).toEqual([80, 80, 80]);
    expect(segment[3]?.value).toBeGreaterThan(70);
    expect(segment[3]?.value).toBeLessThan(80);
  });

  it('counts two of one morning as two', () => {
    expect(trendOf([at(0, 80), at(0, 82)])).toEqual([[at(0, 80), at(0, 81)]]);
  });

  it('begins anew after a pause of more than four weeks, and not after one of four', () => {
    expect(trendOf([at(0, 80), at(28, 70)])).toHaveLength(1);
    expect(trendOf([at(0, 80), at(29, 70)])).toEqual([[at(0, 80)], [at(29, 70)]]);
  });

  it('of nothing is nothing', () => {
    expect(trendOf([])).toEqual([]);
  });

  it('lies between the least and the greatest value, has a point for each, and no pause within a segment', () => {
    fc.assert(
      fc.property(points, (all) => {
        const segments = trendOf(all);
        const values = all.map(({ value }) => value);
        expect(segments.flat().map((point) => point.at)).toEqual(all.map((point) => point.at));
        for (const segment of segments) {
          for (const [index, { at: now, value }] of segment.entries()) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
            expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
            expect(now - (segment[index - 1]?.at ?? now)).toBeLessThanOrEqual(28 * daySeconds);
          }
        }
        for (const [index, segment] of segments.slice(1).entries()) {
          expect(segment[0]!.at - segments[index]!.at(-1)!.at).toBeGreaterThan(28 * daySeconds);
        }
      }),
    );
  });

  it('at a time is that of the last point before, unless it is long ago', () => {
    const segments = trendOf([at(0, 80), at(1, 80), at(60, 70)]);
    expect(trendAt(segments, 20 * daySeconds)).toBe(80);
    expect(trendAt(segments, 40 * daySeconds)).toBeUndefined();
    expect(trendAt(segments, 60 * daySeconds)).toBe(70);
    expect(trendAt(segments, -1)).toBeUndefined();
  });

  it('is drawn with so many points that a screen tells them apart, and ends where it ends', () => {
    fc.assert(
      fc.property(points, (all) => {
        const window = { from: 500 * daySeconds, to: 3500 * daySeconds };
        const drawn = segmentsWithin(trendOf(all), window);
        const inside = trendOf(all).map((segment) =>
          segment.filter((one) => one.at >= window.from && one.at <= window.to),
        );
        expect(drawn.flat().length).toBeLessThanOrEqual(161 + drawn.length);
        expect(drawn.map((segment) => segment.at(-1))).toEqual(inside.flatMap((segment) => segment.at(-1) ?? []));
      }),
    );
  });
});
