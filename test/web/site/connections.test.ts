import { describe, expect, it } from 'vitest';
import type { Account, Connection } from '../../../lib/account.ts';
import type { DestinationName } from '../../../lib/destination.ts';
import { openHandOverCode } from '../../../lib/web/hand-over-codes.ts';
import { weighInOf } from '../pages/household.ts';
import { siteWorld } from './site-world.ts';

async function robinAtHome(connect: readonly DestinationName[] = ['garmin', 'trainerroad', 'intervals']) {
  const world = siteWorld();
  const robin = await world.person('robin', connect);
  const browser = await world.signedIn(robin.id);
  const connection = async (name: DestinationName) => (await robin.account()).connections[name];
  const change = async (name: DestinationName, difference: Partial<Connection>) =>
    world.accounts.change(await robin.account(), (account: Account) => ({
      ...account,
      connections: { ...account.connections, [name]: { ...account.connections[name]!, ...difference } },
    }));
  const press = (name: DestinationName, verb: string, fields: Record<string, string> = {}) =>
    browser.send('/connections', `/connections/${name}/${verb}`, fields);
  return { world, robin, browser, connection, change, press };
}

const lock = 'Too many requests';
/** To which Garmin's page for phones makes its tickets out. */
const android = 'https://mobile.integration.garmin.com/gcm/android';

describe('the page of connections', () => {
  it('says of each how it is, and what Withings says of itself', async () => {
    const { world, browser } = await robinAtHome(['garmin', 'intervals']);
    const { text, status } = await browser.open('/connections');
    expect(status).toBe(200);
    expect(text).toMatch(/TrainerRoad ?Not connected\./);
    expect(text).toContain('Connect TrainerRoad');
    expect(text).toContain('Garmin Connect');
    expect(text).toContain('worldwide (garmin.com)');
    expect(text).toContain('Withings does not notify at the moment');
    expect(world.sqs.messages).toEqual([]);
  });

  it('asks Withings once in ten minutes, however often it is opened', async () => {
    const { world, browser } = await robinAtHome();
    await browser.open('/connections');
    const before = world.clock.sleeps.length;
    for (let times = 0; times < 5; times++) await browser.open('/connections');
    expect(world.clock.sleeps.length).toBe(before);
  });

  it('opens all the same when Withings does not answer', async () => {
    const { world, browser } = await robinAtHome();
    world.vendors.withings.plan({ kind: 'http', httpStatus: 502, action: 'list' });
    const { status, text } = await browser.open('/connections');
    expect(status).toBe(200);
    expect(text).toContain('Withings did not say just now');
  });

  it('offers to sign in again where Withings does not let anybody read', async () => {
    const { world, robin, browser } = await robinAtHome();
    await world.accounts.change(await robin.account(), (account) => ({
      ...account,
      withings: { ...account.withings, status: 'reauthorize', problem: 'Withings no longer accepts it.' },
    }));
    expect((await browser.open('/connections')).text).toContain('Withings no longer accepts it. Sign in with Withings');
  });
});

describe('what has to be mended', () => {
  it('leads to where it is mended: the sign-in below, or the page of the vendor', async () => {
    const { browser, change } = await robinAtHome();
    await change('garmin', { needsOwner: true, problem: 'Garmin takes no files yet.', domain: 'garmin.cn' });
    await change('trainerroad', { status: 'reauthorize', problem: 'The session has ended.' });
    const { body } = await browser.open('/connections');
    const sentences = [...body.matchAll(/<p class="act">(.*?)<\/p>/gs)].map(([, words]) => words);
    expect(sentences).toEqual([
      'Garmin takes no files yet. <a href="https://connect.garmin.cn/" rel="noreferrer">Open Garmin Connect</a>',
      'The session has ended. <a href="#trainerroad-sign-in" rel="noreferrer">Sign in again</a>',
    ]);
    expect(body).toContain('id="trainerroad-sign-in"');
  });
});

describe('testing a connection', () => {
  it.each(['garmin', 'trainerroad', 'intervals'] as const)('says that %s accepts the sign-in', async (name) => {
    const { press } = await robinAtHome();
    expect((await press(name, 'test')).text).toContain('answers, and accepts the sign-in.');
  });

  it('notes and says why it does not, with the way out', async () => {
    const { robin, press, connection } = await robinAtHome();
    robin.athlete.apiKey = 'another key by now';
    const { text, location } = await press('intervals', 'test');
    expect(location).toBe('/connections#intervals');
    expect(text).toContain('intervals.icu refuses the API key. Make a new one there');
    expect(await connection('intervals')).toMatchObject({ status: 'reauthorize' });
    robin.athlete.apiKey = 'key of robin';
    expect((await press('intervals', 'test')).text).toContain('accepts the sign-in');
    expect(await connection('intervals')).toMatchObject({ status: 'connected' });
  });

  it('calls nothing that is paused, switched off for everybody, or wants to be left alone', async () => {
    const { world, change, press } = await robinAtHome();
    const called: unknown[] = [];
    world.site.openDestination = (...asked) => {
      called.push(asked);
      throw new Error(lock);
    };
    await change('garmin', { blockedUntil: world.clock.now() + 3_600_000 });
    expect((await press('garmin', 'test')).text).toContain('it asked to be left alone until today 08:00');
    await change('garmin', { blockedUntil: 0, paused: true });
    expect((await press('garmin', 'test')).text).toContain('was not called: it is switched off');
    world.site.pausedDestinations = ['trainerroad'];
    expect((await press('trainerroad', 'test')).text).toContain('was not called: it is switched off');
    expect(called).toEqual([]);
  });
});

