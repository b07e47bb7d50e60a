import { expect, it } from 'vitest';
import { RejectedError } from '../../lib/errors.ts';
import { formatTokenFile, parseTokenFile } from '../../lib/garmin/token-file.ts';
import { isExpiring, knownClientIds } from '../../lib/garmin/tokens.ts';
import { jwt } from './jwt.ts';

const issuedAt = Date.parse('2026-11-20T06:00:00Z') / 1000;
const di_token = jwt({ exp: issuedAt + 18 * 3600, iat: issuedAt, client_id: 'APP_OF_THE_TOKEN' });

it('reads the three fields, and the rest from the token itself', () => {
  const text = JSON.stringify({ di_token, di_refresh_token: 'refresh-1', di_client_id: 'APP_OF_THE_FILE', extra: 1 });
  expect(parseTokenFile(text)).toEqual({
    accessToken: di_token,
    refreshToken: 'refresh-1',
    clientId: 'APP_OF_THE_TOKEN',
    expiresAt: Date.parse('2026-11-21T00:00:00Z'),
    refreshExpiresAt: Date.parse('2026-12-20T06:00:00Z'),
  });
});

it.each([
  ['the file', 'APP_OF_THE_FILE', 'APP_OF_THE_FILE'],
  ['what is known, if the file has none', null, knownClientIds[0]],
])('a token that does not name its app belongs to the app of %s', (_, di_client_id, clientId) => {
  const silent = jwt({ exp: issuedAt + 3600 });
  const text = JSON.stringify({ di_token: silent, di_refresh_token: 'refresh-1', di_client_id });
  expect(parseTokenFile(text)).toMatchObject({ clientId });
});

it('a token of unknown age is taken for a day old, so that the end of its refresh token is not missed', () => {
  const text = JSON.stringify({ di_token: jwt({ exp: issuedAt }), di_refresh_token: 'refresh-1' });
  expect(parseTokenFile(text).refreshExpiresAt).toBe(Date.parse('2026-12-19T06:00:00Z'));
});

it.each([
  ['no JSON', 'not json', /not JSON/],
  ['no object', '[]', /holds no di_token/],
  ['null', 'null', /holds no di_token/],
  ['no refresh token', JSON.stringify({ di_token }), /holds no di_refresh_token/],
  ['an empty refresh token', JSON.stringify({ di_token, di_refresh_token: ' ' }), /empty/],
  ['a token that is no token', JSON.stringify({ di_token, di_refresh_token: 'refresh 1' }), /damaged/],
  ['an app that no header can name', JSON.stringify({ di_token, di_refresh_token: 'r', di_client_id: '€' }), /damaged/],
  ['a cut token', JSON.stringify({ di_token: 'eyJhbGciOi', di_refresh_token: 'refresh-1' }), /copied whole/],
  ['a file of garth', JSON.stringify({ oauth_token: 'a', oauth_token_secret: 'b' }), /older kind/],
  ['a file of garth', JSON.stringify({ access_token: 'a', refresh_token: 'b' }), /older kind/],
])('says what is wrong with %s', (_, text, sentence) => {
  expect(() => parseTokenFile(text)).toThrow(RejectedError);
  expect(() => parseTokenFile(text)).toThrow(sentence);
});

it.each([
  [15 * 60_000, false],
  [15 * 60_000 - 1, true],
  [-1, true],
])('a token with %i ms left is expiring: %s', (leftMs, expiring) => {
  const tokens = parseTokenFile(JSON.stringify({ di_token, di_refresh_token: 'refresh-1' }));
  expect(isExpiring(tokens, tokens.expiresAt - leftMs)).toBe(expiring);
});

it('writes exactly the three fields that other tools read, and reads them back', () => {
  const tokens = parseTokenFile(JSON.stringify({ di_token, di_refresh_token: 'refresh-1' }));
  const text = formatTokenFile(tokens);
  expect(JSON.parse(text)).toEqual({ di_token, di_refresh_token: 'refresh-1', di_client_id: 'APP_OF_THE_TOKEN' });
  expect(parseTokenFile(text)).toEqual(tokens);
});
