import { expect, it } from 'vitest';
import { memoryDatabase } from '../store/memory-database.ts';
import { Household } from './household.ts';
import { eventsOf, lineOf, linesAtGarmin } from './truth.ts';

const people = 150;
const minuteMs = 60_000;
const callsAllowed = 120;

it(`${people} people who are synced at once stay within the ${callsAllowed} calls a minute that Withings allows`, async () => {
  const calls: number[] = [];
  const home = new Household(memoryDatabase(), {
    delayMs: ({ name }) => (/^\w+ (GET|POST|PUT) /.test(name) ? 200 : 0),
    troubleOf: ({ vendor }) => {
      if (vendor === 'withings') calls.push(home.timeline.now());
      return undefined;
    },
  });
  for (let index = 0; index < people; index++) {
    const { userid } = await home.addPerson(`person-${index}`, ['garmin']);
    await home.vendors.withings.addWeighIn(userid, { weightKg: 80 });
    await home.timeline.pass({ seconds: 10 });
  }
  for (const { id } of home.people) await home.ask(id, 'connect');
  home.startSchedules();
  await home.timeline.pass({ days: 1, hours: 4 });

  const busiest = calls.map((from) => calls.filter((at) => at >= from && at < from + minuteMs).length);
  expect(Math.max(...busiest)).toBeLessThanOrEqual(callsAllowed);
  for (const person of home.people) expect(linesAtGarmin(home, person)).toEqual(eventsOf(person).map(lineOf));
  expect(home.queue.length + home.queue.deadLetters.length).toBe(0);
});
