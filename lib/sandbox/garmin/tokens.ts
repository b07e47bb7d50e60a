import type { GarminAccount } from './state.ts';
import { randomHex, randomUuid, type World } from './world.ts';

/** The client ids of Garmin's own apps; ids rotate by quarter. */
export const clientIds = [
  'GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2',
  'GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4',
  'GARMIN_CONNECT_MOBILE_ANDROID_DI',
  'GARMIN_CONNECT_MOBILE_IOS_DI',
] as const;

export interface TokenAnswer {
  scope: string;
  jti: string;
  token_type: 'Bearer';
  access_token: string;
  refresh_token: string;
  expires_in: number;
  refresh_token_expires_in: number;
  customerId: string;
}

/** A fresh pair of tokens, known to the account from now on, if not to the data API. */
export function issueTokens(world: World, account: GarminAccount, clientId: string, inactive = false): TokenAnswer {
  const { accessTokenSeconds, refreshTokenSeconds } = world.state.knobs;
  const now = world.clock.now();
  forgetExpired(account, now);
  const jti = randomUuid(world);
  const access_token = accessToken(world, account, { jti, clientId, expiresInSeconds: accessTokenSeconds });
  const refresh_token = refreshToken(world, account);
  account.accessTokens[access_token] = now + accessTokenSeconds * 1000;
  if (inactive) account.inactiveTokens.push(access_token);
  const expiresAt = now + refreshTokenSeconds * 1000;
  account.refreshTokens[refresh_token] = { clientId, expiresAt, used: false, ...(inactive && { inactive }) };
  return {
    scope: 'CONNECT_READ CONNECT_WRITE',
    jti,
    token_type: 'Bearer',
    access_token,
    refresh_token,
    expires_in: accessTokenSeconds,
    refresh_token_expires_in: refreshTokenSeconds,
    customerId: account.garminGuid,
  };
}

/** Shaped like a signed JWT; nobody but Garmin can check the signature, so there is none to check. */
function accessToken(
  world: World,
  account: GarminAccount,
  { jti, clientId, expiresInSeconds }: { jti: string; clientId: string; expiresInSeconds: number },
): string {
  const iat = Math.floor(world.clock.now() / 1000);
  const claims = {
    iss: 'https://diauth.garmin.com',
    aud: 'oauth',
    client_id: clientId,
    garmin_guid: account.garminGuid,
    iat,
    exp: iat + expiresInSeconds,
    jti,
  };
  const header = { alg: 'RS256', typ: 'JWT', kid: 'simulator' };
  return `${base64urlJson(header)}.${base64urlJson(claims)}.${randomHex(world, 64)}`;
}

function refreshToken(world: World, { garminGuid }: GarminAccount): string {
  const content = { refreshTokenValue: randomUuid(world), garminGuid };
  return Buffer.from(JSON.stringify(content)).toString('base64');
}

function forgetExpired(account: GarminAccount, now: number): void {
  for (const [token, expiresAt] of Object.entries(account.accessTokens)) {
    if (expiresAt <= now) delete account.accessTokens[token];
  }
  for (const [token, { expiresAt }] of Object.entries(account.refreshTokens)) {
    if (expiresAt <= now) delete account.refreshTokens[token];
  }
  account.inactiveTokens = account.inactiveTokens.filter((token) => Object.hasOwn(account.accessTokens, token));
}

const base64urlJson = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
