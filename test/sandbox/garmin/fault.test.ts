import { describe, expect, it } from 'vitest';
import { encodeWeightFile } from '../../../lib/fit/weight-file.ts';
import { weighIn } from '../../fit/events.ts';
import { garmin, halfPastSix } from './world.ts';

const file = encodeWeightFile([weighIn({ measuredAt: halfPastSix / 1000, values: { weightKg: 80 } })]);
const day = '/weight-service/weight/dayview/2026-11-20?includeAll=true';

describe('a fault', () => {
  it.each([429, 500, 502, 503, 504] as const)('of %d is an error page, and nothing was done', async (answer) => {
    const { simulator, upload } = garmin();
    simulator.addFault({ on: 'upload-service', taken: false, answer });
    const response = await upload(file);
    expect(response.status).toBe(answer);
    expect(response.headers.get('Content-Type')).toContain('text/html');
    expect(simulator.weights('anna')).toEqual([]);
  });

  it('can come after the deed', async () => {
    const { simulator, upload } = garmin();
    simulator.addFault({ on: 'upload-service', taken: true, answer: 504, times: 1 });
    expect((await upload(file)).status).toBe(504);
    expect(simulator.weights('anna')).toHaveLength(1);
  });

  it.each([true, false])('can lose the answer; done all the same: %s', async (taken) => {
    const { simulator, upload } = garmin();
    simulator.addFault({ on: 'upload-service', taken, answer: 'lost', times: 1 });
    await expect(upload(file)).rejects.toThrow(TypeError);
    expect(simulator.weights('anna')).toHaveLength(taken ? 1 : 0);
  });

  it('can empty the answer', async () => {
    const { simulator, call } = garmin();
    simulator.addFault({ on: 'weight-service', taken: false, answer: 'empty', times: 1 });
    const response = await call(day);
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('meets its own service and method only, as often as it says', async () => {
    const { simulator, call, post } = garmin();
    simulator.addFault({ on: 'weight-service', method: 'GET', taken: false, answer: 503, times: 2 });
    const statuses: number[] = [];
    statuses.push((await call('/userprofile-service/socialProfile')).status);
    statuses.push((await post('/weight-service/user-weight', {})).status);
    for (let i = 0; i < 3; i++) statuses.push((await call(day)).status);
    expect(statuses).toEqual([200, 400, 503, 503, 200]);
    expect(simulator.state.faults).toEqual([]);
  });

  it('without an end stays until it is taken away', async () => {
    const { simulator, call } = garmin();
    simulator.addFault({ on: 'weight-service', taken: false, answer: 429 });
    for (let i = 0; i < 5; i++) expect((await call(day)).status).toBe(429);
    simulator.state.faults = [];
    expect((await call(day)).status).toBe(200);
  });
});

describe('a new entry', () => {
  const shown = async ({ get }: ReturnType<typeof garmin>) => (await get(day)).dateWeightList.length;

  it('is seen at once', async () => {
    const world = garmin();
    await world.upload(file);
    expect(await shown(world)).toBe(1);
  });

  it('may never be seen', async () => {
    const world = garmin();
    world.simulator.turn({ newEntries: 'never' });
    expect((await world.upload(file)).status).toBe(201);
    for (let i = 0; i < 3; i++) expect(await shown(world)).toBe(0);
    expect(world.simulator.weights('anna')).toHaveLength(1);
  });

  it('may be seen only after some reads', async () => {
    const world = garmin();
    world.simulator.turn({ newEntries: { afterReads: 2 } });
    await world.upload(file);
    expect([await shown(world), await shown(world), await shown(world)]).toEqual([0, 0, 1]);
  });

  it('may be seen only after some time', async () => {
    const world = garmin();
    world.simulator.turn({ newEntries: { afterSeconds: 30 } });
    await world.upload(file);
    world.clock.advance({ seconds: 29 });
    expect(await shown(world)).toBe(0);
    world.clock.advance({ seconds: 1 });
    expect(await shown(world)).toBe(1);
  });
});
