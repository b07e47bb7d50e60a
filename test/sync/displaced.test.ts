import { expect, it } from 'vitest';
import { memoryDatabase } from '../store/memory-database.ts';
import { ago, syncWorld } from './world.ts';

/** Two weigh-ins of which TrainerRoad takes the second, and is down; then the second one is deleted. */
async function secondDeletedBeforeItWasSent() {
  const world = await syncWorld(memoryDatabase(), { connect: ['trainerroad'] });
  await world.withings.addWeighIn(world.userid, { weightKg: 79.3, at: ago(world, 7200) });
  const second = await world.withings.addWeighIn(world.userid, { weightKg: 81.2, at: ago(world, 3600) });
  world.trainerroad.addFault({ on: 'GET /app/api/profile/rider-information', taken: false, answer: 503, times: 1 });
  await world.sync().catch(() => undefined);
  expect(await world.states('trainerroad')).toEqual(['skipped', 'pending']);
  for (const { grpid } of second) await world.withings.deleteGroup(world.userid, grpid);
  await world.sync('maintenance');
  return world;
}

it('what another weigh-in displaced is sent when that one is deleted before it was', async () => {
  const { member } = await secondDeletedBeforeItWasSent();
  expect(member.rider.weightKg).toBe(79.3);
});
