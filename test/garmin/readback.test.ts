import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RemoteEntry } from '../../lib/destination.ts';
import { BugError } from '../../lib/errors.ts';
import { parseBloodPressures } from '../../lib/garmin/blood-pressure-readback.ts';
import { parseWeights } from '../../lib/garmin/weight-readback.ts';
import { reading, weighIn } from '../body-events.ts';

// What Garmin says without a zone is UTC, wherever this runs.
beforeAll(() => void vi.stubEnv('TZ', 'Pacific/Auckland'));
afterAll(() => void vi.unstubAllEnvs());

const at = '2026-11-20T06:30:00Z';
const atMs = Date.parse(at);

const removed: string[] = [];
const remove = async (path: string) => void removed.push(path);

const weights = (...metrics: unknown[]) =>
  parseWeights(
    {
      dailyWeightSummaries: [{ summaryDate: '2026-11-20', minWeight: 1, allWeightMetrics: metrics }],
      totalAverage: { weight: null },
      previousDateWeight: { samplePk: 1, weight: 82130, timestampGMT: atMs },
    },
    remove,
  );

const weightEntry = (grams: number, timestampGMT = atMs): RemoteEntry =>
  weights({ samplePk: 1_763_620_230_000, timestampGMT, weight: grams, bmi: null, sourceType: 'INDEX_SCALE' })[0]!;

it('a weight is told by its key and its instant', () => {
  expect(weightEntry(82130)).toMatchObject({ id: `${atMs}-1763620230000`, measuredAt: atMs / 1000 });
});

it.each([
  ['the same', 82130, true],
  ['the same with float32 noise', Math.fround(82.13) * 1000, true],
  ['10 g more', 82140, true],
  ['10 g more with float32 noise', Math.fround(82.14) * 1000, true],
  ['10 g less with float32 noise', Math.fround(82.12) * 1000, true],
  ['10 g less', 82120, true],
  ['11 g more', 82141, false],
  ['11 g less', 82119, false],
])('%s is this weigh-in: %#', (_, grams, isHeld) => {
  expect(weightEntry(grams).holds(weighIn(at, 82.13))).toBe(isHeld);
});

it('10 g are 10 g at every weight, however Garmin’s single precision writes it', () => {
  for (let hundredths = 2000; hundredths <= 35_000; hundredths += 7) {
    const event = weighIn(at, hundredths / 100);
    const noisy = (other: number): RemoteEntry => weightEntry(Math.fround(other / 100) * 1000);
    const held = [-2, -1, 0, 1, 2].map((step) => noisy(hundredths + step).holds(event));
    if (held.join() !== 'false,true,true,true,false') expect.fail(`at ${hundredths / 100} kg: ${held}`);
  }
});

it('the weight that was sent is compared, not the finer one that the scale gave', () => {
  // 82.0951 kg is sent as 82.10 kg.
  expect(weightEntry(82110).holds(weighIn(at, 82.0951))).toBe(true);
  expect(weightEntry(82085).holds(weighIn(at, 82.0951))).toBe(false);
});

it.each([
  [60_000, true],
  [-60_000, true],
  [60_001, false],
  [-61_000, false],
])('an entry %i ms away is this event: %s', (distanceMs, isHeld) => {
  expect(weightEntry(82130, atMs + distanceMs).holds(weighIn(at, 82.13))).toBe(isHeld);
  const local = new Date(atMs + distanceMs).toISOString().slice(0, -1);
  expect(pressureEntry({ measurementTimestampGMT: local }).holds(reading(at, 121, 78))).toBe(isHeld);
});

it('only the days asked for count, not the neighbours that Garmin adds', () => {
  expect(weights()).toEqual([]);
});

it('entries without weight or time are nobody’s, and unknown fields are no trouble', () => {
  const entries = weights(
    { samplePk: null, timestampGMT: null, weight: null },
    { samplePk: 7, timestampGMT: atMs, weight: null },
    { samplePk: 8.0, timestampGMT: atMs, weight: 82130.00000000001, new: { field: true } },
  );
  expect(entries.map(({ id }) => id)).toEqual([`${atMs}-8`]);
});

