import { describe, expect, it } from 'vitest';
import { redirectUri } from '../../withings/connected.ts';
import { post } from './calls.ts';
import { callbackurl, subscribed } from './subscribed.ts';

describe('subscribe', () => {
  it('tries the URL with HEAD before it takes it', async () => {
    const { subscribe, received, notify } = await subscribed([]);
    expect(await subscribe({ comment: 'mine' })).toEqual({ http: 200, status: 0, body: {} });
    expect(received.map(({ method }) => method)).toEqual(['HEAD']);
    const profiles = [{ appli: 1, callbackurl, comment: 'mine', expires: 2_147_483_647 }];
    expect(await notify({ action: 'list' })).toMatchObject({ body: { profiles } });
  });

  it.each([204, 301, 403, 404, 500])('refuses a URL whose HEAD answers %i, unless it is 2xx', async (status) => {
    const { subscribe, callback, person } = await subscribed([]);
    callback.status = status;
    expect(await subscribe()).toMatchObject({ status: status === 204 ? 0 : 293 });
    expect(person.subscriptions).toHaveLength(status === 204 ? 1 : 0);
  });

  it('refuses a URL that nobody answers at', async () => {
    const { subscribe, callback } = await subscribed([]);
    Object.defineProperty(callback, 'status', {
      get: () => {
        throw new TypeError('fetch failed');
      },
    });
    expect(await subscribe()).toMatchObject({ status: 293 });
  });

  it.each([
    ['http', 'http://weighbridge.example/webhook'],
    ['an address', 'https://192.0.2.1/webhook'],
    ['an address of version 6', 'https://[2001:db8::1]/webhook'],
    ['this machine', 'https://localhost/webhook'],
    ['a host without a domain', 'https://intranet/webhook'],
    ['another port', 'https://weighbridge.example:8443/webhook'],
    ['more than 255 characters', `https://weighbridge.example/${'a'.repeat(255)}`],
    ['no URL', 'webhook'],
    ['nothing', ''],
  ])('refuses %s and does not even try it', async (_, url) => {
    const { subscribe, received } = await subscribed([]);
    expect(await subscribe({ callbackurl: url })).toMatchObject({ status: 293 });
    expect(received).toEqual([]);
  });

  it('takes this machine for development', async () => {
    const { subscribe } = await subscribed([], { allowLocalhost: true });
    expect(await subscribe({ callbackurl: 'http://localhost:3000/webhook/secret' })).toMatchObject({ status: 0 });
  });

  it('refuses a host that is not registered for the application', async () => {
    const { subscribe, simulator } = await subscribed([]);
    simulator.state.clients.push({ clientId: 'client', clientSecret: 'secret', callbackUrls: [redirectUri] });
    expect(await subscribe()).toMatchObject({ status: 0 });
    expect(await subscribe({ callbackurl: 'https://elsewhere.example/webhook' })).toMatchObject({ status: 293 });
  });

  it.each([
    ['no appli', { appli: '' }, 503],
    ['an unknown appli', { appli: '4711' }, 503],
    ['a comment that is too long', { comment: 'a'.repeat(256) }, 304],
  ])('refuses %s', async (_, form, status) => {
    const { subscribe } = await subscribed([]);
    expect(await subscribe(form)).toMatchObject({ status });
  });

  it('needs the scope of what it is about', async () => {
    const { fetch, connect } = await subscribed([]);
    const { accessToken } = await connect(['user.metrics']);
    const form = { action: 'subscribe', callbackurl };
    expect(await post(fetch, '/notify', { ...form, appli: '44' }, accessToken)).toMatchObject({ status: 277 });
    expect(await post(fetch, '/notify', { ...form, appli: '4' }, accessToken)).toMatchObject({ status: 0 });
  });

  it('can try the URL with an empty POST as well', async () => {
    const { subscribe, received } = await subscribed([], { emptyPost: true });
    await subscribe();
    expect(received).toMatchObject([{ method: 'HEAD' }, { method: 'POST', body: '' }]);
  });
});

describe('get', () => {
  it('shows one subscription, of appli 1 unless said otherwise', async () => {
    const { notify, subscribe } = await subscribed([1]);
    await subscribe({ appli: '44', comment: 'nights' });
    const get = (form = {}) => notify({ action: 'get', callbackurl, ...form });
    expect(await get()).toEqual({ http: 200, status: 0, body: { appli: 1, callbackurl, comment: null } });
    expect(await get({ appli: '44' })).toMatchObject({ body: { appli: 44, callbackurl, comment: 'nights' } });
    expect(await get({ appli: '16' })).toMatchObject({ status: 343 });
    expect(await get({ callbackurl: `${callbackurl}/other` })).toMatchObject({ status: 343 });
  });
});

