import type { Vendor } from '../../../lib/account.ts';
import { destinationNames } from '../../../lib/destination.ts';
import { memoryDatabase } from '../../store/memory-database.ts';
import { Household } from '../household.ts';
import type { Person } from '../person.ts';
import { eventsOf, lineOf, linesAtGarmin, weightForTrainerRoad, wrongDaysAtIntervals } from '../truth.ts';
import { type Chance, chance } from './chance.ts';
import { Life } from './life.ts';
import { mendWhatIsBroken } from './owners.ts';
import { Watch } from './watch.ts';
import { Weather } from './weather.ts';

export interface ChaosOptions {
  /** Whether measurements are corrected and deleted; true when absent. */
  corrections?: boolean;
}

export interface ChaosReport {
  seed: number;
  counts: Readonly<Record<string, number>>;
  /** What must never be and was, or is at the end. */
  problems: string[];
}

const dayMs = 86_400_000;

/** Longer than the longest block, the longest wait for an entry to settle, and two looks at what is gone. */
const calmDays = 3;

/**
 * Some people, their weigh-ins and everything that can go wrong, for days on end; then the weather clears up, and what
 * is at every destination must be what Withings has. All of it follows from the seed.
 */
export async function runChaos(seed: number, { corrections = true }: ChaosOptions = {}): Promise<ChaosReport> {
  const draw = chance(seed, 'setting');
  const database = memoryDatabase();
  const home: Household = new Household(database, {
    random: chance(seed, 'vendors').random,
    fateOf: () => weather.fateOf(),
    delayMs: ({ name }) => weather.delayMs(name),
    arrivalsMs: () => weather.arrivalsMs(),
    givenOutAgainMs: () => weather.givenOutAgainMs(),
    troubleOf: (call) => {
      watch.before(call);
      return weather.troubleOf(call);
    },
    called: (call) => watch.after(call),
  });
  const weather = new Weather(home.timeline, chance(seed, 'weather'));
  const watch = new Watch(home, database);
  const life = new Life(home, chance(seed, 'life'), { corrections });

  const foreign = new Map<string, string[]>();
  for (let index = draw.between(2, 3); index > 0; index--) {
    const person = await home.addPerson(`person-${index}`);
    await life.past(person, draw.between(0, 60));
    byAnotherTool(home, person, draw);
    foreign.set(person.id, linesAtGarmin(home, person));
    watch.begin(person);
    await home.ask(person.id, 'connect');
  }
  home.startSchedules();
  // Shorter than the shortest wait before something is sent again: a longer one makes duplicates that nobody can avoid.
  const hiddenSeconds = draw.between(1, 500);
  if (draw.happens(0.4)) home.vendors.garmin.turn({ newEntries: { afterSeconds: hiddenSeconds } });

  const days = draw.between(3, 7);
  for (const vendor of ['withings', ...destinationNames] satisfies Vendor[]) {
    if (!draw.happens(0.3)) continue;
    const from = home.timeline.now() + draw.random() * days * dayMs;
    weather.outages.push({ vendor, from, to: from + draw.random() * 3 * dayMs });
  }
  let mended = 0;
  for (let passed = 0; passed < days; passed++) {
    for (const person of home.people) {
      life.planDay(person);
      if (draw.happens(0.05)) await loseSomething(home, person, draw);
    }
    await home.timeline.pass({ days: 1 });
    for (const person of home.people) if (draw.happens(0.7)) mended += await mendWhatIsBroken(home, person);
  }

  weather.clearUp();
  for (let passed = 0; passed < calmDays; passed++) {
    for (const person of home.people) mended += await mendWhatIsBroken(home, person);
    await home.timeline.pass({ days: 1 });
  }

  // Ten processes in a row that die leave a message among the dead letters, as they would at AWS; nothing else may.
  const problems = [...watch.problems, ...home.bugs];
  for (const person of home.people) problems.push(...(await differences(home, person, foreign.get(person.id)!)));
  const { done, returned, died } = home.ended;
  const counts = {
    ...{ people: home.people.length, days: days + calmDays, syncs: done + returned + died, returned, mended },
    ...{ ...life.counts, ...weather.counts, ...watch.counts, deadLetters: home.queue.deadLetters.length },
  };
  return { seed, counts, problems };
}

/** What somebody's older tool had put into Garmin, at times of its own. */
function byAnotherTool(home: Household, { garminId }: Person, draw: Chance): void {
  const { timeline, vendors } = home;
  for (let count = draw.between(0, 3); count > 0; count--) {
    // Half a second past a second: at the time of none of ours.
    const measuredAt = timeline.now() - draw.between(1, 20) * dayMs - count * 1000 - 500;
    vendors.garmin.account(garminId).weights.push({
      ...{ measuredAt, measuredAtLocal: measuredAt + 3_600_000, samplePk: measuredAt, sourceType: 'MANUAL' },
      ...{ weightKg: 80, composition: noComposition },
    });
  }
}

const noComposition = {
  ...{ bmi: null, bodyFat: null, bodyWater: null, boneMassKg: null, muscleMassKg: null },
  ...{ physiqueRating: null, visceralFat: null, metabolicAgeYears: null },
};

/** A password is changed, a consent is taken back, a session ends. */
async function loseSomething(
  { vendors, timeline }: Household,
  { garminId, userid }: Person,
  draw: Chance,
): Promise<void> {
  const garmin = vendors.garmin.account(garminId);
  const losses: (() => Promise<void>)[] = [
    async () => vendors.trainerroad.endSessions(),
    async () => void Object.assign(garmin, { accessTokens: {} }),
    async () => void Object.assign(garmin, { accessTokens: {}, refreshTokens: {} }),
    () => timeline.work(() => vendors.withings.disconnect(userid)),
  ];
  await draw.oneOf(losses)();
}

/** What is not at the end as Withings has it. */
async function differences(home: Household, person: Person, foreign: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  const wanted = [...eventsOf(person).map(lineOf), ...foreign].sort();
  const found = linesAtGarmin(home, person);
  const lacking = wanted.filter((line) => !found.includes(line));
  const surplus = found.filter((line, index) => !wanted.includes(line) || found.indexOf(line) !== index);
  if (lacking.length > 0) problems.push(`${person.name} lacks ${lacking.join(', ')} at Garmin`);
  if (surplus.length > 0) problems.push(`${person.name} has ${surplus.join(', ')} at Garmin`);

  const weightKg = weightForTrainerRoad(person, home.timeline.now());
  const profileKg = person.member.rider.weightKg;
  if (weightKg !== undefined && weightKg !== profileKg) {
    problems.push(`${person.name} has ${profileKg} kg at TrainerRoad instead of ${weightKg} kg`);
  }
  const wrongDays = wrongDaysAtIntervals(person, home.timeline.now());
  if (wrongDays.length > 0) problems.push(`${person.name} has the wrong ${wrongDays.join(', ')} at intervals.icu`);
  const pending = await home.engine.measurements.pending(person.id);
  if (pending.length > 0) problems.push(`${person.name} still has ${pending.map(({ event }) => event)} pending`);
  return problems;
}
