import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeWeightFile } from '../../../lib/fit/weight-file.ts';
import { type CronWorld, cronWorld, daysAgo } from './cron-world.ts';

/** A folder as withings-sync 6 leaves it, whose last sync was five days ago. */
async function worldWithFolder() {
  const world = await cronWorld();
  await world.weighed(daysAgo(30), 81);
  await world.weighed(daysAgo(6), 80.1);
  await world.weighed(daysAgo(2), 80.2);
  const theirs = join(world.home, 'theirs');
  world.keep(
    'theirs/.withings_user.json',
    await world.withingsUser({ last_sync: daysAgo(5), last_sync_tr: daysAgo(5) }),
  );
  world.keep('theirs/.garmin_session.json', world.garminTokens);
  world.keep('theirs/withings_app.json', world.app);
  world.env.WITHINGS_APP = '';
  const contents = () => readdirSync(theirs).map((name) => [name, readFileSync(join(theirs, name), 'utf8')]);
  return { world, theirs, contents };
}

/** What withings-sync had sent to Garmin. */
async function sentByThem(world: CronWorld, at: number, weightKg: number): Promise<void> {
  const event = {
    id: 'theirs',
    kind: 'weight',
    measuredAt: at,
    modified: at,
    device: 'd',
    model: null,
  } as const;
  const body = new FormData();
  body.append('file', new Blob([Buffer.from(encodeWeightFile([{ ...event, values: { weightKg } }]))]), 'withings.fit');
  const headers = { authorization: `Bearer ${world.garminTokens.di_token}`, 'user-agent': 'GCM-iOS-5.7.2.1' };
  const url = `${world.env.GARMIN_CONNECTAPI_URL}/upload-service/upload/.fit`;
  const { status } = await fetch(url, { method: 'POST', headers, body });
  expect(status).toBeLessThan(300);
}

