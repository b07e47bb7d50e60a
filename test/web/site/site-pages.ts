import type { EventItem, LedgerItem } from '../../../lib/ledger.ts';
import { measurementPath } from '../../../lib/web/pages/measurement-path.ts';
import { measurementRoutes } from '../../../lib/web/site/measurements.ts';
import { overviewRoutes } from '../../../lib/web/site/overview.ts';
import type { Route } from '../../../lib/web/site/visit.ts';
import { accountOf, connectionOf, ledgerOf, leftOf, newcomer, thisMorning, weighInOf } from '../pages/household.ts';
import { healthy } from './healthy.ts';
import { lifeOf } from './life.ts';
import { visitorOf, type World } from './visitor.ts';

const at = thisMorning * 1000;

export const everywhere: EventItem = {
  ...weighInOf(thisMorning, 80.94, {
    garmin: {
      ...{
        state: 'verified',
        at: at + 90_000,
        sentAt: at + 60_000,
        attempts: 2,
        remoteId: '1763620260000:1763620265123',
      },
      file: 'fit/1234567/2026/11/2026-11-20T063100Z-0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9.fit',
    },
    trainerroad: { state: 'failed', at: at + 90_000, reason: 'TrainerRoad refused the weight' },
    intervals: { state: 'pending', at, reason: 'intervals.icu did not answer within 10 s' },
  }),
  values: {
    ...{ weightKg: 80.94, fatPercent: 18.64, muscleMassKg: 62.1, boneMassKg: 3.2, hydrationPercent: 55.1, bmi: 24.4 },
    ...{ visceralFatRating: 3.1, metabolicAgeYears: 41, basalMetabolismKcal: 1820 },
  },
};
const waiting = weighInOf(thisMorning, 80.94, { garmin: { state: 'pending', at } });
export const uncertain: LedgerItem = {
  ...leftOf(thisMorning - 3600, 'ambiguous'),
  groups: [
    {
      ...{ grpid: 77, attrib: 1, date: thisMorning, created: thisMorning, modified: thisMorning, category: 1 },
      ...{ deviceid: 'scale', model: 'Body Cardio', measures: [{ type: 1, value: 64_800, unit: -3 }] },
    },
  ],
};
const troubled = accountOf({
  connections: {
    garmin: connectionOf(),
    trainerroad: connectionOf({ paused: true }),
    intervals: connectionOf({ status: 'reauthorize', problem: 'The API key was refused.' }),
  },
});

/** The world a page is opened in, and its address. */
const opened: Readonly<Record<string, { world: World; routes: readonly Route[]; address: string }>> = {
  overview: { world: { account: troubled, items: [...lifeOf(300), uncertain] }, routes: overviewRoutes, address: '/' },
  'overview of ten years': {
    world: { items: lifeOf(3653), locale: 'de-DE' },
    routes: overviewRoutes,
    address: '/?range=all',
  },
  'overview of a long name': {
    world: {
      account: accountOf({ name: 'Владимир Александрович Преображенский-Wolfeschlegelsteinhausenbergerdorff' }),
      items: lifeOf(3653).slice(0, 40),
      locale: 'de-DE',
    },
    routes: overviewRoutes,
    address: '/?range=all',
  },
  'overview, all wrong': { world: { items: ledgerOf() }, routes: overviewRoutes, address: '/?range=30d' },
  'overview of a newcomer': { world: { account: newcomer() }, routes: overviewRoutes, address: '/' },
  measurements: {
    world: { items: [...lifeOf(60), uncertain], locale: 'ar-EG' },
    routes: measurementRoutes,
    address: '/measurements',
  },
  'no measurements': { world: {}, routes: measurementRoutes, address: '/measurements' },
  measurement: {
    world: { items: [everywhere], locale: 'de-DE' },
    routes: measurementRoutes,
    address: measurementPath(everywhere.event),
  },
  'measurement to hold': {
    world: { items: [waiting] },
    routes: measurementRoutes,
    address: measurementPath(waiting.event),
  },
  'measurement of whom': {
    world: { items: [uncertain] },
    routes: measurementRoutes,
    address: measurementPath(uncertain.event),
  },
};

/** Every kind of page, by name. */
export const sitePages: Readonly<Record<string, () => Promise<string>>> = {
  ...Object.fromEntries(Object.entries(opened).map(([name, one]) => [name, () => markupOf(one)])),
  health: async () => (await healthy()).markup(),
  'health, little shared': async () => (await healthy('user.metrics')).markup(),
};

async function markupOf({ world, routes, address }: (typeof opened)[string]): Promise<string> {
  const { go } = await visitorOf(world);
  return String((await go(routes, address)).body);
}
