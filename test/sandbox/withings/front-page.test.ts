import { describe, expect, it } from 'vitest';
import { emptyState } from '../../../lib/sandbox/withings/state.ts';
import { sandboxed } from '../../withings/connected.ts';
import { post } from './calls.ts';
import { subscribed } from './subscribed.ts';

const here = 'http://127.0.0.1:8790';

function browsing() {
  const sandbox = sandboxed();
  const { simulator } = sandbox;
  const send = (path: string, form: Record<string, string> = {}) =>
    simulator.fetch(new Request(`${here}/switches/${path}`, { method: 'POST', body: new URLSearchParams(form) }));
  const page = async (path = '/') => (await simulator.fetch(new Request(`${here}${path}`))).text();
  return { ...sandbox, send, page, userid: String(sandbox.person.userid) };
}

const settings = {
  ...{ pageSize: '50', rowsPerPage: '10', sleepRangeHours: '168', callsPerMinute: '60', identicalCallSeconds: '0' },
  callbackTimeoutMs: '500',
};

describe('the front page', () => {
  it('says that it is a simulator, who lives here and who may call', async () => {
    const { page, simulator, userid } = browsing();
    expect(await page()).toContain('This is a simulator of Withings on this machine.');
    expect(await page()).toContain(`userid ${userid}`);
    expect(await page()).toContain('Any client id and secret will do.');
    simulator.state.clients.push({ clientId: 'mine', clientSecret: 'known' });
    expect(await page()).toContain('The client id is mine and its secret known.');
  });

  it('needs no script, and names each of its fields', async () => {
    const { page } = browsing();
    const text = await page();
    expect(text).not.toContain('<script');
    expect(text).toContain('<html lang="en">');
    const fields = text.match(/<(input|select)(?![^>]*type="hidden")/g) ?? [];
    const labelled = text.match(/<label>[^<]*<(input|select)/g) ?? [];
    expect(fields.length).toBeGreaterThan(20);
    expect(labelled).toHaveLength(fields.length);
  });

  it('counts the calls', async () => {
    const { page, fetch } = browsing();
    expect(await page()).toContain('<h2>Calls so far</h2><p>None.</p>');
    await post(fetch, '/measure', { action: 'getmeas' });
    expect(await page()).toMatch(/getmeas<\/th><td class="number">1</);
  });
});

describe('its switches', () => {
  it('lead back to the page, which says that it is done', async () => {
    const { send, page } = browsing();
    const answer = await send('no-faults');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?done']);
    expect(await page('/?done')).toContain('role="status"');
  });

  const plans: readonly (readonly [form: Record<string, string>, planned: object])[] = [
    [{ kind: 'status' }, { kind: 'status', status: 601 }],
    [
      { kind: 'status', status: '522', waitSeconds: '188', times: '2', action: 'getmeas', httpStatus: '502' },
      { kind: 'status', status: 522, waitSeconds: 188, times: 2, action: 'getmeas' },
    ],
    [
      { kind: 'http', httpStatus: '503' },
      { kind: 'http', httpStatus: 503 },
    ],
    [
      { kind: 'slow', delayMs: '9000' },
      { kind: 'slow', delayMs: 9000 },
    ],
    ...['html', 'null body', 'array body', 'truncated', 'unknown enums', 'lost answer'].map(
      (kind) =>
        [
          { kind, action: '/v2/heart list' },
          { kind, action: '/v2/heart list' },
        ] as const,
    ),
  ];

  it.each(plans)('plan a fault: %o', async (form, planned) => {
    const { send, page, simulator } = browsing();
    expect((await send('faults', { status: '', waitSeconds: '', ...form })).status).toBe(303);
    expect(simulator.state.faults.planned).toEqual([planned]);
    expect(await page()).toContain('<legend>Planned</legend>');
    await send('no-faults');
    expect(simulator.state.faults.planned).toEqual([]);
    expect(await page()).not.toContain('<legend>Planned</legend>');
  });

  it('set notifications and scopes, and unset them', async () => {
    const { send, page, simulator } = browsing();
    await send('notifications', { dropNotifications: 'on', reverseNotifications: 'on' });
    await send('withheld-scopes', { 'user.info': 'on' });
    const set = { dropNotifications: true, duplicateNotifications: false, reverseNotifications: true };
    expect(simulator.state.faults).toMatchObject({ ...set, withheldScopes: ['user.info'] });
    expect((await page()).match(/checked/g)).toHaveLength(3);
    await send('notifications');
    await send('withheld-scopes');
    expect(simulator.state.faults).toEqual(emptyState().faults);
  });

  it('set every setting', async () => {
    const { send, simulator } = browsing();
    await send('settings', { ...settings, autoConsent: 'on', allowLocalhost: 'on' });
    expect(simulator.state.settings).toEqual({
      ...{ pageSize: 50, rowsPerPage: 10, sleepRangeHours: 168, callsPerMinute: 60, identicalCallSeconds: 0 },
      ...{ callbackTimeoutMs: 500, autoConsent: true, allowLocalhost: true, emptyPost: false },
    });
    expect(Object.keys(simulator.state.settings).sort()).toEqual(Object.keys(emptyState().settings).sort());
  });

  it.each([
    ['settings', { ...settings, pageSize: '0' }, 'pageSize'],
    ['settings', { ...settings, rowsPerPage: '2.5' }, 'rowsPerPage'],
    ['settings', {}, 'pageSize'],
    ['faults', { kind: 'sabotage' }, 'kind'],
    ['faults', { kind: 'http', httpStatus: '200' }, 'httpStatus'],
    ['faults', { kind: 'html', times: '0' }, 'times'],
    ['weigh-ins', { userid: '12345678', weightKg: 'heavy' }, 'weightKg'],
    ['happenings', { userid: '12345678', what: 'flies' }, 'what'],
  ])('refuse on %s %o', async (path, form, field) => {
    const { send, simulator } = browsing();
    const before = JSON.stringify(simulator.state);
    const answer = await send(path, form);
    expect([answer.status, await answer.text()]).toEqual([400, `${field} is missing or not usable.\n`]);
    expect(JSON.stringify(simulator.state)).toBe(before);
  });

  it('put somebody on the scale, and take back their consent', async () => {
    const { send, person, connect, userid } = browsing();
    await connect();
    await send('weigh-ins', { userid, weightKg: '80,4' });
    expect(person.groups[0]?.measures[0]).toMatchObject({ type: 1, value: 80_400, unit: -3 });
    await send('disconnect', { userid });
    expect(person.grants).toEqual([]);
  });

  it.each([
    ['walks for half an hour', 16],
    ['naps', 44],
    ['records an electrocardiogram', 54],
    ['listens to their heart', 61],
    ['gets into bed', 50],
    ['has a guest whom the scale does not know', 1],
  ])('let it happen that somebody %s, and notify of it', async (what, appli) => {
    const { simulator, received, userid } = await subscribed([1, 16, 44, 50, 54, 61]);
    const body = new URLSearchParams({ userid: String(userid), what });
    const answer = await simulator.fetch(new Request(`${here}/switches/happenings`, { method: 'POST', body }));
    expect(answer.status).toBe(303);
    expect(received.map((one) => new URLSearchParams(one.body).get('appli'))).toEqual([String(appli)]);
  });
});
