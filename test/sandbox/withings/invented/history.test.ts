import { describe, expect, it } from 'vitest';
import { inventHistory } from '../../../../lib/sandbox/withings/invented/history.ts';
import { newestHeight, sortGroups } from '../../../../lib/sort-groups.ts';

const until = Date.UTC(2026, 2, 2, 6) / 1000;
const invent = (seed: number) => inventHistory({ seed, until, years: 3 });

describe('an invented history', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(invent(1)).toEqual(invent(1));
    expect(invent(1)).not.toEqual(invent(2));
  });

  it.each([1, 2, 3, 4, 5])('holds three years of a believable person (seed %i)', (seed) => {
    const groups = invent(seed);
    const { events } = sortGroups(groups, newestHeight(groups)?.heightM);
    const weighIns = events.filter((event) => event.kind === 'weight');
    expect(weighIns.length).toBeGreaterThan(700);
    expect(weighIns.length).toBeLessThan(900);
    for (const { values } of weighIns) {
      expect(values.weightKg).toBeGreaterThan(74);
      expect(values.weightKg).toBeLessThan(86);
      expect(values.bmi).toBeGreaterThan(20);
    }
    const pressures = events.filter((event) => event.kind === 'bloodPressure');
    expect(pressures.length).toBeGreaterThan(40);
  });

  it('holds what a real account holds', () => {
    const groups = invent(1);
    const { events, left } = sortGroups(groups);
    const models = Map.groupBy(groups, ({ model }) => model ?? 'by hand');
    expect([...models.keys()].sort()).toEqual(['BPM Connect', 'Body Scan', 'Body+', 'by hand']);
    expect(newestHeight(groups)).toMatchObject({ heightM: 1.78 });
    expect(left.filter(({ reason }) => reason === 'ambiguous').length).toBeGreaterThan(2);
    expect(events.filter(({ device }) => device === 'manual').length).toBeGreaterThan(1);
    expect(groups.filter(({ attrib }) => attrib === 8).length).toBeGreaterThan(300);
    expect(groups.some(({ created, date }) => created - date > 86_400)).toBe(true);
    const gaps = events.slice(1).map(({ measuredAt }, index) => measuredAt - events[index]!.measuredAt);
    expect(Math.max(...gaps)).toBeGreaterThan(4 * 86_400);
  });

  it('has ids beyond 32 bits, each once, and nothing from the future', () => {
    const groups = invent(1);
    expect(Math.min(...groups.map(({ grpid }) => grpid))).toBeGreaterThan(2 ** 31);
    expect(new Set(groups.map(({ grpid }) => grpid)).size).toBe(groups.length);
    expect(Math.max(...groups.map(({ modified }) => modified))).toBeLessThanOrEqual(until);
    expect(groups.every(({ date, created }) => date <= created)).toBe(true);
  });

  it('is nowhere out of proportion: the segments weigh less than the body', () => {
    for (const { measures } of invent(1)) {
      const kg = (type: number) =>
        measures.filter((one) => one.type === type).map(({ value, unit }) => value * 10 ** unit);
      const [fatFree = 0] = kg(5);
      const segments = kg(173).reduce((sum, segment) => sum + segment, 0);
      expect(segments).toBeLessThanOrEqual(fatFree);
    }
  });
});