describe('update', () => {
  const update = { action: 'update', callbackurl, appli: '1' };
  const new_callbackurl = 'https://weighbridge.example/webhook/other';

  it.each([
    ['the URL', { new_callbackurl }, { appli: 1, callbackurl: new_callbackurl, comment: null }],
    ['the appli', { new_appli: '44' }, { appli: 44, callbackurl, comment: null }],
    ['the comment', { comment: 'mine' }, { appli: 1, callbackurl, comment: 'mine' }],
  ])('changes %s', async (_, change, after) => {
    const { notify } = await subscribed([1]);
    expect(await notify({ ...update, ...change })).toMatchObject({ status: 0, body: {} });
    expect((await notify({ action: 'list' })).body.profiles).toMatchObject([after]);
  });

  it('tries a new URL before it takes it', async () => {
    const { notify, callback, received, person } = await subscribed([1]);
    callback.status = 404;
    expect(await notify({ ...update, new_callbackurl })).toMatchObject({ status: 293 });
    expect(received.map(({ method }) => method)).toEqual(['HEAD']);
    expect(person.subscriptions).toMatchObject([{ callbackurl }]);
  });

  it.each([
    ['nothing to change', {}, 503],
    ['two things at once', { new_appli: '4', comment: 'mine' }, 503],
    ['an unknown appli', { new_appli: '4711' }, 503],
    ['a subscription that is not there', { appli: '4', new_appli: '16' }, 343],
    ['a comment that is too long', { comment: 'a'.repeat(256) }, 304],
    ['a URL that is not public', { new_callbackurl: 'https://192.0.2.1/webhook' }, 293],
  ])('refuses %s', async (_, change, status) => {
    const { notify, person } = await subscribed([1]);
    expect(await notify({ ...update, ...change })).toMatchObject({ status });
    expect(person.subscriptions).toMatchObject([{ appli: 1, callbackurl, comment: null }]);
  });

  it('leaves one subscription where it meets another', async () => {
    const { notify, person } = await subscribed([1, 4]);
    expect(await notify({ ...update, new_appli: '4' })).toMatchObject({ status: 0 });
    expect(person.subscriptions).toMatchObject([{ appli: 4 }]);
  });
});

describe('revoke', () => {
  it('ends one subscription, and knows when there was none', async () => {
    const { notify, person } = await subscribed([1, 4]);
    expect(await notify({ action: 'revoke', callbackurl, appli: '1' })).toMatchObject({ status: 0 });
    expect(person.subscriptions).toMatchObject([{ appli: 4 }]);
    expect(await notify({ action: 'revoke', callbackurl, appli: '1' })).toMatchObject({ status: 343 });
  });
});

