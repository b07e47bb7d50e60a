import { describe, expect, it } from 'vitest';
import { isEvent } from '../../lib/ledger.ts';
import { bloodPressure } from '../../lib/sandbox/withings/devices.ts';
import { memoryDatabase } from '../store/memory-database.ts';
import { Household } from './household.ts';
import type { Fate } from './lambda-process.ts';
import type { Person } from './person.ts';
import { eventsOf, lineOf, linesAtGarmin, weightForTrainerRoad, wrongDaysAtIntervals } from './truth.ts';

/** A sync to be broken off at every point: what was before it, and what sets it off. */
interface Scenario {
  /** Within it Garmin's tokens are renewed. */
  renewsGarmin?: true;
  before?(home: Household, robin: Person): Promise<void>;
  begins(home: Household, robin: Person): Promise<void>;
}

const monitor = { deviceid: 'b'.repeat(40), modelid: 45, model: 'BPM Connect' };
const day = 86_400;

async function weighIns(home: Household, { userid }: Person, count: number): Promise<void> {
  const now = home.timeline.now() / 1000;
  for (let index = 0; index < count; index++) {
    await home.vendors.withings.addWeighIn(userid, { weightKg: 82.1 - index / 10, at: now - index * day });
  }
}

async function pressures(home: Household, { userid }: Person, count: number): Promise<void> {
  const now = home.timeline.now() / 1000;
  for (let index = 0; index < count; index++) {
    const reading = { systolicMmHg: 120 + index, diastolicMmHg: 80, heartPulseBpm: 60 };
    await home.vendors.withings.addGroups(userid, bloodPressure(reading, now - index * day - 60, monitor));
  }
}

/** Somebody who has been connected for a while. */
async function settled(home: Household, robin: Person): Promise<void> {
  await weighIns(home, robin, 2);
  await home.ask(robin.id, 'connect');
  await home.timeline.pass({ hours: 1 });
}

const scenarios: Record<string, Scenario> = {
  'the first sync, with a history': {
    async begins(home, robin) {
      await weighIns(home, robin, 5);
      await pressures(home, robin, 2);
      await home.ask(robin.id, 'connect');
    },
  },
  'a weigh-in that Withings tells of': {
    before: settled,
    async begins(home, { userid }) {
      await home.vendors.withings.addWeighIn(userid, { weightKg: 81.3 });
    },
  },
  'a sync for which all tokens have to be renewed': {
    renewsGarmin: true,
    async before(home, robin) {
      await settled(home, robin);
      await home.timeline.pass({ days: 2 });
    },
    async begins(home, { userid }) {
      home.vendors.trainerroad.endSessions();
      await home.vendors.withings.addWeighIn(userid, { weightKg: 81.3 });
    },
  },
  'a weigh-in that is corrected': {
    before: settled,
    async begins(home, robin) {
      const { main } = newestWeighIn(robin);
      const measures = main.measures.map((measure) => (measure.type === 1 ? { ...measure, value: 81_700 } : measure));
      await home.vendors.withings.editGroup(robin.userid, main.grpid, { measures });
    },
  },
  'a weigh-in that is deleted': {
    before: settled,
    async begins(home, robin) {
      for (const { grpid } of newestWeighIn(robin).groups) {
        await home.vendors.withings.deleteGroup(robin.userid, grpid);
      }
    },
  },
  'a sign-in that opens another Garmin account': {
    before: settled,
    async begins(home, robin) {
      await robin.connectGarmin('to another account');
      await home.ask(robin.id, 'connect');
    },
  },
  'maintenance, with something new that Withings did not tell of': {
    async before(home, robin) {
      await settled(home, robin);
      home.vendors.withings.state.faults.dropNotifications = true;
      await home.vendors.withings.addWeighIn(robin.userid, { weightKg: 81.3 });
      robin.scale.subscriptions = [];
    },
    begins: (home, { id }) => home.ask(id, 'maintenance'),
  },
};

/** The main group of the newest weigh-in, and all of them. */
function newestWeighIn({ scale }: Person) {
  const date = Math.max(...scale.groups.map((group) => group.date));
  const groups = scale.groups.filter((group) => group.date === date);
  return { groups, main: groups.find(({ measures }) => measures.some(({ type }) => type === 1))! };
}

