import { nameOfWorkoutCategory } from '../../withings/vocabulary.ts';
import { dayBefore, firstOf, when } from './outside.ts';
import { records } from './records.ts';
import type { HealthSection } from './section.ts';

const shownAtMost = 12;

export const workouts: HealthSection = {
  id: 'workouts',
  title: 'Workouts',
  scopes: ['user.activity'],
  async show(user, { now, words }) {
    const rows = await firstOf(
      user.getUserWorkouts({
        startdateymd: dayBefore(now, 30),
        enddateymd: dayBefore(now, -1),
        dataFields: ['distance', 'calories', 'hr_average'],
      }),
    );
    if (rows.length === 0) return undefined;
    const { numbers } = words;
    const newest = rows.sort((a, b) => b.startdate - a.startdate).slice(0, shownAtMost);
    return records(
      newest.map(({ category, startdate, enddate, data }) => ({
        title: nameOfWorkoutCategory(category),
        beside: when(startdate, words),
        words: [
          numbers.hours(enddate - startdate),
          ...(data.distance ? [`${numbers.figure(data.distance / 1000, 1)} km`] : []),
          ...(data.calories ? [`${numbers.figure(data.calories, 0)} kcal`] : []),
          ...(data.hr_average ? [`pulse ${numbers.figure(data.hr_average, 0)}`] : []),
        ],
      })),
    );
  },
};
