import { scaleLinear, scaleUtc } from 'd3-scale';

/** A tick: where it is, and what it stands for. */
export interface Tick {
  at: number;
  value: number;
}

export interface Axis {
  /** Where a value lies. */
  place(value: number): number;
  ticks: Tick[];
}

/**
 * An upright axis from round tick to round tick around the values.
 *
 * @param height of the plot; the highest value lies at 0
 * @param least how much it spans at least, so that noise does not look like news
 * @param steps from tick to tick, rising, where those of ten are not round
 */
export function valueAxis(
  values: readonly number[],
  height: number,
  least: number,
  count = 4,
  steps?: readonly number[],
): Axis {
  const [low, high] = extremes(values);
  const lack = Math.max(0, least - (high - low)) / 2;
  const scale = scaleLinear()
    .domain([low - lack, high + lack])
    .range([height, 0]);
  if (!steps) {
    scale.nice(count);
    return { place: scale, ticks: scale.ticks(count).map((value) => ({ value, at: scale(value) })) };
  }
  const span = high - low + 2 * lack;
  const step = steps.find((one) => span / one <= count) ?? steps.at(-1) ?? span;
  const [first, last] = [Math.floor((low - lack) / step), Math.ceil((high + lack) / step)];
  scale.domain([first * step, last * step]);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { place: scale, ticks: ticks.map((value) => ({ value, at: scale(value) })) };
}

/** Not `Math.min(...values)`: a life's measurements are more than a call may have arguments. */
function extremes(values: readonly number[]): [low: number, high: number] {
  let [low, high] = [values[0] ?? 0, values[0] ?? 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/**
 * The axis of time, epoch seconds, over a width. Its ticks are beginnings of days, months or years in UTC: the hours to
 * the person's own midnight are less than a dot.
 */
export function timeAxis(from: number, to: number, width: number, count = 5): Axis {
  const scale = scaleUtc()
    .domain([from * 1000, to * 1000])
    .range([0, width]);
  const ticks = scale.ticks(count).map((date) => ({ value: date.getTime() / 1000, at: scale(date) }));
  return { place: (seconds) => scale(seconds * 1000), ticks };
}

/** How a tick of time is written: the year, the month, or the day, as far as the ticks lie apart. */
export function tickWords(ticks: readonly Tick[], locale: string): string[] {
  const apartDays = ((ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0)) / 86_400;
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const year = format({ year: 'numeric' });
  const month = format({ month: 'short' });
  const day = format({ day: 'numeric', month: 'short' });
  return ticks.map(({ value }) => {
    const at = new Date(value * 1000);
    if (apartDays < 27) return day.format(at);
    return apartDays > 360 || at.getUTCMonth() === 0 ? year.format(at) : month.format(at);
  });
}
