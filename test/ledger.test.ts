import { describe, expect, it } from 'vitest';
import { type Deliveries, eventOf, isEvent, withDeliveries } from '../lib/ledger.ts';
import { thursday } from './groups.ts';
import { exampleLeft, exampleWeighIn } from './store/examples.ts';

const at = 1;
const item = exampleWeighIn('1', thursday);
const received = new Date(item.receivedAt).toISOString();

describe('the place in the index of what waits', () => {
  it.each([
    [{}, false],
    [{ garmin: { state: 'pending', at } }, true],
    [{ garmin: { state: 'sending', at } }, true],
    [{ garmin: { state: 'verified', at } }, false],
    [{ garmin: { state: 'skipped', at } }, false],
    [{ garmin: { state: 'failed', at } }, false],
    [{ garmin: { state: 'verified', at }, trainerroad: { state: 'pending', at } }, true],
    [{ garmin: { state: 'failed', at }, trainerroad: { state: 'skipped', at } }, false],
  ] satisfies [Deliveries, boolean][])('of %j: %s', (deliveries, waits) => {
    const result = withDeliveries(item, deliveries);
    expect(result.deliveries).toEqual(deliveries);
    expect(result.pendingSince).toBe(waits ? received : undefined);
    expect('pendingSince' in result).toBe(waits);
  });

  it('is left with the last delivery that settles, and kept until then', () => {
    const two = withDeliveries(item, { garmin: { state: 'pending', at }, trainerroad: { state: 'pending', at } });
    const one = withDeliveries({ ...two, receivedAt: 5 }, { garmin: { state: 'verified', at } });
    expect(one).toMatchObject({ pendingSince: received, deliveries: { trainerroad: { state: 'pending' } } });
    expect(withDeliveries(one, { trainerroad: { state: 'failed', at } })).not.toHaveProperty('pendingSince');
    expect(item).toEqual(exampleWeighIn('1', thursday));
  });
});

describe('an item', () => {
  it('is an event unless it was left out', () => {
    expect([item, exampleLeft('1', thursday, 7)].map(isEvent)).toEqual([true, false]);
  });

  it('as an event has what destinations know', () => {
    expect(eventOf(item)).toEqual({
      id: item.event,
      measuredAt: thursday,
      modified: item.modified,
      device: 'scale',
      model: null,
      kind: 'weight',
      values: { weightKg: 71.3 },
    });
  });
});