interface Point {
  index: number;
  fate: Fate;
}

/** Runs a scenario and lets the process die at one point of it, if one is given. */
async function run({ before, begins }: Scenario, dieAt?: Point) {
  const effects: string[] = [];
  let isWatched = false;
  const fateOf = ({ name }: { name: string }): Fate => {
    if (!isWatched) return 'happens';
    effects.push(name);
    return effects.length - 1 === dieAt?.index ? dieAt.fate : 'happens';
  };
  const home = new Household(memoryDatabase(), { fateOf });
  const robin = await home.addPerson('robin');
  await before?.(home, robin);
  isWatched = true;
  await begins(home, robin);
  await home.timeline.pass({ minutes: 10 });
  const found = effects.slice();
  isWatched = false;
  home.startSchedules();
  await home.timeline.pass({ hours: 10 });
  return { home, robin, effects: found };
}

async function expectEverythingOnce(home: Household, robin: Person): Promise<void> {
  expect(linesAtGarmin(home, robin)).toEqual(eventsOf(robin).map(lineOf).sort());
  expect(robin.member.rider.weightKg).toBe(weightForTrainerRoad(robin, home.timeline.now()));
  expect(wrongDaysAtIntervals(robin, home.timeline.now())).toEqual([]);
  expect(home.queue.deadLetters).toEqual([]);
  expect(home.queue.length).toBe(0);
  const items = (await Array.fromAsync(home.engine.measurements.all(robin.id))).flat().filter(isEvent);
  const states = items.map(({ withdrawn, deliveries }) => [withdrawn, deliveries.garmin?.state]);
  expect(states).toEqual(items.map(({ withdrawn }) => [withdrawn, withdrawn ? 'skipped' : 'verified']));
  expect(items.filter(({ pendingSince }) => pendingSince !== undefined)).toEqual([]);
  expect(await robin.account()).toMatchObject({
    withings: { status: 'connected' },
    connections: {
      garmin: { status: 'connected' },
      trainerroad: { status: 'connected' },
      intervals: { status: 'connected' },
    },
  });
}

/** Garmin's refresh token is spent by asking: whoever dies before the new one is stored has lost the sign-in. */
const onlyWhileGarminRenews = ['crash after garmin POST /di-oauth2-service/oauth/token', 'crash before store Put'];

async function hasLostGarmin({ account }: Person): Promise<boolean> {
  return (await account()).connections.garmin?.status === 'reauthorize';
}

/** Nothing is lost but the sign-in: everything waits, and arrives after the next one. */
async function signInAgain(home: Household, robin: Person): Promise<void> {
  const waiting = await home.engine.measurements.pending(robin.id);
  expect(waiting.map(({ deliveries }) => deliveries.garmin?.state)).toEqual(['pending']);
  await robin.connectGarmin('with a new sign-in');
  await home.timeline.pass({ hours: 4 });
}

describe('whatever a sync dies of, and wherever', () => {
  it.each(Object.keys(scenarios))(
    '%s: everything arrives once',
    async (name) => {
      const scenario = scenarios[name]!;
      const { renewsGarmin = false } = scenario;
      const { home, robin, effects } = await run(scenario);
      await expectEverythingOnce(home, robin);

      let tried = 0;
      const lost: string[] = [];
      for (const [index, effect] of effects.entries()) {
        for (const fate of ['crash before', 'crash after'] as const) {
          const { home, robin } = await run(scenario, { index, fate });
          const point = `${fate} ${index + 1}, ${effect}`;
          expect(home.ended.died, point).toBe(1);
          if (await hasLostGarmin(robin)) {
            lost.push(`${fate} ${effect}`);
            await signInAgain(home, robin);
          }
          await expectEverythingOnce(home, robin).catch((error) => {
            throw new Error(`The process died: ${point}.`, { cause: error });
          });
          tried += 1;
        }
      }
      console.log(`${name}: ${effects.length} points found, ${tried} deaths tried, ${lost.length} sign-ins lost`);
      expect(new Set(lost)).toEqual(new Set(renewsGarmin ? onlyWhileGarminRenews : []));
    },
    120_000,
  );
});
