import { html } from 'hono/html';
import type { SleepSummary } from '../../withings/sleep-summary.ts';
import { dayBars } from '../chart/day-bars.ts';
import { days } from './days.ts';
import { foldedTable } from './folded-table.ts';
import { dayBefore, firstOf } from './outside.ts';
import type { HealthSection } from './section.ts';

const fields = [
  'total_sleep_time',
  'asleepduration',
  'deepsleepduration',
  'lightsleepduration',
  'remsleepduration',
  'sleep_score',
  'hr_average',
] as const;

type Night = SleepSummary<(typeof fields)[number]>;

/** The nights of a fortnight. */
export const sleep: HealthSection = {
  id: 'sleep',
  title: 'Sleep',
  scopes: ['user.activity'],
  async show(user, { now, words }) {
    const rows = await firstOf(
      user.getSleepSummary({
        startdateymd: dayBefore(now, 13),
        enddateymd: dayBefore(now, -1),
        dataFields: fields,
      }),
    );
    if (rows.length === 0) return undefined;
    const { numbers } = words;
    const nights = days(now, words).map(({ date, label, short }) => {
      const its = rows.filter((row) => row.date === date);
      const asleep = its.flatMap((row) => asleepSeconds(row) ?? []);
      return { label, short, longest: longestOf(its), seconds: asleep.length > 0 ? sum(asleep) : undefined };
    });
    const known = nights.flatMap(({ seconds }) => seconds ?? []);
    return html`<p class="soft" id="sleep-words">${numbers.hours(sum(known) / Math.max(known.length, 1))} a night on average in the last 14 days.</p>
${dayBars({
  id: 'nights',
  title: 'Time asleep, last 14 nights',
  describedBy: 'sleep-words',
  bars: nights.map(({ short, seconds }) => ({ label: short, value: seconds })),
})}
${foldedTable(
  'The nights',
  ['Night to', 'Asleep', 'Deep', 'REM', 'Pulse', 'Score'],
  nights
    .toReversed()
    .map(({ label, seconds, longest }) => [
      label,
      seconds === undefined ? '–' : numbers.hours(seconds),
      longest?.deepsleepduration === undefined ? '–' : numbers.hours(longest.deepsleepduration),
      longest?.remsleepduration === undefined ? '–' : numbers.hours(longest.remsleepduration),
      longest?.hr_average === undefined ? '–' : numbers.figure(longest.hr_average, 0),
      longest?.sleep_score === undefined ? '–' : numbers.figure(longest.sleep_score, 0),
    ]),
  words.moments.lang,
)}`;
  },
};

function asleepSeconds({ data }: Night): number | undefined {
  const { total_sleep_time: total, asleepduration: whole } = data;
  const stages = [data.deepsleepduration, data.lightsleepduration, data.remsleepduration].flatMap((one) => one ?? []);
  return total ?? whole ?? (stages.length > 0 ? sum(stages) : undefined);
}

/** Naps share the date of a night; its details are those of the longest. */
const longestOf = (nights: readonly Night[]): Night['data'] | undefined =>
  [...nights].sort((a, b) => (asleepSeconds(b) ?? 0) - (asleepSeconds(a) ?? 0))[0]?.data;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
