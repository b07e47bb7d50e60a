import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../lib/http.ts';
import type { Settings } from '../../../lib/sandbox/withings/state.ts';
import { redirectUri, sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';

const callbackurl = 'https://weighbridge.example/webhook/secret';

/** A connected person, and a callback that notes what arrives and answers as it is told. */
async function subscribed(applis: readonly number[] = [1, 4], settings: Partial<Settings> = {}) {
  const received: { method: string; body: string; type: string | null }[] = [];
  const callback = { status: 200, received };
  const callbacks: Fetch = async (input, init) => {
    const request = new Request(input, init);
    received.push({ method: request.method, body: await request.text(), type: request.headers.get('content-type') });
    return new Response(null, { status: callback.status });
  };
  const sandbox = sandboxed({ identicalCallSeconds: 0, ...settings }, callbacks);
  const { accessToken } = await sandbox.connect();
  const notify = (form: Record<string, string>) => post(sandbox.fetch, '/notify', form, accessToken);
  const subscribe = (form: Record<string, string> = {}) =>
    notify({ action: 'subscribe', callbackurl, appli: '1', ...form });
  for (const appli of applis) await subscribe({ appli: String(appli) });
  received.length = 0;
  return { ...sandbox, callback, received, notify, subscribe, userid: sandbox.person.userid };
}

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