describe('weighbridge import-withings-sync', () => {
  it('carries a folder over, and what it had sent is not sent again', async () => {
    const { world, theirs, contents } = await worldWithFolder();
    await sentByThem(world, daysAgo(6), 80.1);
    // Of a scale that was offline: withings-sync never saw it.
    await world.weighed(daysAgo(8), 80.3);
    const before = contents();
    const imported = await world.run(['import-withings-sync', theirs, '--config-folder', world.config]);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toMatch(/^Next: npx weighbridge sync --config-folder /m);
    expect(contents()).toEqual(before);
    for (const { accessToken, refreshToken } of world.withings.state.people[0]?.grants ?? []) {
      expect(readFileSync(join(world.config, 'weighbridge.json'), 'utf8')).not.toContain(refreshToken);
      expect(imported.stdout).not.toContain(accessToken);
    }

    const sync = await world.run(['sync', '-c', world.config]);
    expect(sync).toMatchObject({ code: 0, stderr: '' });
    // The one of 30 days ago was theirs to send; of the two in the overlap one is there.
    expect(world.weights()).toEqual([80.3, 80.1, 80.2]);
    expect(contents()).toEqual(before);
  });

  it('may be run again, before and after the first sync', async () => {
    const { world, theirs } = await worldWithFolder();
    const line = ['import-withings-sync', theirs, '-c', world.config];
    await world.run(line);
    expect(await world.run(line)).toMatchObject({ code: 0 });
    await world.run(['sync', '-c', world.config]);
    const weights = world.weights();
    expect(weights).toEqual([80.1, 80.2]);
    const later = await world.run(line);
    expect(later.stdout).toMatch(/^The folder is in use already: what is connected in it stays as it is\.$/m);
    expect(await world.run(['sync', '-c', world.config])).toMatchObject({ code: 0, stdout: 'Nothing new.\n' });
    expect(world.weights()).toEqual(weights);
  });

  it('is not needed for a config folder that is withings-sync’s own', async () => {
    const { world, theirs } = await worldWithFolder();
    expect(await world.run(['sync', '--config-folder', theirs])).toMatchObject({ code: 0, stderr: '' });
    expect(world.weights()).toEqual([80.1, 80.2]);
  });

  it('is not needed for what withings-sync keeps in the home folder, where it names no other', async () => {
    const { world } = await worldWithFolder();
    world.keep('.withings_user.json', await world.withingsUser({ last_sync: daysAgo(5) }));
    world.keep('.garmin_session.json', world.garminTokens);
    // What the environment names goes before what lies there, as it does for withings-sync.
    world.keep('withings_app.json', { ...world.app, client_id: 'an-older-one' });
    world.env.WITHINGS_APP = world.keep('own_app.json', world.app);
    expect(await world.run(['sync'])).toMatchObject({ code: 0, stderr: '' });
    expect(world.weights()).toEqual([80.1, 80.2]);
    expect(await world.run(['sync'])).toEqual({ code: 0, stdout: 'Nothing new.\n', stderr: '' });
  });

  it('leads to a consent of one’s own where the sign-in was made with the application that everybody shares', async () => {
    const { world, theirs } = await worldWithFolder();
    rmSync(join(theirs, 'withings_app.json'));
    const own = { client_id: 'another', consumer_secret: 'own', callback_url: 'https://own.example/callback' };
    world.withings.state.clients.push({
      clientId: own.client_id,
      clientSecret: own.consumer_secret,
      callbackUrls: [own.callback_url],
    });
    world.env.WITHINGS_APP = world.keep('own_app.json', own);
    const imported = await world.run(['import-withings-sync', theirs, '-c', world.config]);
    expect(imported.stdout).toMatch(/^The sign-in works with the Withings application it was made for only: /m);
    expect(await world.run(['sync', '-c', world.config])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Withings does not accept the sign-in that was carried over: .* to authorize anew\.\n$/,
      ),
    });
    const terminal = world.sit(['sync', '-c', world.config]);
    const [, page = ''] = await terminal.shows(/Open this page and agree:\s+(http\S+)\s/);
    terminal.enter((await world.decide(page)).href);
    expect((await terminal.ended).code).toBe(0);
    expect(world.weights()).toEqual([80.1, 80.2]);
  });

  it('is told of to whom it would help', async () => {
    const { world } = await worldWithFolder();
    world.keep('.withings_user.json', await world.withingsUser());
    const { stderr } = await world.run(['sync', '-c', world.config], {
      WITHINGS_APP: world.keep('app.json', world.app),
    });
    expect(stderr).toMatch(/npx weighbridge import-withings-sync \//);
  });

  it.each<[string, string, unknown, RegExp]>([
    ['a session of garth', '.garmin_session.json', { oauth_token: 'x' }, /older kind \(garth\).*GARMIN_SESSION/],
    ['a damaged session', '.garmin_session.json', '{', /it is not JSON; give GARMIN_SESSION/],
    ['a failed refresh', '.withings_user.json', { access_token: null, refresh_token: null }, /no refresh token/],
    ['keys of an older version', '.withings_user.json', { authentification_code: 'x' }, /no refresh token/],
  ])('says what cannot be taken of %s, and takes the rest', async (_, name, content, sentence) => {
    const { world, theirs } = await worldWithFolder();
    writeFileSync(join(theirs, name), typeof content === 'string' ? content : JSON.stringify(content));
    const { code, stdout } = await world.run(['import-withings-sync', theirs, '-c', world.config]);
    expect(stdout).toMatch(sentence);
    expect(code).toBe(0);
    expect(existsSync(join(world.config, 'weighbridge.json'))).toBe(true);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['is another one', { 'holiday.txt': 'sun' }, /is no folder of withings-sync: /],
    ['is damaged', { '.withings_user.json': 'tokens' }, /\.withings_user\.json is damaged: /],
    [
      'has no such application',
      { '.withings_user.json': '{}', 'withings_app.json': '[]' },
      /is not a withings_app\.json/,
    ],
  ])('refuses a folder that %s, and writes nothing', async (_, files, sentence) => {
    const world = await cronWorld();
    const folder = join(world.home, 'other');
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { code, stdout, stderr } = await world.run(['import-withings-sync', folder, '-c', world.config]);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim()).not.toContain('\n');
    expect({ code, stdout, wrote: existsSync(world.config) }).toEqual({ code: 1, stdout: '', wrote: false });
  });
});