const measurement = {
  version: 1_763_620_260_000,
  systolic: 121,
  diastolic: 78,
  pulse: null,
  notes: null,
  sourceType: 'DEVICE',
  measurementTimestampLocal: '2026-11-20T07:30:00.0',
  measurementTimestampGMT: '2026-11-20T06:30:00.0',
};
const pressures = (...measurements: unknown[]) =>
  parseBloodPressures({ from: 'x', measurementSummaries: [{ startDate: '2026-11-20', measurements }] }, remove);
const pressureEntry = (changes: Partial<typeof measurement>): RemoteEntry =>
  pressures({ ...measurement, ...changes })[0]!;

it.each(['2026-11-20T06:30:00.0', '2026-11-20T06:30:00.000', '2026-11-20T06:30:00', '2026-11-20T06:30:00.0Z'])(
  'a timestamp written %s is UTC',
  (measurementTimestampGMT) => {
    expect(pressureEntry({ measurementTimestampGMT })).toMatchObject({
      id: `${atMs}-1763620260000`,
      measuredAt: atMs / 1000,
    });
  },
);

it.each([
  [{}, true],
  [{ systolic: 122 }, false],
  [{ diastolic: 77 }, false],
])('a pressure has to be equal: %j', (changes, isHeld) => {
  expect(pressureEntry(changes).holds(reading(at, 121, 78))).toBe(isHeld);
});

it('the pressure that was sent is compared, in whole mmHg', () => {
  expect(pressureEntry({}).holds(reading(at, 120.6, 78.4))).toBe(true);
});

it('a weight is never a pressure', () => {
  expect(weightEntry(82130).holds(reading(at, 121, 78))).toBe(false);
  expect(pressureEntry({}).holds(weighIn(at, 82.13))).toBe(false);
});

it('an entry is deleted under the day on which Garmin has it, by Garmin’s own key', async () => {
  const weight = weights({ samplePk: 7, calendarDate: '2026-11-19', timestampGMT: atMs, weight: 82130 })[0]!;
  const pressure = pressureEntry({ measurementTimestampLocal: '2026-11-21T01:30:00.0' });
  await weight.remove?.();
  await pressure.remove?.();
  expect(removed).toEqual([
    '/weight-service/weight/2026-11-19/byversion/7',
    `/bloodpressure-service/bloodpressure/2026-11-21/${measurement.version}`,
  ]);
});

it('entries that share a key cannot be deleted, because the other one might go, and their neighbour can', () => {
  const found = weights(
    { samplePk: 7, timestampGMT: atMs, weight: 82130 },
    { samplePk: 7, timestampGMT: atMs + 60_000, weight: 82300 },
    { samplePk: 8, timestampGMT: atMs, weight: 82000 },
  );
  expect(found.map((entry) => entry.remove !== undefined)).toEqual([false, false, true]);
  const twins = pressures(measurement, { ...measurement, systolic: 130 }, { ...measurement, version: 8 });
  expect(twins.map((entry) => entry.remove !== undefined)).toEqual([false, false, true]);
});

it('an entry without a key cannot be deleted', () => {
  expect(weights({ timestampGMT: atMs, weight: 82130 })[0]).not.toHaveProperty('remove');
});

it('null for the list is an empty list', () => {
  expect(parseWeights({ dailyWeightSummaries: null }, remove)).toEqual([]);
  expect(parseBloodPressures({ measurementSummaries: null }, remove)).toEqual([]);
});

it.each([
  ['weights', () => parseWeights({}, remove)],
  ['weights', () => parseWeights({ dailyWeightSummaries: [{ latestWeight: {} }] }, remove)],
  ['pressures', () => parseBloodPressures({}, remove)],
  ['pressures', () => parseBloodPressures({ measurementSummaries: [{ numOfMeasurements: 1 }] }, remove)],
  ['pressures', () => pressures({ ...measurement, measurementTimestampGMT: 'yesterday' })],
])('an answer that lost its %s is a fault, never an empty day that would be filled twice', (_, parse) => {
  expect(parse).toThrow(BugError);
});
