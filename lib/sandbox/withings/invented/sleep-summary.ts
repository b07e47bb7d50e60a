import { seeded } from '../chance.ts';
import type { SleepSegment, Values } from '../records.ts';
import { sampled } from '../samples.ts';

/** The figures of a night, from its segments and from the samples in them. */
export function summaryOf(segments: readonly SleepSegment[]): Values {
  const total = (...states: number[]): number => secondsOf(segments.filter(({ state }) => states.includes(state)));
  const inBed = secondsOf(segments);
  const asleep = total(1, 2, 3);
  const first = segments.findIndex(({ state }) => state > 0);
  const last = segments.findLastIndex(({ state }) => state > 0);
  const breaks = segments.slice(first, last + 1).filter(({ state }) => state === 0);
  const latency = secondsOf(segments.slice(0, first));
  const wakeupLatency = secondsOf(segments.slice(last + 1));
  return {
    total_timeinbed: inBed,
    total_sleep_time: asleep,
    asleepduration: null,
    lightsleepduration: total(1),
    deepsleepduration: total(2),
    remsleepduration: total(3),
    sleep_efficiency: Math.round((100 * asleep) / inBed) / 100,
    sleep_latency: latency,
    wakeup_latency: wakeupLatency,
    waso: secondsOf(breaks),
    wakeupduration: total(0),
    wakeupcount: breaks.length,
    nb_rem_episodes: segments.filter(({ state }) => state === 3).length,
    out_of_bed_count: breaks.length > 3 ? 1 : 0,
    durationtosleep: latency,
    durationtowakeup: wakeupLatency,
    sleep_score: Math.max(20, Math.min(98, Math.round(asleep / 340 - breaks.length * 2))),
    night_events: nightEvents(segments, latency, inBed - wakeupLatency),
    ...sensed(segments, asleep),
  };
}

/** Seconds since the beginning: 1 in bed, 2 asleep, 3 awake, 4 out of bed. As text inside the JSON, as in reality. */
function nightEvents(segments: readonly SleepSegment[], asleepAt: number, awakeAt: number): string {
  const begin = segments[0]?.startdate ?? 0;
  const end = segments.at(-1)?.enddate ?? 0;
  return JSON.stringify({ 1: [0], 2: [asleepAt], 3: [awakeAt], 4: [end - begin] });
}

function sensed(segments: readonly SleepSegment[], asleep: number): Values {
  const [heart, breath, snores] = ['hr', 'rr', 'snoring'].map((field) => samplesOf(segments, field));
  const random = seeded(segments[0]?.startdate ?? 0);
  const snoring = snores?.reduce((sum, seconds) => sum + seconds, 0) ?? 0;
  // It takes five hours to say something about breathing.
  const isLong = asleep >= 5 * 3600;
  return {
    ...threeOf('hr', heart ?? []),
    ...threeOf('rr', breath ?? []),
    snoring,
    snoringepisodecount: Math.round(snoring / 600),
    breathing_disturbances_intensity: isLong ? Math.round(random() * 8) : -1,
    apnea_hypopnea_index: isLong ? Math.round(random() * 6) : -1,
    mvt_score_avg: Math.round(20 + random() * 40),
    mvt_active_duration: Math.round(asleep * 0.04),
    rmssd_start_avg: Math.round(36 + random() * 12),
    rmssd_end_avg: Math.round(44 + random() * 14),
    core_body_temperature_avg: Math.round(3650 + random() * 30) / 100,
    core_body_temperature_status: 'usual',
  };
}

function threeOf(name: string, samples: readonly number[]): Values {
  if (samples.length === 0) return {};
  const average = Math.round(samples.reduce((a, b) => a + b) / samples.length);
  return { [`${name}_average`]: average, [`${name}_min`]: Math.min(...samples), [`${name}_max`]: Math.max(...samples) };
}

const samplesOf = (segments: readonly SleepSegment[], field: string): number[] =>
  segments.flatMap((segment) => Object.values(sampled(segment, [field])[field] ?? {}));

const secondsOf = (segments: readonly SleepSegment[]): number =>
  segments.reduce((sum, { startdate, enddate }) => sum + enddate - startdate, 0);
