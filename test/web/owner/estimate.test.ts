import { describe, expect, it } from 'vitest';
import { assumed, elapsedOf, estimateOf } from '../../../lib/web/owner/estimate.ts';
import { Synthesized } from '../../infra/synthesized.ts';

/** A person of whom the timetable asks nine times a day. */
const onePerson = (elapsed: number) =>
  estimateOf({ asked: 9 * 30.4 * elapsed, rounds: 9 * 30.4 * elapsed, people: 1, elapsed });

describe('the estimate', () => {
  it('for one person is about what the README says', () => {
    const { afterFree, listPrice } = onePerson(1);
    expect(afterFree).toBeGreaterThan(0.4);
    expect(afterFree).toBeLessThan(0.45);
    expect(listPrice - afterFree).toBeGreaterThan(1.1);
    expect(listPrice - afterFree).toBeLessThan(1.3);
  });

  it('looks the same at any time of a month that goes on as it began', () => {
    expect(onePerson(0.5).afterFree).toBeCloseTo(onePerson(1).afterFree, 6);
    expect(onePerson(0.5).soFar).toBeCloseTo(onePerson(1).afterFree / 2, 6);
  });

  it('does not count up from almost nothing in the first hours', () => {
    const { afterFree } = estimateOf({ asked: 1000, rounds: 1, people: 1000, elapsed: 0.0001 });
    expect(afterFree).toBeLessThan(10);
  });

  it('grows with the people, and is the sum of its lines', () => {
    const crowd = estimateOf({ asked: 270_000, rounds: 270, people: 1000, elapsed: 1 });
    expect(crowd.afterFree).toBeGreaterThan(onePerson(1).afterFree);
    expect(crowd.lines.reduce((sum, { listPrice }) => sum + listPrice, 0)).toBeCloseTo(crowd.listPrice, 9);
  });

  it('knows how many alarms there are', () => {
    expect(Object.keys(new Synthesized().resources('AWS::CloudWatch::Alarm'))).toHaveLength(assumed.alarms);
  });
});

it('a month is half over in its middle, in UTC as AWS bills', () => {
  expect(elapsedOf(Date.UTC(2026, 10, 16))).toBeCloseTo(0.5, 9);
  expect(elapsedOf(Date.UTC(2026, 10, 1))).toBe(0);
});
