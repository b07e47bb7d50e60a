import type { Point } from './trend.ts';

const monthSeconds = 30 * 86_400;

/** What one sees in the chart: where it began, where it is, and how fast the trend moves by the month. */
export function sentenceOf(
  points: readonly Point[],
  segments: readonly (readonly Point[])[],
  say: (value: number) => string,
): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  if (points.length === 1) return `Measured once: ${say(first.value)}.`;
  return `From ${say(first.value)} to ${say(last.value)}${pace(segments.at(-1) ?? [], say)}.`;
}

function pace(segment: readonly Point[], say: (value: number) => string): string {
  const last = segment.at(-1);
  const first = last && segment.find(({ at }) => at >= last.at - 3 * monthSeconds);
  // Of less than two weeks nobody should reckon a month.
  if (!last || !first || last.at - first.at < monthSeconds / 2) return '';
  const lately = first === segment[0] ? '' : 'lately ';
  const byMonth = ((last.value - first.value) / (last.at - first.at)) * monthSeconds;
  if (Math.abs(byMonth) < 0.05) return `; ${lately}the trend is level`;
  return `; ${lately}the trend ${byMonth < 0 ? 'falls' : 'rises'} ${say(Math.abs(byMonth))} a month`;
}
