import { epochSeconds } from '../../lib/clock.ts';
import { inventHistory } from '../../lib/sandbox/withings/invented/history.ts';
import { inventRecords } from '../../lib/sandbox/withings/invented/records.ts';
import type { Settings } from '../../lib/sandbox/withings/state.ts';
import { WithingsClient } from '../../lib/withings/client.ts';
import { redirectUri, sandboxed } from './connected.ts';

/** As `sandboxed`, with a client and a person who has a month of everything that Withings keeps. */
export function clientWithData(settings: Partial<Settings> = {}) {
  const sandbox = sandboxed(settings, async () => new Response());
  const { clock, fetch, simulator, person } = sandbox;
  const until = epochSeconds(clock);
  person.groups = inventHistory({ seed: 7, until, years: 1 });
  person.records = inventRecords({ seed: 7, until, days: 30, timezone: 'Europe/Berlin' }, person.groups);
  const client = new WithingsClient({
    clientId: 'client',
    clientSecret: 'secret',
    callbackURL: redirectUri,
    scope: ['user.info', 'user.metrics', 'user.activity', 'user.sleepevents'],
    fetch,
    clock,
    random: () => 0.5,
  });

  async function codeOf(url: string): Promise<string> {
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ decision: 'allow' }) });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  return {
    ...sandbox,
    simulator,
    client,
    codeOf,
    authorize: async () => client.getAccessToken(await codeOf(client.getAuthorizeURL('state'))),
  };
}
