import { around, seeded } from './chance.ts';
import type { SleepSegment } from './records.ts';

/** Mean and spread of a field in each state: awake, light, deep, REM. */
const courses: Readonly<Record<string, readonly (readonly [mean: number, spread: number])[]>> = {
  hr: [
    [66, 4],
    [57, 3],
    [53, 2],
    [60, 4],
  ],
  rr: [
    [16, 1.5],
    [14, 1],
    [13, 0.6],
    [15, 1.5],
  ],
  snoring: [
    [0, 0],
    [6, 8],
    [9, 10],
    [2, 4],
  ],
  sdnn_1: [
    [48, 9],
    [55, 8],
    [42, 6],
    [60, 10],
  ],
  rmssd: [
    [34, 7],
    [44, 7],
    [50, 6],
    [40, 8],
  ],
  hrv_quality: [
    [1, 0.5],
    [2, 0.5],
    [3, 0.4],
    [2, 0.5],
  ],
  chest_movement_rate: [
    [16, 1.5],
    [14, 1],
    [13, 0.6],
    [15, 1.5],
  ],
  breathing_sounds: [
    [0, 0],
    [4, 6],
    [7, 8],
    [1, 3],
  ],
};

/**
 * A sample a minute of each field, under the second of its own. They follow from the segment's beginning, so that they
 * are the same each time and nothing has to be kept. Of a field that the sensor does not have there is nothing.
 */
export function sampled(segment: SleepSegment, fields: readonly string[]): Record<string, Record<string, number>> {
  const found = fields.flatMap((field) => {
    const [mean, spread] = courses[field]?.[segment.state] ?? [];
    if (mean === undefined || spread === undefined) return [];
    // Weeks differ a little, as fitness and colds come and go.
    const course = mean * (1 + 0.06 * Math.sin(segment.startdate / 300_000));
    const random = seeded(segment.startdate + field.length * 7919 + field.charCodeAt(0));
    const seconds: [string, number][] = [];
    for (let second = segment.startdate; second < segment.enddate; second += 60) {
      seconds.push([String(second), Math.max(0, Math.round(around(random, course, spread)))]);
    }
    return [[field, Object.fromEntries(seconds)] as const];
  });
  return Object.fromEntries(found);
}
