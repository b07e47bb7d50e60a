import type { Benchmark, Figure } from './benchmark.ts';
import { onePerson, type Taken } from './one-person.ts';

/** As long as an access token of Withings lives. */
const tokenHours = 3;

export const idleSync: Benchmark = {
  name: 'idle-sync',
  title: 'Idle sync: the timetable asks, and there is nothing new (consumed capacity as DynamoDB reports it)',
  async measure() {
    const { clock, vendors, person, sync, round, stop } = await onePerson();
    await vendors.withings.addWeighIn(person.userid, { weightKg: 80 });
    await sync({ reason: 'webhook' });
    const idle = await round();
    clock.advance({ hours: tokenHours });
    const renewing = await round();
    await stop();
    const others = ({ what, value }: { what: string; value: number }): Figure => ({ what, value, unit: 'count' });
    return [
      { ...others({ what: 'calls to Withings', value: to('withings', idle) }), target: { of: 'value', atMost: 1 } },
      { ...others({ what: 'calls to Garmin', value: to('garmin', idle) }), target: { of: 'value', atMost: 0 } },
      {
        ...{ what: 'write units', value: idle.units.writeUnits, unit: 'units', target: { of: 'value', atMost: 1 } },
        note: idle.units.calls.join(', '),
      },
      { what: 'read units', value: idle.units.readUnits, unit: 'units', target: { of: 'value', atMost: 2 } },
      {
        ...{ what: 'write units when the Withings token is renewed on the way', value: renewing.units.writeUnits },
        ...{ unit: 'units', note: `${renewing.units.calls.join(', ')}\n${renewing.calls.join(', ')}` },
      },
      { what: 'read units then', value: renewing.units.readUnits, unit: 'units' },
    ];
  },
};

const to = (vendor: string, { calls }: Taken): number => calls.filter((call) => call.startsWith(vendor)).length;