describe('pausing', () => {
  it('holds until it is resumed, which begins a sync, and pressing twice does no harm', async () => {
    const { world, press, connection, browser, robin } = await robinAtHome();
    const csrf = /name="csrf" value="([^"]+)"/.exec((await browser.open('/connections')).body)?.[1] ?? '';
    await press('garmin', 'pause');
    await browser.post('/connections/garmin/pause', new URLSearchParams({ csrf }));
    expect((await connection('garmin'))?.paused).toBe(true);
    expect((await browser.open('/connections')).text).toContain('Paused by you.');
    expect(world.sqs.messages).toEqual([]);
    expect((await press('garmin', 'resume')).text).toContain('Garmin Connect goes on.');
    expect((await connection('garmin'))?.paused).toBe(false);
    expect(world.sqs.messages).toEqual([{ account: robin.id, reason: 'connect' }]);
  });
});

describe('disconnecting', () => {
  it('forgets the sign-in and what only waited, and keeps what was delivered and what may have been', async () => {
    const { world, robin, press, connection } = await robinAtHome();
    const at = world.clock.now();
    const [arrived, waiting, sent] = [
      weighInOf(at / 1000 - 300, 80, { garmin: { state: 'verified', at, remoteId: 'x' } }),
      weighInOf(at / 1000 - 200, 80, { garmin: { state: 'pending', at }, intervals: { state: 'pending', at } }),
      weighInOf(at / 1000 - 100, 80, { garmin: { state: 'sending', at, attempts: 1 } }),
    ].map((item) => ({ ...item, account: robin.id, version: 0, pendingSince: new Date(at).toISOString() }));
    await world.measurements.saveAll([arrived!, waiting!, sent!]);
    expect((await press('garmin', 'disconnect')).text).toContain('Garmin Connect is disconnected.');
    expect(await connection('garmin')).toBeUndefined();
    const items = (await Array.fromAsync(world.measurements.all(robin.id))).flat();
    expect(items.map((item) => ('deliveries' in item ? item.deliveries : {}))).toEqual([
      arrived!.deliveries,
      { intervals: { state: 'pending', at } },
      sent!.deliveries,
    ]);
    // A second click on the same button of a page that is open elsewhere.
    expect((await press('intervals', 'disconnect')).status).toBe(303);
  });

  it('of one person changes nothing of another', async () => {
    const { world, press } = await robinAtHome();
    const kim = await world.person('kim');
    await press('garmin', 'disconnect');
    expect((await kim.account()).connections.garmin).toBeDefined();
  });
});

