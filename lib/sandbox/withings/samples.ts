import { around, seeded } from './chance.ts';
import type { SleepSegment } from './records.ts';

/**
 * Means of a field while awake and in light, deep and REM sleep, and how far it strays from them, as a part of them.
 */
const courses: ReadonlyMap<string, { means: readonly number[]; spread: number }> = new Map(
  Object.entries({
    hr: { means: [66, 57, 53, 60], spread: 0.06 },
    rr: { means: [16, 14, 13, 15], spread: 0.08 },
    snoring: { means: [0, 6, 9, 2], spread: 1.2 },
    sdnn_1: { means: [48, 55, 42, 60], spread: 0.15 },
    rmssd: { means: [34, 44, 50, 40], spread: 0.16 },
    hrv_quality: { means: [1, 2, 3, 2], spread: 0.2 },
    chest_movement_rate: { means: [16, 14, 13, 15], spread: 0.08 },
    breathing_sounds: { means: [0, 4, 7, 1], spread: 1.2 },
  }),
);

/**
 * A sample a minute of each field, under the second of its own. They follow from the segment's beginning, so that they
 * are the same each time and nothing has to be kept. Of a field that the sensor does not have there is nothing.
 */
export function sampled(segment: SleepSegment, fields: readonly string[]): Record<string, Record<string, number>> {
  const found = fields.flatMap((field) => {
    const course = courses.get(field);
    const mean = course?.means[segment.state];
    if (!course || mean === undefined) return [];
    // Weeks differ a little, as fitness and colds come and go.
    const expected = mean * (1 + 0.06 * Math.sin(segment.startdate / 300_000));
    const random = seeded(segment.startdate + field.length * 7919 + field.charCodeAt(0));
    const seconds: [string, number][] = [];
    for (let second = segment.startdate; second < segment.enddate; second += 60) {
      seconds.push([String(second), Math.max(0, Math.round(around(random, expected, expected * course.spread)))]);
    }
    return [[field, Object.fromEntries(seconds)] as const];
  });
  return Object.fromEntries(found);
}
