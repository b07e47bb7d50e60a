import { describe, expect, it } from 'vitest';
import { inventHistory } from '../../../../lib/sandbox/withings/invented/history.ts';
import { inventRecords } from '../../../../lib/sandbox/withings/invented/records.ts';
import { dayIn } from '../../../../lib/sandbox/withings/local-day.ts';
import { models } from '../../../../lib/sandbox/withings/models.ts';

/** 15:20 in Berlin, on a day in spring. */
const until = Date.UTC(2026, 3, 2, 13, 20) / 1000;
const timezone = 'Europe/Berlin';
const groups = inventHistory({ seed: 7, until, years: 1 });
const invent = (seed: number, end = until) => inventRecords({ seed, until: end, days: 420, timezone }, groups);
const life = invent(1);
const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

describe('invented records', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(invent(1)).toEqual(invent(1));
    expect(invent(1)).not.toEqual(invent(2));
  });

  it('stay as they were when the life goes on', () => {
    const before = invent(1);
    const after = invent(1, until + 86_400);
    expect(after.nights).toEqual(expect.arrayContaining(before.nights.slice(1)));
    expect(after.activities.slice(0, -2)).toEqual(before.activities.slice(1, -1));
    expect(after.activities.at(-2)!.values.steps).toBeGreaterThan(number(before.activities.at(-1)!.values.steps));
  });

  it('have nothing from the future, each id once, and times in order', () => {
    const { workouts, nights, heart, stethoscope, activities, intraday } = invent(3);
    const ends = [
      ...[...workouts, ...nights].flatMap(({ enddate, modified }) => [enddate, modified]),
      ...[...heart, ...stethoscope].map(({ timestamp }) => timestamp),
      ...activities.map(({ modified }) => modified),
      ...Object.keys(intraday).map(Number),
    ];
    expect(Math.max(...ends)).toBeLessThanOrEqual(until);
    for (const rows of [workouts, nights]) {
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      expect(rows.every(({ id, startdate, enddate }) => id > 2 ** 31 && startdate < enddate)).toBe(true);
    }
  });

  it('fill more than a page of nights', () => {
    expect(life.nights.length).toBeGreaterThan(300);
  });
});

describe('invented activity', () => {
  it.each([1, 2, 3])('has a row for every day, of a believable person (seed %i)', (seed) => {
    const { activities } = invent(seed);
    expect(activities).toHaveLength(420);
    expect(new Set(activities.map(({ date }) => date)).size).toBe(420);
    const steps = activities.map(({ values }) => number(values.steps));
    const average = steps.reduce((a, b) => a + b) / steps.length;
    expect(average).toBeGreaterThan(6000);
    expect(average).toBeLessThan(10_000);
    expect(Math.max(...steps)).toBeLessThan(25_000);
    for (const { values } of activities) {
      expect(values.active).toBe(number(values.moderate) + number(values.intense));
      expect(number(values.totalcalories)).toBeGreaterThan(number(values.calories));
    }
  });

  it('has a today that is not over', () => {
    const [yesterday, today] = life.activities.slice(-2);
    expect([yesterday?.date, today?.date]).toEqual(['2026-04-01', '2026-04-02']);
    expect(number(today?.values.totalcalories)).toBeLessThan(number(yesterday?.values.totalcalories));
  });

  it('was last modified when the last entry of a day came, and today a moment ago', () => {
    const [yesterday, today] = life.activities.slice(-2);
    expect(dayIn(timezone, yesterday!.modified + 900)).toBe('2026-04-02');
    expect(until - today!.modified).toBeLessThan(600);
  });

  it('is counted by the phone on a few days, which knows no heart', () => {
    const byPhone = life.activities.filter(({ is_tracker }) => !is_tracker);
    expect(byPhone.length).toBeGreaterThan(3);
    expect(byPhone[0]).toMatchObject({ deviceid: null, brand: 18, modelid: 1055 });
    expect(byPhone[0]?.values).not.toHaveProperty('hr_average');
  });

  it('is the sum of its minutes', () => {
    const { activities, intraday } = life;
    const minutes = Map.groupBy(Object.entries(intraday), ([second]) => dayIn(timezone, Number(second)));
    const tracked = activities.slice(-14).filter(({ is_tracker }) => is_tracker);
    expect(minutes.size).toBe(tracked.length);
    for (const { date, values } of tracked) {
      const counted = minutes.get(date)?.map(([, entry]) => number(entry.values.steps) || 0) ?? [];
      expect(counted.length, date).toBeGreaterThan(100);
      expect(counted.reduce((a, b) => a + b)).toBe(values.steps);
    }
    const fields = new Set(Object.values(intraday).flatMap(({ values }) => Object.keys(values)));
    for (const field of ['steps', 'heart_rate', 'stroke', 'spo2_auto', 'rmssd', 'core_body_temperature']) {
      expect(fields).toContain(field);
    }
    const both = Object.values(intraday).filter(({ values }) => 'steps' in values && 'heart_rate' in values);
    expect(both).toEqual([]);
  });
});

