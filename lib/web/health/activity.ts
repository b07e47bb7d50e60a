import { html } from 'hono/html';
import type { Activity } from '../../withings/activity.ts';
import { dayBars } from '../chart/day-bars.ts';
import { days } from './days.ts';
import { foldedTable } from './folded-table.ts';
import { dayBefore, firstOf } from './outside.ts';
import type { HealthSection } from './section.ts';

type Day = Activity<'steps' | 'distance' | 'active'>;

/** Steps, distance and active time of a fortnight. */
export const activity: HealthSection = {
  id: 'activity',
  title: 'Activity',
  scopes: ['user.activity'],
  async show(user, { now, words }) {
    const rows = await firstOf(
      user.getUserActivities({
        startdateymd: dayBefore(now, 13),
        enddateymd: dayBefore(now, -1),
        dataFields: ['steps', 'distance', 'active'],
      }),
    );
    if (rows.length === 0) return undefined;
    const { numbers } = words;
    const fortnight = days(now, words).map(({ date, label, short }) => ({ label, short, day: fullest(rows, date) }));
    const counted = fortnight.flatMap(({ day }) => day?.steps ?? []);
    const mean = counted.reduce((sum, one) => sum + one, 0) / Math.max(counted.length, 1);
    return html`<p class="soft" id="activity-words">${numbers.figure(mean, 0)} steps a day on average in the last 14 days.</p>
${dayBars({
  id: 'steps',
  title: 'Steps, last 14 days',
  describedBy: 'activity-words',
  bars: fortnight.map(({ short, day }) => ({ label: short, value: day?.steps })),
})}
${foldedTable(
  'The days',
  ['Day', 'Steps', 'Distance', 'Active'],
  fortnight
    .toReversed()
    .map(({ label, day }) => [
      label,
      day?.steps === undefined ? '–' : numbers.figure(day.steps, 0),
      day?.distance === undefined ? '–' : `${numbers.figure(day.distance / 1000, 1)} km`,
      day?.active === undefined ? '–' : numbers.hours(day.active),
    ]),
  words.moments.lang,
)}`;
  },
};

/** Of several that counted the same day, the one that saw most of it. */
const fullest = (rows: readonly Day[], date: string): Day | undefined =>
  rows.filter((row) => row.date === date).sort((a, b) => (b.steps ?? 0) - (a.steps ?? 0))[0];
