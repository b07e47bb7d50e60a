import { hexDigits } from './chance.ts';
import { isClientSecret, isKnownClient } from './clients.ts';
import { type Envelope, invalidParams, success } from './envelope.ts';
import { problemOfSignature } from './signature.ts';
import type { Grant, PendingCode, Sandbox, SandboxPerson } from './state.ts';

const codeMs = 30_000;
const accessTokenSeconds = 3 * 3600;
const refreshTokenMs = 365 * 86_400_000;
/** How long a replaced refresh token stays good, unless the new access token is used before. */
const graceMs = 8 * 3_600_000;

/** A code for the redirect of a person who consented. */
export function issueCode(sandbox: Sandbox, consent: Omit<PendingCode, 'code' | 'expiresAt'>): string {
  const code = hexDigits(sandbox.random, 40);
  sandbox.state.codes.push({ ...consent, code, expiresAt: sandbox.clock.now() + codeMs });
  return code;
}

const fieldsOfGrantType: Readonly<Record<string, readonly string[]>> = {
  authorization_code: ['code', 'redirect_uri'],
  refresh_token: ['refresh_token'],
};

/** `POST /v2/oauth2`, `action=requesttoken`: with the secret, or signed with it. */
export function requestToken(sandbox: Sandbox, params: URLSearchParams): Envelope {
  const grantType = params.get('grant_type') ?? '';
  const isSigned = params.has('signature');
  const proof = isSigned ? ['nonce', 'signature'] : ['client_secret'];
  const required = ['client_id', ...proof, 'grant_type', ...(fieldsOfGrantType[grantType] ?? [])];
  const missing = required.find((name) => !params.get(name));
  if (missing) return invalidParams(`missing ${missing}`);
  const field = (name: string): string => params.get(name) ?? '';
  const clientId = field('client_id');
  if (!isKnownClient(sandbox, clientId)) return invalidParams('invalid client_id');
  if (isSigned) {
    const problem = problemOfSignature(sandbox, params);
    if (problem) return problem;
  } else if (!isClientSecret(sandbox, clientId, field('client_secret'))) {
    return invalidParams('invalid client_secret');
  }
  if (grantType === 'authorization_code') return exchangeCode(sandbox, clientId, field('code'), field('redirect_uri'));
  if (grantType === 'refresh_token') return refresh(sandbox, clientId, field('refresh_token'));
  return invalidParams('invalid grant_type');
}

function exchangeCode(sandbox: Sandbox, clientId: string, code: string, redirectUri: string): Envelope {
  const { state, clock } = sandbox;
  const pending = state.codes.find((candidate) => candidate.code === code);
  // Single use: a try with wrong companions uses it up as well.
  state.codes = state.codes.filter((candidate) => candidate.code !== code && candidate.expiresAt > clock.now());
  if (!pending || pending.expiresAt <= clock.now() || pending.clientId !== clientId)
    return invalidParams('invalid code');
  if (pending.redirectUri !== redirectUri) return invalidParams('invalid redirect_uri');
  const person = state.people.find(({ userid }) => userid === pending.userid);
  if (!person) return invalidParams('invalid code');
  const grant = issueGrant(sandbox, person, { clientId, scope: pending.scope, replaces: null });
  return success({ userid: String(person.userid), ...tokenBody(sandbox, grant) });
}

function refresh(sandbox: Sandbox, clientId: string, refreshToken: string): Envelope {
  const now = sandbox.clock.now();
  for (const person of sandbox.state.people) {
    const old = person.grants.find((grant) => grant.refreshToken === refreshToken && grant.clientId === clientId);
    if (!old || old.refreshExpiresAt <= now) continue;
    old.refreshExpiresAt = Math.min(old.refreshExpiresAt, now + graceMs);
    const grant = issueGrant(sandbox, person, { clientId, scope: old.scope, replaces: refreshToken });
    // A number here where the code exchange sends a string: so does the real service.
    return success({ userid: person.userid, ...tokenBody(sandbox, grant) });
  }
  return invalidParams('invalid refresh_token');
}

export function issueGrant(
  { clock, random }: Sandbox,
  person: SandboxPerson,
  grant: Pick<Grant, 'clientId' | 'scope' | 'replaces'>,
): Grant {
  const now = clock.now();
  const issued: Grant = {
    ...grant,
    accessToken: hexDigits(random, 40),
    accessExpiresAt: now + accessTokenSeconds * 1000,
    accessUsed: false,
    refreshToken: hexDigits(random, 40),
    refreshExpiresAt: now + refreshTokenMs,
  };
  const isAlive = (old: Grant): boolean => old.refreshExpiresAt > now || old.accessExpiresAt > now;
  person.grants = [...person.grants.filter(isAlive), issued];
  return issued;
}

export function tokenBody({ random }: Sandbox, grant: Grant) {
  return {
    access_token: grant.accessToken,
    refresh_token: grant.refreshToken,
    scope: grant.scope,
    expires_in: accessTokenSeconds,
    token_type: 'Bearer',
    csrf_token: hexDigits(random, 32),
  };
}

export interface Authenticated {
  person: SandboxPerson;
  grant: Grant;
}

/** Whose access token this is, if it is good. Its first use ends the refresh token it came from. */
export function authenticate({ state, clock }: Sandbox, accessToken: string): Authenticated | undefined {
  for (const person of state.people) {
    const grant = person.grants.find((candidate) => candidate.accessToken === accessToken);
    if (!grant || grant.accessExpiresAt <= clock.now()) continue;
    if (!grant.accessUsed) {
      grant.accessUsed = true;
      const parent = person.grants.find(({ refreshToken }) => refreshToken === grant.replaces);
      if (parent) parent.refreshExpiresAt = clock.now();
    }
    return { person, grant };
  }
  return undefined;
}
