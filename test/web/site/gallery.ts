import type { Page } from 'playwright-core';
import type { Account } from '../../../lib/account.ts';
import type { Delivery, EventItem } from '../../../lib/ledger.ts';
import { inventRecords } from '../../../lib/sandbox/withings/invented/records.ts';
import { measurementPath } from '../../../lib/web/pages/measurement-path.ts';
import { type OwnerWorld, ownerWorld } from '../owner/owner-world.ts';
import { connectionOf, thisMorning, weighInOf } from '../pages/household.ts';
import { lifeOf } from './life.ts';
import { serveWorld } from './served-site.ts';
import { everywhere, uncertain } from './site-pages.ts';

const daySeconds = 86_400;
const syncedAt = (thisMorning + 60) * 1000;
const scopes = ['user.info', 'user.metrics', 'user.activity'] as const;
const devices = [
  { model: 'Body Scan', battery: 'high', seenAt: thisMorning },
  { model: 'BPM Connect', battery: 'low', seenAt: thisMorning - 3 * daySeconds },
];

/** Every page of a site in which people have lived, behind a real port; all of them are invented. */
export async function openGallery() {
  const served = await serveWorld(async (address) => {
    const world = await ownerWorld(address);
    // Only what takes long is given up, and nothing here does.
    world.site.clock = { now: () => world.clock.now(), sleep: () => new Promise(() => {}) };
    return world;
  });
  const { world } = served;
  const eva = await settle(world, 'Eva', { settings: { units: 'kg' } });
  const hers = [...lifeOf(1100).filter(({ event }) => event !== proven.event), proven];
  await world.measurements.saveAll(hers.map((item) => ({ ...item, account: eva, version: 0 })));
  const tom = await settle(world, 'Tom', { settings: { units: 'st' }, connections: troubled() });
  const held = { ...weighInOf(thisMorning - 3600, 64.8, {}), held: 'it is far from your recent weights' };
  const theirs = [...lifeOf(80).filter(({ event }) => event !== everywhere.event), uncertain, held, everywhere];
  await world.measurements.saveAll(theirs.map((item) => ({ ...item, account: tom, version: 0 })));
  const kim = await settle(world, 'Kim', { connectedAt: world.clock.now(), connections: {} });
  const jo = await settle(world, 'Jo', { paused: true, settings: { units: 'lb' } });
  await world.measurements.saveAll(lifeOf(30).map((item) => ({ ...item, account: jo, version: 0 })));
  const owner = world.owner.id;

  /** The pages by name: whose they are, where, and for some what is done there. */
  const pages: Record<string, { of: string; path: string; open?: (page: Page) => Promise<void> }> = {
    overview: { of: eva, path: '/' },
    'overview of three years': { of: eva, path: '/?range=all' },
    'overview with troubles, in stones': { of: tom, path: '/' },
    'overview, empty': { of: kim, path: '/' },
    'overview, paused, in pounds': { of: jo, path: '/' },
    measurements: { of: eva, path: '/measurements' },
    'measurements with troubles': { of: tom, path: '/measurements' },
    'measurements, none': { of: kim, path: '/measurements' },
    measurement: { of: eva, path: measurementPath(proven.event) },
    'measurement with troubles': { of: tom, path: measurementPath(everywhere.event) },
    'measurement held': { of: tom, path: measurementPath(held.event) },
    'measurement of whom': { of: tom, path: measurementPath(uncertain.event) },
    health: { of: eva, path: '/health' },
    'health, little shared': { of: owner, path: '/health' },
    connections: { of: eva, path: '/connections' },
    'connections with troubles': { of: tom, path: '/connections' },
    'connections, none': { of: kim, path: '/connections' },
    'code for Garmin': { of: kim, path: '/connections', open: press('Show the command for Garmin') },
    settings: { of: eva, path: '/settings' },
    'delete everything': { of: eva, path: '/delete' },
    'delete everything, sure': { of: eva, path: '/delete/confirm' },
    'link for somebody': { of: owner, path: '/people', open: inviteSam },
    people: { of: owner, path: '/people' },
    'remove a person': { of: owner, path: `/people/${kim}/remove` },
    system: { of: owner, path: '/system' },
    cost: { of: owner, path: '/system/cost' },
  };
  return { ...served, pages };
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).click();

async function inviteSam(page: Page): Promise<void> {
  await page.getByLabel('Their name').fill('Sam');
  await press('Make a link')(page);
}

/** Sent to each destination at the first attempt, and read back. */
const proven: EventItem = {
  ...everywhere,
  model: 'Body Scan',
  deliveries: {
    garmin: { ...everywhere.deliveries.garmin, ...sentOnce('1763620260000') },
    trainerroad: sentOnce(),
    intervals: sentOnce('2026-11-20'),
  },
};

function sentOnce(remoteId?: string): Delivery {
  const sentAt = (thisMorning + 35) * 1000;
  return { state: 'verified', at: sentAt + 4000, sentAt, attempts: 1, ...(remoteId && { remoteId }) };
}

/** Somebody who has been here for long and shares everything. */
async function settle({ person, accounts, site, clock }: OwnerWorld, name: string, changes: Partial<Account>) {
  const { id, account, scale } = await person(name.toLowerCase(), undefined, scopes);
  scale.records = inventRecords({ seed: 7, until: clock.now() / 1000, days: 30, timezone: 'Europe/Berlin' }, []);
  await site.shortLived.put('withings-facts', id, { notifies: true, devices }, clock.now() + 3_600_000);
  await accounts.change(await account(), ({ withings, connections, ...known }) => ({
    ...known,
    ...{ name, timeZone: 'Europe/Berlin', connectedAt: (thisMorning - 700 * daySeconds) * 1000 },
    withings: { ...withings, cursor: thisMorning },
    connections: {
      garmin: arriving(connections.garmin),
      trainerroad: arriving(connections.trainerroad),
      intervals: arriving(connections.intervals),
    },
    lastSync: { startedAt: syncedAt, finishedAt: syncedAt },
    ...changes,
  }));
  return id;
}

const arriving = (connection: Account['connections']['garmin']) => ({
  ...connectionOf(),
  ...connection,
  enrolled: true,
  lastVerifiedAt: syncedAt,
});

const troubled = (): Account['connections'] => ({
  garmin: connectionOf({ status: 'reauthorize', problem: 'Garmin does not accept the sign-in any more.' }),
  trainerroad: connectionOf({ paused: true }),
  intervals: connectionOf({ blockedUntil: (thisMorning + 7200) * 1000, problem: 'intervals.icu asks for a pause.' }),
});
