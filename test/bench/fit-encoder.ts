import { Encoder } from '@garmin/fitsdk';
import { recordsAtMost } from '../../lib/fit/measurement-file.ts';
import { deviceInfo, fileCreator, fileId, weightScale } from '../../lib/fit/messages.ts';
import { encodeWeightFile } from '../../lib/fit/weight-file.ts';
import type { WeighIn } from '../../lib/measurement.ts';
import { weighIn } from '../fit/events.ts';
import { type Benchmark, compared, type Figure } from './benchmark.ts';
import { medians } from './median.ts';

/** Ten years of mornings are a third of the last. */
const sizes = [1, 100, 10_000];
const rounds = 7;
/** Small sizes are repeated until a round takes long enough to be seen. */
const encodedARound = 1_000;

export const fitEncoder: Benchmark = {
  name: 'fit',
  title: 'FIT: weigh-ins encoded, in files of at most 200',
  async measure() {
    const figures: Figure[] = [];
    for (const size of sizes) {
      const files = filesOf(size);
      const repeats = Math.max(1, encodedARound / size);
      const [ours = 0, theirs = 0] = await medians(
        [
          () => msPerRun(files, repeats, (file) => encodeWeightFile(file)),
          () => msPerRun(files, repeats, encodedBySdk),
        ],
        { rounds, warmUps: 3 },
      );
      const target = size === 10_000 ? ({ target: { of: 'ratio', atLeast: 15 } } as const) : {};
      const than = { what: '@garmin/fitsdk', value: theirs };
      const what = `${size.toLocaleString('en')} encoded; how many times faster`;
      figures.push({ what, value: ours, unit: 'ms', than, ratio: theirs / ours, ...target });
    }
    const [few, many] = [allocatedBytes(100), allocatedBytes(10_000)];
    figures.push(
      compared({
        what: 'allocated for each weigh-in, of 10,000',
        value: many / 10_000,
        unit: 'B',
        than: { what: 'of 100', value: few / 100 },
        target: { of: 'ratio', atMost: 1.2 },
        note: 'bounded: no more for each, however many there are',
      }),
    );
    return figures;
  },
};

function filesOf(size: number): WeighIn[][] {
  const events = Array.from({ length: size }, (_, day) =>
    weighIn({
      measuredAt: 1_480_000_000 + day * 86_400,
      values: {
        weightKg: 80 + (day % 70) / 100,
        fatPercent: 21.4,
        hydrationPercent: 55.2,
        boneMassKg: 3.2,
        muscleMassKg: 61.3,
        bmi: 25.1,
        visceralFatRating: 4,
        metabolicAgeYears: 41,
        basalMetabolismKcal: 1_750,
      },
    }),
  );
  const files: WeighIn[][] = [];
  for (let from = 0; from < size; from += recordsAtMost) files.push(events.slice(from, from + recordsAtMost));
  return files;
}

function msPerRun(files: readonly WeighIn[][], repeats: number, encode: (file: WeighIn[]) => Uint8Array): number {
  const from = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) for (const file of files) encode(file);
  return (performance.now() - from) / repeats;
}

/** The same messages with the same fields, by Garmin's own encoder. */
function encodedBySdk(events: readonly WeighIn[]): Uint8Array {
  const encoder = new Encoder();
  const file = {
    mesgNum: fileId.number,
    timeCreated: dateOf(Math.max(...events.map(({ modified }) => modified))),
    type: 'weight',
  };
  const creator = { mesgNum: fileCreator.number, softwareVersion: 0 };
  encoder.writeMesg(file);
  encoder.writeMesg(creator);
  for (const { measuredAt, values } of events) {
    const device = { mesgNum: deviceInfo.number, timestamp: dateOf(measuredAt) };
    const weight = {
      mesgNum: weightScale.number,
      timestamp: dateOf(measuredAt),
      weight: values.weightKg,
      percentFat: values.fatPercent,
      percentHydration: values.hydrationPercent,
      boneMass: values.boneMassKg,
      muscleMass: values.muscleMassKg,
      basalMet: values.basalMetabolismKcal,
      metabolicAge: values.metabolicAgeYears,
      visceralFatRating: values.visceralFatRating,
      bmi: values.bmi,
    };
    encoder.writeMesg(device);
    encoder.writeMesg(weight);
  }
  return encoder.close();
}

const dateOf = (seconds: number): Date => new Date(seconds * 1000);

/** What one run leaves behind before anything is collected: the nursery of this process is larger than that. */
function allocatedBytes(size: number): number {
  const files = filesOf(size);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const kept = files.map((file) => encodeWeightFile(file));
  const after = process.memoryUsage();
  if (kept.length === 0) throw new Error('Nothing was encoded.');
  return after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers;
}
