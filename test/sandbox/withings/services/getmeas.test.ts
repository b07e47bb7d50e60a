import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../../../../lib/clock.ts';
import { sandboxed } from '../../../withings/connected.ts';
import { post } from '../calls.ts';

const weight = (grams: number) => [{ value: grams, type: 1, unit: -3 }];

async function connected(settings = {}) {
  const sandbox = sandboxed({ identicalCallSeconds: 0, ...settings });
  const { accessToken } = await sandbox.connect();
  const getmeas = async (params: Record<string, string> = {}) =>
    (await post(sandbox.fetch, '/measure', { action: 'getmeas', ...params }, accessToken)).body;
  const dates = async (params: Record<string, string>): Promise<number[]> =>
    (await getmeas(params)).measuregrps.map(({ date }: { date: number }) => date);
  return {
    ...sandbox,
    accessToken,
    getmeas,
    dates,
    userid: sandbox.person.userid,
    now: () => epochSeconds(sandbox.clock),
  };
}

describe('getmeas', () => {
  it.each([undefined, 'wrong'])('gives nothing to whom has no good token: %s', async (accessToken) => {
    const { fetch, simulator, userid } = await connected();
    await simulator.addWeighIn(userid, { weightKg: 80 });
    const answer = await post(fetch, '/measure', { action: 'getmeas' }, accessToken);
    expect(answer).toMatchObject({ http: 200, status: 401, body: {} });
  });

  it('takes the token as a parameter too, and parameters in the query', async () => {
    const { fetch, accessToken } = await connected();
    const path = `/measure?action=getmeas&access_token=${accessToken}`;
    expect(await post(fetch, path, {})).toMatchObject({ status: 0 });
  });

  it('needs user.metrics', async () => {
    const { fetch, connect } = await connected();
    const { accessToken } = await connect(['user.info']);
    expect(await post(fetch, '/measure', { action: 'getmeas' }, accessToken)).toMatchObject({ status: 277, body: {} });
  });

  it('knows no other action', async () => {
    const { fetch, accessToken } = await connected();
    expect(await post(fetch, '/measure', { action: 'putmeas' }, accessToken)).toMatchObject({ status: 2554 });
  });

  it('counts both ends of a time in', async () => {
    const { simulator, userid, dates } = await connected();
    await simulator.addGroups(
      userid,
      [100, 200, 300, 400].map((date) => ({ date, measures: weight(80_000) })),
    );
    expect(await dates({ startdate: '200', enddate: '300' })).toEqual([300, 200]);
  });

  it('gives what was created or modified after lastupdate, whenever it was measured', async () => {
    const { simulator, userid, dates, clock, now } = await connected();
    const [old] = await simulator.addGroups(userid, [{ date: 100, measures: weight(80_000) }]);
    const before = now();
    clock.advance({ minutes: 1 });
    await simulator.addGroups(userid, [{ date: 50, measures: weight(81_000) }]);
    expect(await dates({ lastupdate: String(before) })).toEqual([50]);
    clock.advance({ minutes: 1 });
    const after = now();
    await simulator.editGroup(userid, old!.grpid, { measures: weight(79_000) });
    expect(await dates({ lastupdate: String(after) })).toEqual([]);
    expect(await dates({ lastupdate: String(after - 1) })).toEqual([100]);
  });

  it('forgets a deleted group without a trace', async () => {
    const { simulator, userid, dates } = await connected();
    const [first] = await simulator.addGroups(
      userid,
      [100, 200].map((date) => ({ date, measures: weight(80_000) })),
    );
    await simulator.deleteGroup(userid, first!.grpid);
    expect(await dates({ lastupdate: '0' })).toEqual([200]);
  });

  it('leaves goals out when asked for measurements only', async () => {
    const { simulator, userid, dates } = await connected();
    await simulator.addGroups(userid, [{ date: 100, measures: weight(75_000), category: 2 }]);
    expect(await dates({ category: '1' })).toEqual([]);
    expect(await dates({})).toEqual([100]);
  });

  it('gives only the types that were asked for', async () => {
    const { simulator, userid, getmeas } = await connected();
    await simulator.addWeighIn(userid, { weightKg: 80.1, heartPulseBpm: 58 });
    const { measuregrps } = await getmeas({ meastypes: '1,11' });
    expect(measuregrps).toMatchObject([
      { measures: [{ type: 11, value: 58, unit: 0 }] },
      { measures: [{ type: 1, value: 80_100, unit: -3 }] },
    ]);
  });

  it('pages with a number for more, and without the keys on the last page', async () => {
    const { simulator, userid, getmeas } = await connected({ pageSize: 2 });
    await simulator.addGroups(
      userid,
      [100, 200, 300].map((date) => ({ date, measures: weight(80_000) })),
    );
    expect(await getmeas()).toMatchObject({ more: 1, offset: 2, measuregrps: [{ date: 300 }, { date: 200 }] });
    const last = await getmeas({ offset: '2' });
    expect(last.measuregrps).toMatchObject([{ date: 100 }]);
    expect(Object.keys(last)).toEqual(['updatetime', 'timezone', 'measuregrps']);
  });

  it.each([{ startdate: 'yesterday' }, { lastupdate: '5', startdate: '5' }])('refuses %o', async (params) => {
    const { fetch, accessToken } = await connected();
    expect(await post(fetch, '/measure', { action: 'getmeas', ...params }, accessToken)).toMatchObject({ status: 503 });
  });

  it('keeps two groups that share an id', async () => {
    const { simulator, userid, dates } = await connected();
    await simulator.addGroups(userid, [
      { grpid: 7, date: 100, attrib: 0, measures: weight(80_000) },
      { grpid: 7, date: 100, attrib: 8, measures: weight(80_000) },
    ]);
    expect(await dates({})).toEqual([100, 100]);
  });
});

describe('a weigh-in on the Body Scan', () => {
  it('is three groups of one second and one scale, with 5 and 8 twice in the first', async () => {
    const { simulator, userid, now } = await connected();
    const groups = await simulator.addWeighIn(userid, { weightKg: 80.094 });
    expect(groups.map(({ attrib }) => attrib)).toEqual([0, 0, 8]);
    expect(new Set(groups.map(({ date, deviceid }) => `${date} ${deviceid}`)).size).toBe(1);
    expect(groups.every(({ grpid, date }) => grpid > 2 ** 31 && date === now())).toBe(true);
    const types = groups[0]!.measures.map(({ type }) => type);
    expect(types.filter((type) => type === 5 || type === 8)).toEqual([5, 5, 8, 8]);
    expect(groups[0]!.measures[0]).toMatchObject({ type: 1, value: 80_094, unit: -3 });
    const [second] = await simulator.addWeighIn(userid, { weightKg: 80 });
    expect(second!.deviceid).toBe(groups[0]!.deviceid);
  });
});

describe('the state', () => {
  it('survives being written down and read again', async () => {
    const { simulator, userid, getmeas } = await connected();
    await simulator.addWeighIn(userid, { weightKg: 80 });
    const before = await getmeas();
    const copy = JSON.parse(JSON.stringify(simulator.state));
    expect(copy).toEqual(simulator.state);
    expect(before.measuregrps).toEqual(copy.people[0].groups.toReversed());
  });
});