describe('invented workouts', () => {
  const { workouts } = life;
  const ofSort = (category: number) => workouts.filter((workout) => workout.category === category);

  it('are of a week’s habits', () => {
    for (const category of [1, 2, 6, 7, 16]) expect(ofSort(category).length, `${category}`).toBeGreaterThan(20);
  });

  it('have laps and no steps in the water, and the other way round on land', () => {
    for (const { data } of ofSort(7)) {
      expect(data).toMatchObject({ pool_length: 25, pool_laps: expect.any(Number), strokes: expect.any(Number) });
      expect(data).not.toHaveProperty('steps');
    }
    for (const { data } of ofSort(2)) {
      expect(number(data.distance) / number(data.steps)).toBeCloseTo(1.08, 1);
      expect(data).not.toHaveProperty('strokes');
    }
  });

  it('say nothing of several sports in one', () => {
    expect(ofSort(272).length).toBeGreaterThan(2);
    for (const { data } of ofSort(272)) expect(data).toEqual({ algo_pause_duration: null });
  });

  it('do not last or exhaust beyond what a person can do', () => {
    for (const { startdate, enddate, data } of workouts) {
      expect(enddate - startdate).toBeGreaterThan(600);
      expect(enddate - startdate).toBeLessThan(3 * 3600);
      if (data.hr_max !== undefined) expect(number(data.hr_max)).toBeLessThan(205);
    }
  });
});

describe('invented sleep', () => {
  const { nights } = life;
  const long = nights.filter(({ startdate, enddate }) => enddate - startdate > 4 * 3600);

  it('is a night before most mornings, and a nap now and then', () => {
    expect(long.length).toBeGreaterThan(360);
    expect(nights.length - long.length).toBeGreaterThan(10);
    const naps = nights.filter((night) => !long.includes(night));
    expect(naps.every(({ date, startdate }) => dayIn(timezone, startdate) === date)).toBe(true);
    expect(new Set(long.map(({ date }) => date)).size).toBe(long.length);
  });

  it('adds up: the figures are those of the segments', () => {
    for (const { startdate, enddate, segments, data, date } of nights) {
      const asleep = ['lightsleepduration', 'deepsleepduration', 'remsleepduration'];
      const sum = asleep.reduce((total, field) => total + number(data[field]), 0);
      expect(sum).toBe(data.total_sleep_time);
      expect(sum + number(data.wakeupduration)).toBe(enddate - startdate);
      expect(data.wakeupduration).toBe(number(data.sleep_latency) + number(data.wakeup_latency) + number(data.waso));
      expect(dayIn(timezone, enddate)).toBe(date);
      segments.slice(1).forEach((one, index) => {
        expect(one.startdate).toBe(segments[index]!.enddate);
      });
      expect(number(data.hr_min)).toBeLessThan(number(data.hr_average));
      expect(JSON.parse(String(data.night_events))).toMatchObject({ 1: [0], 4: [enddate - startdate] });
    }
  });

  it('is five to ten hours long, and its score is one', () => {
    for (const { data } of long) {
      expect(number(data.total_sleep_time) / 3600).toBeGreaterThan(4.5);
      expect(number(data.total_sleep_time) / 3600).toBeLessThan(10.5);
      expect(number(data.sleep_score)).toBeLessThanOrEqual(100);
    }
  });

  it('is not completed at two in the morning', () => {
    const two = Date.UTC(2026, 3, 1, 0) / 1000;
    const last = [1, 2, 3, 4].map((seed) => invent(seed, two).nights.at(-1)!).find(({ completed }) => !completed);
    expect(last).toMatchObject({ date: expect.stringMatching(/^2026-0(3-31|4-01)$/) });
    expect(last!.enddate).toBeLessThanOrEqual(two);
  });
});

describe('invented devices', () => {
  it('are those that recorded something, with a battery and the time of their last session', () => {
    const { devices, heart } = life;
    expect(new Set(devices.map(({ model_id }) => model_id))).toEqual(new Set(models.keys()));
    const scale = devices.find(({ model }) => model === 'Body Scan');
    const weighIns = groups.filter(({ deviceid }) => deviceid === scale?.deviceid).map(({ date }) => date);
    expect(scale).toMatchObject({ type: 'Scale', battery: 'high', last_session_date: Math.max(...weighIns) });
    expect(devices.find(({ model }) => model === 'Body+')).toMatchObject({ battery: 'low' });
    expect(heart.every(({ deviceid }) => devices.some((device) => device.deviceid === deviceid))).toBe(true);
  });

  it('record an electrocardiogram now and then, in either form of the heart rate', () => {
    const { heart } = life;
    expect(heart.length).toBeGreaterThan(15);
    expect(new Set(heart.map(({ heart_rate }) => typeof heart_rate))).toEqual(new Set(['number', 'object']));
    expect(new Set(heart.map(({ model }) => model))).toEqual(new Set([44, 93]));
    expect(new Set(heart.map(({ ecg }) => ecg?.signalid)).size).toBe(heart.length);
  });
});
