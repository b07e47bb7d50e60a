import type { Fetch } from '../../lib/http.ts';
import { seeded } from '../../lib/sandbox/withings/chance.ts';
import { WithingsSimulator } from '../../lib/sandbox/withings/simulator.ts';
import { emptyState, type Settings } from '../../lib/sandbox/withings/state.ts';
import type { TokenRecord, TokenStore } from '../../lib/tokens.ts';
import { withingsApp } from '../../lib/withings/app.ts';
import { authorizeUrl, exchangeCode, type WithingsTokens } from '../../lib/withings/oauth.ts';
import type { Scope } from '../../lib/withings/scope.ts';
import { WithingsSession } from '../../lib/withings/session.ts';
import { FlowingClock } from '../flowing-clock.ts';

export const redirectUri = 'https://weighbridge.example/oauth/callback';
export const allScopes: readonly Scope[] = ['user.info', 'user.metrics', 'user.activity', 'user.sleepevents'];

/** A simulator with one person, and our app pointed at it, on one virtual clock. */
export function sandboxed(settings: Partial<Settings> = {}, callbacks?: Fetch) {
  const clock = new FlowingClock('2026-03-02T06:00:00Z');
  const random = seeded(7);
  const simulator = new WithingsSimulator({
    clock,
    random,
    state: emptyState(settings),
    ...(callbacks && { fetch: callbacks }),
  });
  const person = simulator.addPerson({ name: 'Robin Example', timezone: 'Europe/Berlin', userid: 12_345_678 });
  const fetch: Fetch = async (input, init) => simulator.fetch(new Request(input, init));
  const app = withingsApp({ clientId: 'client', clientSecret: 'secret', fetch, clock, random: () => 0.5 });

  /** The person's consent in the browser, up to the redirect back. */
  async function consent(scopes = allScopes): Promise<string> {
    const url = authorizeUrl(app, { redirectUri, state: 'opaque', scopes });
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ decision: 'allow' }) });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  const connect = async (scopes = allScopes): Promise<WithingsTokens> =>
    exchangeCode(app, { code: await consent(scopes), redirectUri });

  return { clock, simulator, person, fetch, app, consent, connect };
}

/** Tokens in a variable, with the versions of a conditional write. */
export class VariableStore implements TokenStore<WithingsTokens> {
  record: TokenRecord<WithingsTokens>;
  #version = 1;

  constructor(tokens: WithingsTokens) {
    this.record = { tokens };
  }

  async load() {
    return { record: this.record, version: this.#version };
  }

  async save(record: TokenRecord<WithingsTokens>, expectedVersion: number) {
    if (expectedVersion !== this.#version) return false;
    this.record = record;
    this.#version++;
    return true;
  }
}

export async function connectedSession(settings: Partial<Settings> = {}, callbacks?: Fetch) {
  const sandbox = sandboxed(settings, callbacks);
  const store = new VariableStore(await sandbox.connect());
  return { ...sandbox, store, session: new WithingsSession(sandbox.app, store) };
}
