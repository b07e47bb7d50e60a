import { position } from '../../withings/vocabulary.ts';
import { around, seeded } from './chance.ts';
import type { HeartRecord } from './records.ts';

/** A monitor with electrodes on both hands records 20 seconds, a watch 30. */
const bpmCore = 44;
const recorders = {
  monitor: { sampling_frequency: 500, seconds: 20, wearposition: position.leftArm },
  watch: { sampling_frequency: 300, seconds: 30, wearposition: 1 },
} as const;

/** The waves of one beat: when they peak (part of the beat), how wide they are (part of a second) and how high (µV). */
const waves: readonly (readonly [peak: number, width: number, microvolts: number])[] = [
  [0.18, 0.025, 110],
  [0.28, 0.008, -120],
  [0.3, 0.011, 950],
  [0.325, 0.009, -230],
  [0.55, 0.045, 260],
];

/** An electrocardiogram in µV: the same for the same signal, regular unless fibrillation was found. */
export function ecgSignal({ model, heart_rate, ecg }: HeartRecord, signalid: number) {
  const { sampling_frequency, seconds, wearposition } = model === bpmCore ? recorders.monitor : recorders.watch;
  const random = seeded(signalid);
  const bpm = typeof heart_rate === 'number' ? heart_rate : heart_rate.value;
  const isFibrillating = ecg?.afib === 1;
  const signal: number[] = [];
  while (signal.length < sampling_frequency * seconds) {
    const beatSeconds = Math.max(0.3, around(random, 60 / bpm, isFibrillating ? 0.14 : 0.02));
    // Without a common contraction of the atria there is no first wave.
    const beat = isFibrillating ? waves.slice(1) : waves;
    for (let at = 0; at < beatSeconds; at += 1 / sampling_frequency) {
      const heights = beat.map(([peak, width, microvolts]) => {
        return microvolts * Math.exp(-((at - peak * beatSeconds) ** 2) / (2 * width ** 2));
      });
      signal.push(Math.round(heights.reduce((sum, height) => sum + height, around(random, 0, 6))));
    }
  }
  return { signal: signal.slice(0, sampling_frequency * seconds), sampling_frequency, wearposition };
}
