import { beforeEach, describe, expect, it } from 'vitest';
import { tokenHash } from '../../../lib/web/random-token.ts';
import { outlineOf } from '../pages/outline.ts';
import { type OwnerWorld, ownerWorld } from './owner-world.ts';

let world: OwnerWorld;
beforeEach(async () => {
  world = await ownerWorld();
});

const hostile = `</style></p><script>alert('1')</script><img src=x onerror="alert(2)"> & "quoted" &lt;`;

describe('everybody', () => {
  it('is there with their connections, their last sync, and what needs a person', async () => {
    const kim = await world.somebody('Kim');
    await world.accounts.change(await kim.account(), (account) => ({
      ...account,
      lastSync: { startedAt: world.clock.now(), finishedAt: world.clock.now() },
      connections: { garmin: { ...account.connections.garmin!, status: 'reauthorize' } },
    }));
    const { status, text } = await world.browser.open('/people');
    expect(status).toBe(200);
    expect(text).toContain('Garmin Connect has to be connected again. Kim mends it by signing in');
    expect(text).toMatch(
      /Kim.*Withings connected.*Garmin Connect has to be connected again.*TrainerRoad not connected/,
    );
    expect(text).toMatch(/Last sync today \d\d:\d\d\./);
    expect(text).toContain('Ada (you)');
    // Whoever needs somebody comes first.
    expect(text.indexOf('Kim')).toBeLessThan(text.indexOf('Ada (you)'));
  });

  it('is told of with times and counts as the owner reads them', async () => {
    const kim = await world.somebody('Kim');
    const at = Date.UTC(2025, 2, 4, 5, 6);
    await world.accounts.change(await kim.account(), (known) => ({
      ...known,
      lastSync: { startedAt: at, finishedAt: at },
    }));
    const german = { headers: { 'accept-language': 'de-DE' } };
    expect((await world.browser.request('/people', german)).body).toMatch(/Last sync \d+\. März( \d{4})?, \d\d:06\./);
    world.desk.queue = { visible: 12_345, inFlight: 1, delayed: 0 };
    expect((await world.browser.request('/system', german)).body).toContain('12.345 waiting');
  });

  it('is there with the last look that found nothing to do', async () => {
    const kim = await world.somebody('Kim');
    const daysAgo = world.clock.now() - 5 * 24 * 3_600_000;
    const lastSync = { startedAt: daysAgo, finishedAt: daysAgo, settled: true } as const;
    const { account } = await world.accounts.change(await kim.account(), (known) => ({ ...known, lastSync }));
    expect((await world.browser.open('/people')).text).not.toMatch(/Kim.*Last sync today/);
    await world.accounts.noteLook(account, { startedAt: world.clock.now(), finishedAt: world.clock.now() });
    expect((await world.browser.open('/people')).text).toMatch(/Kim.*Last sync today/);
  });

  it('keeps names that mean harm as text', async () => {
    await world.somebody(hostile);
    const { body, text } = await world.browser.open('/people');
    const { elements, attributes } = outlineOf(body);
    expect(text).toContain(hostile);
    expect(elements).not.toContain('script');
    expect(elements).not.toContain('img');
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
  });

  it('comes a hundred at a time, and each of them once', async () => {
    const template = await world.owner.account();
    for (let id = 100_000; id < 100_150; id++) {
      await world.accounts.create({ ...template, account: String(id), name: `Guest ${id}` });
    }
    const first = await world.browser.open('/people');
    const [, next = ''] = /href="(\/people\?after=[^"]+)"/.exec(first.body) ?? [];
    const second = await world.browser.open(next);
    const names = [first, second].flatMap(({ body }) => body.match(/(?<=<h2[^>]*>)Guest \d+/g) ?? []);
    expect(names).toHaveLength(150);
    expect(new Set(names).size).toBe(150);
    expect(second.body).not.toContain('?after=');
  });
});

