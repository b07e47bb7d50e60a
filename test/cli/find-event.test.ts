import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliHost } from '../../lib/cli/cli-host.ts';
import { findEvent } from '../../lib/cli/find-event.ts';
import type { Person } from '../../lib/cli/person.ts';
import { WallClock } from '../../lib/cli/wall-clock.ts';
import { MeasurementStore } from '../../lib/store/measurements.ts';
import { thursday } from '../groups.ts';
import { startDynalite, type TestDatabase } from '../store/dynalite.ts';
import { exampleAccount, exampleLeft, exampleWeighIn } from '../store/examples.ts';

const first = exampleWeighIn('1000001', thursday, { device: 'aa' });
const second = exampleWeighIn('1000001', thursday, { device: 'aaa' });
const third = exampleWeighIn('1000001', thursday + 60, { device: 'aa' });
const others = exampleWeighIn('1000002', thursday + 120, { device: 'aa' });

let database: TestDatabase;
let person: Person;
beforeAll(async () => {
  database = await startDynalite();
  const measurements = new MeasurementStore(database.documentClient, database.measurementsTable);
  await measurements.saveAll([first, second, third, others, exampleLeft('1000001', thursday + 180, 7)]);
  person = {
    host: cliHost({}, {}),
    account: exampleAccount({ name: 'Kim' }),
    measurements,
    wall: new WallClock('UTC'),
  };
});
afterAll(() => database.stop());

describe('a measurement is found', () => {
  it.each([
    ['by its id', third.event, third],
    ['by its id, although another one begins so', first.event, first],
    ['by the beginning that no other one has', '2026-11-19T06:31', third],
    ['by its device', second.event.slice(0, -1).concat('a'), second],
  ])('%s', async (_, wanted, found) => {
    expect((await findEvent(person, wanted)).event).toBe(found.event);
  });

  it('not when several begin so', async () => {
    await expect(findEvent(person, '2026-11-19T06:30')).rejects.toThrow(
      `Several begin with “2026-11-19T06:30”: ${first.event}, ${second.event}. Give more of the one.`,
    );
  });

  it.each([
    '',
    '2026',
    '2027-01-01',
    'weight',
    others.event,
    '../..',
    `2026${'1'.repeat(3000)}`,
    'fit/1',
    '2026-11-19 06:30',
  ])('not when there is none, or it is no id: %s', async (wanted) => {
    const expected =
      wanted === '2026' ? /^Several begin with/ : /^Kim \(1000001\) has no measurement “.*”; an id begins with /;
    await expect(findEvent(person, wanted)).rejects.toThrow(expected);
  });

  it('not when it was left out, and says why', async () => {
    await expect(findEvent(person, '2026-11-19T06:33')).rejects.toThrow(
      /: what was measured then was left out, because it may be another person’s/,
    );
  });
});
