import { describe, expect, it } from 'vitest';
import { asking } from '../asking.ts';

const days = { startdateymd: '2026-03-01', enddateymd: '2026-03-02' };
const night = { startdate: '100', enddate: '200' };
const confirmed = { grpid: '1', is_confirmed: 'true' };

/** Each service, what it may be asked with, and the scopes one of which it needs. */
const services: readonly (readonly [name: string, params: Record<string, string>, scopes: readonly string[]])[] = [
  ['/measure getmeas', {}, ['user.metrics']],
  ['/v2/measure confirmuser', confirmed, ['user.metrics']],
  ['/v2/measure getactivity', days, ['user.activity']],
  ['/v2/measure getintradayactivity', {}, ['user.activity']],
  ['/v2/measure getworkouts', days, ['user.activity']],
  ['/v2/sleep get', night, ['user.activity']],
  ['/v2/sleep getsummary', days, ['user.activity']],
  ['/v2/heart list', {}, ['user.metrics']],
  ['/v2/heart get', { signalid: '5' }, ['user.metrics']],
  ['/v2/stetho list', {}, ['user.metrics']],
  ['/v2/stetho get', { signalid: '6' }, ['user.metrics']],
  ['/v2/user getdevice', {}, ['user.info']],
  ['/v2/user getgoals', {}, ['user.info', 'user.metrics']],
];

describe.each(services)('%s', (name, params, scopes) => {
  const world = async () => {
    const asked = await asking();
    const { simulator, userid } = asked;
    await simulator.addGroups(userid, [{ grpid: 1, date: 5, measures: [] }]);
    await simulator.addHeartRecord(userid, { heart_rate: 60, ecg: { signalid: 5, afib: 0 } });
    await simulator.addHeartSound(userid, { signalid: 6 });
    return asked;
  };

  it('answers whoever has the scope, and nobody else', async () => {
    const { ask, connect } = await world();
    for (const scope of ['user.info', 'user.metrics', 'user.activity', 'user.sleepevents'] as const) {
      const { accessToken } = await connect([scope]);
      expect(await ask(name, params, accessToken), scope).toMatchObject({ status: scopes.includes(scope) ? 0 : 277 });
    }
  });

  it('answers nobody whose token is not good', async () => {
    const { ask } = await world();
    expect(await ask(name, params, 'wrong')).toMatchObject({ http: 200, status: 401, body: {} });
  });

  it('is of its own path', async () => {
    const { ask } = await world();
    expect(await ask(`/elsewhere ${name.split(' ')[1]}`, params)).toMatchObject({ status: 2554 });
  });
});

describe.each([['/v2/measure getactivity'], ['/v2/measure getworkouts'], ['/v2/sleep getsummary']])(
  'the days of %s',
  (name) => {
    it.each([
      ['none at all', {}, 'missing startdateymd'],
      ['no end', { startdateymd: '2026-03-01' }, 'missing enddateymd'],
      ['no beginning', { enddateymd: '2026-03-01' }, 'missing startdateymd'],
      ['a time and not a day', { startdateymd: '1700000000', enddateymd: '2026-03-01' }, 'invalid startdateymd'],
      ['a day that is none', { startdateymd: '2026-03-01', enddateymd: '2026-13-01' }, 'invalid enddateymd'],
      ['both ways at once', { ...days, lastupdate: '5' }, 'lastupdate together with startdateymd or enddateymd'],
      ['a day as lastupdate', { lastupdate: '2026-03-01' }, 'invalid lastupdate'],
      ['an offset that is no number', { lastupdate: '0', offset: 'next' }, 'invalid offset'],
    ])('are refused: %s', async (_, params, what) => {
      const { ask } = await asking();
      expect(await ask(name, params)).toMatchObject({ status: 503, error: `Invalid Params: ${what}` });
    });
  },
);

describe.each([
  ['/v2/measure getintradayactivity', { startdate: '2026-03-01' }, 'invalid startdate'],
  ['/v2/sleep get', { startdate: '5' }, 'missing enddate'],
  ['/v2/sleep get', { startdate: '5', enddate: 'now' }, 'invalid enddate'],
  ['/v2/heart list', { enddate: 'now' }, 'invalid enddate'],
  ['/v2/heart get', {}, 'missing signalid'],
  ['/v2/heart get', { signalid: '77' }, 'invalid signalid'],
  ['/v2/stetho list', { offset: '-1' }, 'invalid offset'],
  ['/v2/stetho get', {}, 'missing signalid'],
  ['/v2/stetho get', { signalid: '77' }, 'invalid signalid'],
  ['/v2/measure confirmuser', { grpid: '1' }, 'missing is_confirmed'],
  ['/v2/measure confirmuser', { grpid: '1', is_confirmed: 'perhaps' }, 'invalid is_confirmed'],
  ['/v2/measure confirmuser', { grpid: '77', is_confirmed: '1' }, 'invalid grpid'],
])('%s with %o', (name, params, what) => {
  it(`is refused: ${what}`, async () => {
    const { ask } = await asking();
    expect(await ask(name, params)).toMatchObject({ status: 503, error: `Invalid Params: ${what}` });
  });
});