describe('notifications', () => {
  it('are one form for each group, with the second before it as its start', async () => {
    const { simulator, received, userid } = await subscribed();
    await simulator.addWeighIn(userid, { weightKg: 80, at: 1_700_000_000 });
    const form = (appli: number) => ({
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      body: `userid=12345678&startdate=1699999999&enddate=1700000000&appli=${appli}`,
    });
    expect(received).toEqual([form(1), form(4), form(1)]);
  });

  it('tell of edits and deletions too', async () => {
    const { simulator, received, userid } = await subscribed();
    const [group] = await simulator.addWeighIn(userid, { weightKg: 80 });
    received.length = 0;
    await simulator.editGroup(userid, group!.grpid, { attrib: 7 });
    await simulator.deleteGroup(userid, group!.grpid);
    expect(received).toHaveLength(2);
    expect(received[0]).toEqual(received[1]);
  });

  it('are of the day for activity and workouts, of the night for sleep, of the moment for what the heart did', async () => {
    const { simulator, received, userid } = await subscribed([16, 44, 54, 61]);
    const [startdate, enddate] = [1_709_336_580, 1_709_368_500];
    await simulator.addActivity(userid, { date: '2024-03-01', values: {} });
    await simulator.addWorkout(userid, { category: 7, startdate: enddate, enddate: enddate + 60, data: {} });
    await simulator.addNight(userid, { startdate, enddate, data: {} });
    await simulator.addHeartRecord(userid, { heart_rate: 60, timestamp: 1000, ecg: { signalid: 1, afib: 0 } });
    await simulator.addHeartRecord(userid, { heart_rate: 60, bloodpressure: { diastole: 80, systole: 120 } });
    await simulator.addHeartSound(userid, { timestamp: 2000 });
    expect(received.map(({ body }) => body)).toEqual([
      'userid=12345678&date=2024-03-01&appli=16',
      'userid=12345678&date=2024-03-02&appli=16',
      'userid=12345678&startdate=1709336580&enddate=1709368500&appli=44',
      'userid=12345678&startdate=999&enddate=1000&appli=54',
      'userid=12345678&startdate=1999&enddate=2000&appli=61',
    ]);
  });

  it('tell of what leaves no data, as getting into bed', async () => {
    const { simulator, received, userid } = await subscribed([50]);
    await simulator.notify(userid, 50, { deviceid: 'abc' });
    expect(received).toMatchObject([{ body: 'userid=12345678&deviceid=abc&appli=50' }]);
  });

  it.each(['true', 'false'])('tell that a weigh-in was confirmed or denied: %s', async (is_confirmed) => {
    const { simulator, received, userid, fetch, connect } = await subscribed([1]);
    const measures = [{ value: 80, type: 1, unit: 0 }];
    const [group] = await simulator.addGroups(userid, [{ date: 100, attrib: 1, measures }]);
    received.length = 0;
    const { accessToken } = await connect();
    const form = { action: 'confirmuser', grpid: String(group!.grpid), is_confirmed };
    await post(fetch, '/v2/measure', form, accessToken);
    await simulator.deliverDue();
    expect(received).toMatchObject([{ body: 'userid=12345678&startdate=99&enddate=100&appli=1' }]);
  });

  it('tell of a disconnection, the last thing they do', async () => {
    const { simulator, received, userid, person } = await subscribed([46]);
    await simulator.disconnect(userid);
    expect(received).toMatchObject([{ body: 'userid=12345678&action=unlink&appli=46' }]);
    expect(person.subscriptions).toEqual([]);
  });

  it('are tried ten times over about five hours when the callback fails', async () => {
    const { simulator, received, callback, clock, userid } = await subscribed([1]);
    callback.status = 500;
    const start = clock.now();
    await simulator.addGroups(userid, [{ date: 100, measures: [{ value: 80, type: 1, unit: 0 }] }]);
    const minutes = [0];
    while (simulator.state.deliveries.length > 0) {
      clock.advance({ seconds: 5 });
      const before = received.length;
      await simulator.deliverDue();
      if (received.length > before) minutes.push(Math.round((clock.now() - start) / 60_000));
    }
    expect(minutes).toHaveLength(10);
    expect(minutes.at(-1)).toBeGreaterThan(5 * 60);
    expect(minutes.at(-1)).toBeLessThan(6 * 60);
  });

  it('arrive once when the callback recovers', async () => {
    const { simulator, received, callback, clock, userid } = await subscribed([1]);
    callback.status = 500;
    await simulator.addGroups(userid, [{ date: 100, measures: [{ value: 80, type: 1, unit: 0 }] }]);
    callback.status = 200;
    clock.advance({ minutes: 1 });
    await simulator.deliverDue();
    clock.advance({ hours: 9 });
    await simulator.deliverDue();
    expect(received).toHaveLength(2);
  });

  it('end for good after twenty days of failure', async () => {
    const { simulator, callback, clock, userid, person } = await subscribed([1]);
    callback.status = 500;
    for (let day = 0; day <= 20; day++) {
      expect(person.subscriptions).toHaveLength(1);
      await simulator.addGroups(userid, [{ date: 100 + day, measures: [{ value: 80, type: 1, unit: 0 }] }]);
      clock.advance({ hours: 24 });
    }
    expect(person.subscriptions).toHaveLength(0);
  });

  it.each([
    ['dropNotifications', []],
    ['duplicateNotifications', ['100', '100', '200', '200']],
    ['reverseNotifications', ['200', '100']],
  ] as const)('can go wrong: %s', async (fault, arriving) => {
    const { simulator, received, userid } = await subscribed([1]);
    simulator.state.faults[fault] = true;
    const measures = [{ value: 80, type: 1, unit: 0 }];
    await simulator.addGroups(userid, [
      { date: 100, measures },
      { date: 200, measures },
    ]);
    expect(received.map(({ body }) => new URLSearchParams(body).get('enddate'))).toEqual(arriving);
  });
});
