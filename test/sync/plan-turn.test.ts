import { describe, expect, it } from 'vitest';
import type { Destination } from '../../lib/destination.ts';
import type { Delivery, EventItem } from '../../lib/ledger.ts';
import { eventId } from '../../lib/measurement.ts';
import { planTurn, spansOfRivals } from '../../lib/sync/plan-turn.ts';
import { thursday } from '../groups.ts';
import { exampleWeighIn } from '../store/examples.ts';

const day = 86_400;
const startOf = (seconds: number) => seconds - (seconds % day);
const nobody = async () => {
  throw new Error('Nothing is asked of a destination to plan its turn.');
};

/** Keeps the first weigh-in of a day (UTC), and writes it over what was there. */
const daily: Destination = {
  name: 'garmin',
  rivals: ({ measuredAt }) => ({ from: startOf(measuredAt), to: startOf(measuredAt) + day - 1 }),
  choose: (events) => {
    const first = new Map(events.toReversed().map((event) => [startOf(event.measuredAt), event]));
    const deliver = events.filter((event) => first.get(startOf(event.measuredAt)) === event);
    return {
      deliver,
      skip: events.filter((event) => !deliver.includes(event)).map((event) => ({ event, reason: 'later' })),
    };
  },
  encode: () => ({ bytes: new Uint8Array(), extension: 'json' }),
  read: nobody,
  write: nobody,
  checkHealth: nobody,
};
const { rivals: _, ...withoutRivals } = daily;
const every: Destination = { ...withoutRivals, choose: (events) => ({ deliver: [...events], skip: [] }) };

const pending: Delivery = { state: 'pending', at: 0 };
const verified: Delivery = { state: 'verified', at: 0, remoteId: 'day', attempts: 1 };
const skipped: Delivery = { state: 'skipped', at: 0, reason: 'later' };
const noon = startOf(thursday) + day / 2;
const weighed = (measuredAt: number, garmin: Delivery, own: Partial<EventItem> = {}): EventItem =>
  exampleWeighIn('1', measuredAt, { event: eventId(measuredAt, 'weight', 'scale'), deliveries: { garmin }, ...own });

describe('where each event is an entry of its own', () => {
  it('all that is open is due, and nothing else is looked at', () => {
    const items = [weighed(noon, pending), weighed(noon + 60, { state: 'sending', at: 0 })];
    expect(spansOfRivals(every, items)).toEqual([]);
    expect(planTurn(every, items, [])).toEqual({ due: items, skip: [] });
  });

  it('what was withdrawn or is held is nobody’s choice', () => {
    const items = [weighed(noon, pending, { withdrawn: true }), weighed(noon + 60, pending, { held: 'odd' })];
    expect(planTurn(every, items, [])).toEqual({ due: [], skip: [] });
  });
});

describe('where a day has one record', () => {
  it('the days of what is open are asked for, each once', () => {
    const items = [weighed(noon, pending), weighed(noon + 60, pending), weighed(noon + 3 * day, pending)];
    const today = startOf(noon);
    expect(spansOfRivals(daily, items)).toEqual([
      { from: today, to: today + day - 1 },
      { from: today + 3 * day, to: today + 4 * day - 1 },
    ]);
  });

  it('a later one is left out, and the one that stands there is not asked about', () => {
    const open = weighed(noon + 60, pending);
    expect(planTurn(daily, [open], [weighed(noon, verified), open])).toEqual({
      due: [],
      skip: [{ item: open, reason: 'later' }],
    });
  });

  it('an earlier one that arrives late takes the place', () => {
    const open = weighed(noon - 60, pending);
    expect(planTurn(daily, [open], [open, weighed(noon, verified)]).due).toEqual([open]);
  });

  it('one that was left out is due when the one before it is withdrawn', () => {
    const gone = weighed(noon, { ...pending, stale: ['day'] }, { withdrawn: true });
    const next = weighed(noon + 60, skipped);
    expect(planTurn(daily, [gone], [gone, next]).due).toEqual([next]);
  });

  it('one that arrived is looked at again when another may have been written over it', () => {
    const first = weighed(noon, verified);
    const perhaps = weighed(noon + 60, { state: 'sending', at: 0, attempts: 1 });
    expect(planTurn(daily, [perhaps], [first, perhaps]).due).toEqual([first]);
  });

  it('one that was refused is not tried again by the way', () => {
    const gone = weighed(noon, { ...pending, stale: ['day'] }, { withdrawn: true });
    const refused = weighed(noon + 60, { state: 'failed', at: 0, reason: 'refused' });
    expect(planTurn(daily, [gone], [gone, refused]).due).toEqual([]);
  });
});
