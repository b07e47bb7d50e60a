import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionsFrom, sealForInvite } from '../../lib/cli/connections.ts';
import { Seal } from '../../lib/store/seal.ts';
import { sealedFor } from '../../lib/web/invites.ts';
import { jwt } from '../garmin/jwt.ts';

const expiresAt = 1_800_000_000;
const tokens = {
  di_token: jwt({ exp: expiresAt, client_id: 'CLIENT' }),
  di_refresh_token: 'refresh-me',
  di_client_id: 'CLIENT',
};

let folder: string;
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-connections-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what the environment says of destinations', () => {
  it('is nothing when it is silent, also with empty variables', async () => {
    expect(await connectionsFrom({})).toEqual({});
    const empty = {
      GARMIN_TOKENS: '',
      GARMIN_DOMAIN: '',
      TRAINERROAD_COOKIE: '',
      TRAINERROAD_USERNAME: '',
      TRAINERROAD_PASSWORD: '',
      INTERVALS_API_KEY: '',
      INTERVALS_ATHLETE_ID: '',
    };
    expect(await connectionsFrom(empty)).toEqual({});
  });

  it.each([
    [{}, 'garmin.com'],
    [{ GARMIN_DOMAIN: '' }, 'garmin.com'],
    [{ GARMIN_DOMAIN: 'garmin.cn' }, 'garmin.cn'],
  ])('is Garmin with the tokens of a file, and %j', async (env, domain) => {
    const { garmin, ...others } = await connectionsFrom({
      ...env,
      GARMIN_TOKENS: file('tokens.json', JSON.stringify(tokens)),
    });
    expect(garmin).toMatchObject({
      domain,
      credentials: { accessToken: tokens.di_token, refreshToken: 'refresh-me', expiresAt: expiresAt * 1000 },
    });
    expect(others).toEqual({});
  });

  it.each([
    ['a cookie', { TRAINERROAD_COOKIE: ' SharedTrainerRoadAuth=abc; other=1' }, { cookie: 'abc' }],
    [
      'name and password',
      { TRAINERROAD_USERNAME: 'robin', TRAINERROAD_PASSWORD: 'p' },
      { username: 'robin', password: 'p' },
    ],
    ['a cookie before half a sign-in', { TRAINERROAD_COOKIE: 'abc', TRAINERROAD_USERNAME: 'robin' }, { cookie: 'abc' }],
  ])('is TrainerRoad with %s', async (_, env, credentials) => {
    expect(await connectionsFrom(env)).toEqual({ trainerroad: { credentials } });
  });

  it.each([
    [{}, {}],
    [{ INTERVALS_ATHLETE_ID: '' }, {}],
    [{ INTERVALS_ATHLETE_ID: ' i123456 ' }, { athleteId: 'i123456' }],
  ])('is intervals.icu with a key and %j', async (env, athlete) => {
    expect(await connectionsFrom({ INTERVALS_API_KEY: ' invented-key ', ...env })).toEqual({
      intervals: { credentials: { apiKey: 'invented-key', ...athlete } },
    });
  });

  it.each([
    ['no password', { TRAINERROAD_USERNAME: 'robin' }, /^TRAINERROAD_PASSWORD is missing/],
    ['no name', { TRAINERROAD_PASSWORD: 'secret' }, /^TRAINERROAD_USERNAME is missing/],
    ['an athlete without a key', { INTERVALS_ATHLETE_ID: 'i123456' }, /^INTERVALS_API_KEY is missing/],
    ['something else than a key', { INTERVALS_API_KEY: 'secret with blanks' }, /not an intervals\.icu API key/],
    [
      'something else than an athlete',
      { INTERVALS_API_KEY: 'invented-key', INTERVALS_ATHLETE_ID: 'secret' },
      /not an intervals\.icu athlete id/,
    ],
    ['something else than a cookie', { TRAINERROAD_COOKIE: 'secret with blanks' }, /not a TrainerRoad session/],
    [
      'a file that is not there',
      { GARMIN_TOKENS: '/nowhere/tokens.json' },
      /^GARMIN_TOKENS names \/nowhere\/tokens\.json, which cannot be read/,
    ],
    ['a folder', { GARMIN_TOKENS: tmpdir() }, /cannot be read/],
  ])('is refused with one sentence for %s', async (_, env, message) => {
    await expect(connectionsFrom(env)).rejects.toThrow(message);
    await expect(connectionsFrom(env)).rejects.not.toThrow(/secret/);
  });

  it.each([
    ['{secret', 'it is not JSON'],
    ['{"di_token":"secret"}', 'it holds no di_refresh_token'],
    ['{"oauth_token":"secret"}', 'it is of the older kind'],
    ['[]', 'it holds no di_token'],
    [JSON.stringify({ ...tokens, di_token: 'secret' }), 'its di_token is damaged'],
  ])('is refused for a wrong token file, and never shows what is in it: %j', async (content, why) => {
    const refused = connectionsFrom({ GARMIN_TOKENS: file('wrong.json', content) });
    await expect(refused).rejects.toThrow(`This is not a usable garmin_tokens.json: ${why}`);
    await expect(refused).rejects.not.toThrow(/secret|refresh-me/);
  });

  it('is refused for a Garmin that is not Garmin', async () => {
    const env = { GARMIN_TOKENS: file('tokens.json', JSON.stringify(tokens)), GARMIN_DOMAIN: 'garmin.example' };
    await expect(connectionsFrom(env)).rejects.toThrow('The Garmin domain is garmin.com or garmin.cn, nothing else.');
  });
});

it('travels sealed for its invite, and opens for no other', async () => {
  const seal = new Seal(new Uint8Array(32).fill(3));
  const credentials = { username: 'robin', password: 'invented' };
  const sealed = await sealForInvite(
    { trainerroad: { credentials }, garmin: { credentials: {}, domain: 'garmin.cn' } },
    'one',
    seal,
  );
  expect(JSON.stringify(sealed)).not.toMatch(/robin|invented/);
  expect(sealed.garmin).toEqual({ domain: 'garmin.cn', sealed: expect.any(String) });
  expect(await seal.open(sealed.trainerroad!.sealed, sealedFor('one'), 'trainerroad')).toEqual(credentials);
  await expect(seal.open(sealed.trainerroad!.sealed, sealedFor('two'), 'trainerroad')).rejects.toThrow();
});
