import type { Point } from './trend.ts';
import type { Window } from './window.ts';

/** On a phone a point for each two pixels. */
const pointsAtMost = 160;

/** The part of a trend that lies in a window, with at most one point for each step of it: the last. */
export function segmentsWithin(segments: readonly (readonly Point[])[], { from, to }: Window): Point[][] {
  const step = Math.max((to - from) / pointsAtMost, 1);
  return segments
    .map((segment) => {
      const inside = segment.filter(({ at }) => at >= from && at <= to);
      return inside.filter(({ at }, index) => {
        const next = inside[index + 1];
        return !next || Math.floor((next.at - from) / step) > Math.floor((at - from) / step);
      });
    })
    .filter((segment) => segment.length > 0);
}