describe('connecting', () => {
  it('intervals.icu takes a key that was tried, seals it, and begins a sync', async () => {
    const { world, robin, press, connection } = await robinAtHome([]);
    robin.athlete.apiKey = 'key-of-robin';
    const sent = await press('intervals', 'connect', { apiKey: 'API_KEY:key-of-robin', athleteId: '' });
    expect(sent.text).toContain('intervals.icu is connected.');
    const stored = await connection('intervals');
    expect(JSON.stringify(stored)).not.toContain(robin.athlete.apiKey);
    expect(world.sqs.messages).toEqual([{ account: robin.id, reason: 'connect' }]);
  });

  it.each<[DestinationName, Record<string, string>, string]>([
    ['intervals', { apiKey: 'a-key-of-nobody' }, 'intervals.icu refuses the API key.'],
    ['intervals', { apiKey: 'short' }, 'That is not an intervals.icu API key'],
    ['intervals', { apiKey: 'long-enough-key', athleteId: '<b>' }, 'That is not an intervals.icu athlete id'],
    ['intervals', {}, 'That is not an intervals.icu API key'],
    ['trainerroad', { cookie: 'stale-session' }, 'TrainerRoad'],
    ['trainerroad', { cookie: 'two words' }, 'That is not a TrainerRoad session'],
    ['garmin', { tokens: 'nonsense' }, 'This is not a usable garmin_tokens.json: it is not JSON.'],
    ['garmin', { tokens: '{}', domain: 'evil.test' }, 'The Garmin domain is garmin.com or garmin.cn'],
    ['garmin', { ticket: '' }, 'There is no ticket in it: one begins with ST-.'],
    ['garmin', { ticket: '"responseStatus":{"type":"MFA_REQUIRED"}' }, 'This is the answer before the code.'],
  ])('%s keeps nothing that is not accepted: %o', async (name, fields, words) => {
    const { world, press, connection } = await robinAtHome([]);
    const { text } = await press(name, 'connect', fields);
    expect(text).toContain(words);
    expect(text).toContain('Nothing was changed.');
    expect(await connection(name)).toBeUndefined();
    expect(world.sqs.messages).toEqual([]);
  });

  it('Garmin takes the content of a token file, and knows until when it lasts', async () => {
    const { world, press, connection } = await robinAtHome([]);
    const tokens = JSON.stringify(world.vendors.garmin.signIn('robin'));
    const { text } = await press('garmin', 'connect', { tokens, domain: 'garmin.com' });
    expect(text).toContain('Garmin Connect is connected.');
    const stored = await connection('garmin');
    expect(stored).toMatchObject({ status: 'connected', enrolled: false, domain: 'garmin.com' });
    expect(stored?.credentialsEndAt).toBeGreaterThan(world.clock.now());
  });

  it.each([
    ['garmin.com', (ticket: string) => ticket],
    [
      'garmin.com',
      (ticket: string) =>
        JSON.stringify({ serviceURL: android, serviceTicketId: ticket, responseStatus: { type: 'SUCCESSFUL' } }),
    ],
  ] as const)('Garmin takes the ticket that its own page gave a browser, of %s', async (domain, answer) => {
    const { world, robin, press, connection } = await robinAtHome([]);
    const ticket = answer(world.vendors.garmin.ticket('robin', android));
    const { text } = await press('garmin', 'connect', { ticket, domain });
    expect(text).toContain('Garmin Connect is connected.');
    const stored = await connection('garmin');
    expect(stored).toMatchObject({ status: 'connected', enrolled: false, domain });
    expect(stored?.credentialsEndAt).toBeGreaterThan(world.clock.now());
    expect(JSON.stringify(stored)).not.toContain('ST-');
    expect(world.sqs.messages).toEqual([{ account: robin.id, reason: 'connect' }]);
  });

  it.each([
    ['too late', 31, 'garmin.com', 'Garmin does not take this ticket.'],
    ['for the other region', 0, 'garmin.cn', 'This ticket is of garmin.com.'],
  ])('Garmin takes no ticket that comes %s', async (_, seconds, domain, words) => {
    const { world, press, connection } = await robinAtHome([]);
    const ticket = world.vendors.garmin.ticket('robin', android);
    world.clock.advance({ seconds });
    const answer = JSON.stringify({ serviceURL: android, serviceTicketId: ticket });
    const { text } = await press('garmin', 'connect', { ticket: answer, domain });
    expect(text).toContain(words);
    expect(text).toContain('Nothing was changed.');
    expect(await connection('garmin')).toBeUndefined();
  });

  it('Garmin sends nobody’s tokens anywhere but to Garmin', async () => {
    const { world, press, connection } = await robinAtHome([]);
    const tokens = JSON.stringify(world.vendors.garmin.signIn('robin'));
    expect((await press('garmin', 'connect', { tokens, domain: 'evil.test' })).text).toContain(
      'garmin.com or garmin.cn',
    );
    expect(await connection('garmin')).toBeUndefined();
  });

  it('mends a connection that had to be made again, and keeps what it was given', async () => {
    const { robin, change, press, connection } = await robinAtHome();
    await change('intervals', { status: 'reauthorize', problem: 'refused', enrolled: true, lastVerifiedAt: 5 });
    robin.athlete.apiKey = 'key-of-robin';
    await press('intervals', 'connect', { apiKey: 'key-of-robin' });
    const mended = await connection('intervals');
    expect(mended).toMatchObject({ status: 'connected', enrolled: true, lastVerifiedAt: 5 });
    expect(mended?.problem).toBeUndefined();
  });

  it('shows the command with a code for this account only', async () => {
    const { world, robin, browser } = await robinAtHome();
    const { text, heading } = await browser.send('/connections', '/connections/garmin/code');
    expect(heading).toBe('Sign in to Garmin Connect on your computer');
    const [, code = ''] = /garmin login --code ([\w-]+) --to https:\/\/weighbridge\.test/.exec(text) ?? [];
    const opened = await openHandOverCode({ store: world.site.shortLived, clock: world.clock }, code);
    expect(opened).toMatchObject({ target: { account: robin.id } });
  });

  it('nowhere is not there', async () => {
    const { browser } = await robinAtHome();
    const csrf = /name="csrf" value="([^"]+)"/.exec((await browser.open('/connections')).body)?.[1] ?? '';
    for (const path of ['strava/pause', '__proto__/pause', 'constructor/connect']) {
      expect((await browser.post(`/connections/${path}`, new URLSearchParams({ csrf }))).status).toBe(404);
    }
  });
});
