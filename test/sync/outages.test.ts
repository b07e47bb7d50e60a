import { describe, expect, it } from 'vitest';
import type { Vendor } from '../../lib/account.ts';
import { type DestinationName, destinationNames, destinationTitles } from '../../lib/destination.ts';
import { memoryDatabase } from '../store/memory-database.ts';
import { Household } from './household.ts';
import type { Person } from './person.ts';
import { eventsOf, lineOf, linesAtGarmin, weightForTrainerRoad, wrongDaysAtIntervals } from './truth.ts';
import type { Trouble } from './worker.ts';

const downDays = 3;

/** Two people who have been connected for a day, and a vendor that can be taken away. */
async function twoPeople(vendor: Vendor, trouble: () => Trouble) {
  let isDown = false;
  const home = new Household(memoryDatabase(), {
    troubleOf: (call) => (isDown && call.vendor === vendor ? trouble() : undefined),
  });
  const people = [await home.addPerson('robin'), await home.addPerson('kim')];
  for (const { id } of people) await home.ask(id, 'connect');
  home.startSchedules();
  const turn = (down: boolean) => {
    isDown = down;
  };

  let weightKg = 82;
  /** Everybody steps on the scale, and the day goes by. */
  async function day(): Promise<void> {
    weightKg -= 0.2;
    for (const { userid } of people) await home.vendors.withings.addWeighIn(userid, { weightKg });
    await home.timeline.pass({ days: 1 });
  }
  await day();
  return { home, people, day, turn };
}

/** The destinations that do not hold what Withings has of a person. */
function behind(home: Household, person: Person): DestinationName[] {
  const now = home.timeline.now();
  const isUpToDate: Record<DestinationName, boolean> = {
    garmin: linesAtGarmin(home, person).join() === eventsOf(person).map(lineOf).sort().join(),
    trainerroad: person.member.rider.weightKg === weightForTrainerRoad(person, now),
    intervals: wrongDaysAtIntervals(person, now).length === 0,
  };
  return destinationNames.filter((name) => !isUpToDate[name]);
}

describe.each<[how: string, trouble: () => Trouble]>([
  ['refuses every call', () => ({ taken: false, answer: new Response('busy', { status: 429 }) })],
  ['fails at every call', () => ({ taken: false, answer: new Response('down', { status: 503 }) })],
  ['cuts every connection', () => ({ taken: false, answer: 'lost' })],
  ['never answers', () => ({ taken: false, answer: 'timeout' })],
])('somebody who %s for three days', (_how, trouble) => {
  const destinations = destinationNames.map((name) => ({ name, title: destinationTitles[name].full }));

  it.each(destinations)(
    'is $title: the others are served meanwhile, and in the end nothing is missing',
    async ({ name }) => {
      const { home, people, day, turn } = await twoPeople(name, trouble);
      turn(true);
      for (let passed = 0; passed < downDays; passed++) {
        await day();
        for (const person of people) expect(behind(home, person)).toEqual([name]);
      }
      turn(false);
      await day();
      await day();
      for (const person of people) expect(behind(home, person)).toEqual([]);
      expect(home.queue.deadLetters).toEqual([]);
    },
  );

  it('is Withings: nothing comes meanwhile, and in the end nothing is missing', async () => {
    const { home, people, day, turn } = await twoPeople('withings', trouble);
    turn(true);
    for (let passed = 0; passed < downDays; passed++) await day();
    for (const person of people) expect(linesAtGarmin(home, person)).toHaveLength(1);
    turn(false);
    await day();
    for (const person of people) {
      expect(behind(home, person)).toEqual([]);
      expect((await person.account()).withings.status).toBe('connected');
    }
    expect(home.queue.deadLetters).toEqual([]);
  });
});