describe('inviting', () => {
  it('shows the link once, and keeps only its hash', async () => {
    const { status, text } = await world.browser.send('/people', '/people/invite', { name: ' Kim  Doe ' });
    expect(status).toBe(200);
    expect(text).toContain('A link for Kim Doe');
    expect(text).toMatch(/good once, until tomorrow \d\d:\d\d/);
    const [, token = ''] = /\/connect\?invite=([\w-]{43})/.exec(text) ?? [];
    expect(await world.site.shortLived.peek('invite', tokenHash(token))).toEqual({
      name: 'Kim Doe',
      connections: {},
      expiresAt: expect.any(Number),
    });
    expect((await world.browser.open('/people')).body).not.toContain(token);
    expect(JSON.stringify([...world.browser.cookies])).not.toContain(token);
  });

  it('makes nobody an owner, whatever the form says', async () => {
    const { text } = await world.browser.send('/people', '/people/invite', { name: 'Kim', owner: 'true' });
    const [, token = ''] = /\/connect\?invite=([\w-]{43})/.exec(text) ?? [];
    expect(await world.site.shortLived.peek('invite', tokenHash(token))).toEqual({
      name: 'Kim',
      connections: {},
      expiresAt: expect.any(Number),
    });
  });

  it.each([
    ['', 'Say whom the link is for.'],
    [' \u0000\n ', 'Say whom the link is for.'],
    ['x'.repeat(61), 'Make it shorter: at most 60 letters.'],
  ])('asks again for the name %j', async (name, problem) => {
    const { status, text, body } = await world.browser.send('/people', '/people/invite', { name });
    expect({ status }).toEqual({ status: 400 });
    expect(text).toContain(problem);
    expect(outlineOf(body).attributes).toContainEqual({
      element: 'input',
      name: 'aria-describedby',
      value: 'name-hint name-problem',
    });
  });
});

describe('pausing', () => {
  it('switches a person off, and on again with a thorough sync', async () => {
    const kim = await world.somebody('Kim');
    const paused = await world.browser.send('/people', `/people/${kim.id}/pause`);
    expect(paused.text).toContain('Kim is paused. Resume within four weeks');
    expect(paused.text).toContain('Paused: nothing is received or delivered.');
    expect(await kim.account()).toMatchObject({ paused: true });
    expect(world.sqs.messages).toEqual([]);

    const resumed = await world.browser.send('/people', `/people/${kim.id}/resume`);
    expect(resumed.text).toContain('Kim goes on');
    expect(await kim.account()).not.toHaveProperty('paused');
    expect(world.sqs.messages).toEqual([{ account: kim.id, reason: 'maintenance' }]);
  });

  it('asks for nobody who is not here', async () => {
    const form = new URLSearchParams({ csrf: csrfOf((await world.browser.open('/people')).body) });
    expect((await world.browser.post('/people/404/pause', form)).status).toBe(404);
  });
});

describe('removing', () => {
  it('takes two steps, and says what will be gone', async () => {
    const kim = await world.somebody('Kim');
    const { body } = await world.browser.open('/people');
    expect(body).toContain(`href="/people/${kim.id}/remove"`);
    const asked = await world.browser.open(`/people/${kim.id}/remove`);
    expect(asked).toMatchObject({ status: 200, heading: 'Remove Kim?' });
    expect(asked.text).toContain('This cannot be taken back.');
    expect(await kim.account()).not.toHaveProperty('leaving');

    const done = await world.browser.send(`/people/${kim.id}/remove`, `/people/${kim.id}/remove`);
    expect(done.text).toContain('Kim is being removed. In a minute or two nothing of them is left here.');
    expect(done.text).toContain('Is being removed');
    expect(await kim.account()).toMatchObject({ leaving: true });
    expect((await world.browser.open(`/people/${kim.id}/remove`)).status).toBe(404);
  });

  it('is not for oneself, whose place are the settings', async () => {
    const { body } = await world.browser.open('/people');
    expect(body).not.toContain(`/people/${world.owner.id}/remove`);
    expect((await world.browser.open(`/people/${world.owner.id}/remove`)).text).toContain('That is you.');
    const form = new URLSearchParams({ csrf: csrfOf(body) });
    await world.browser.post(`/people/${world.owner.id}/remove`, form);
    expect(await world.owner.account()).not.toHaveProperty('leaving');
  });
});

const csrfOf = (body: string) => /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
