/** One number at one time, epoch seconds. */
export interface Point {
  at: number;
  value: number;
}

const daySeconds = 86_400;
/** After so many days a measurement counts half: a week's noise is smoothed, and a fall is seen within days. */
const halfLifeDays = 4;
/** After so long a pause what was before says nothing of what is now. */
const gapDays = 28;

/**
 * The weighted mean of all that was measured up to a point, each by its age, so that two in one morning count as two and
 * none is forgotten at once. It begins anew after a pause.
 *
 * @param points in order of time
 * @returns one segment for each time without a pause
 */
export function trendOf(points: readonly Point[]): Point[][] {
  const segments: Point[][] = [];
  let segment: Point[] = [];
  let sum = 0;
  let weight = 0;
  for (const [index, { at, value }] of points.entries()) {
    const ageDays = (at - (points[index - 1]?.at ?? at)) / daySeconds;
    if (index === 0 || ageDays > gapDays) {
      segment = [];
      segments.push(segment);
      sum = 0;
      weight = 0;
    }
    const kept = 0.5 ** (ageDays / halfLifeDays);
    sum = sum * kept + value;
    weight = weight * kept + 1;
    segment.push({ at, value: sum / weight });
  }
  return segments;
}

/** The trend as it was at a time: of the last point before it, if that was not too long ago. */
export function trendAt(segments: readonly (readonly Point[])[], at: number): number | undefined {
  const point = segments.flat().findLast((one) => one.at <= at);
  return point && at - point.at <= gapDays * daySeconds ? point.value : undefined;
}
