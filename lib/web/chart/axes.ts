import { nice, ticks } from 'd3-array';
import { utcTicks } from 'd3-time';

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

type Span = readonly [from: number, to: number];

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
  const [from, to] = [low - lack, high + lack];
  if (!steps) {
    const [first, last] = nice(from, to, count);
    return axisOf([first, last], [height, 0], ticks(first, last, count));
  }
  const span = high - low + 2 * lack;
  const step = steps.find((one) => span / one <= count) ?? steps.at(-1) ?? span;
  const [first, last] = [Math.floor(from / step), Math.ceil(to / step)];
  const rounds = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return axisOf([first * step, last * step], [height, 0], rounds);
}

/** From one span to the other, evenly; what is of no length lies in the middle. */
function axisOf([from, to]: Span, [start, end]: Span, values: readonly number[]): Axis {
  const place = (value: number): number => {
    const part = from === to ? 0.5 : (value - from) / (to - from);
    return start * (1 - part) + end * part;
  };
  return { place, ticks: values.map((value) => ({ value, at: place(value) })) };
}

/** Not `Math.min(...values)`: a life's measurements are more than a call may have arguments. */
function extremes(values: readonly number[]): Span {
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
  const dates = utcTicks(new Date(from * 1000), new Date(to * 1000), count);
  return axisOf(
    [from, to],
    [0, width],
    dates.map((date) => date.getTime() / 1000),
  );
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
