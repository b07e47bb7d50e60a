import { GarminSimulator, type NewAccount } from '../../../lib/sandbox/garmin/simulator.ts';
import type { GarminState } from '../../../lib/sandbox/garmin/state.ts';
import { FlowingClock } from '../../flowing-clock.ts';

const origin = 'http://garmin.test';

/** The simulator with one account, anna’s, and the requests a client of hers would send. */
export function garmin(account: Partial<NewAccount> = {}) {
  const clock = new FlowingClock();
  const simulator = new GarminSimulator({ clock, random: () => 0.25 });
  const tokens = simulator.addAccount({ id: 'anna', zone: 'Europe/Berlin', ...account });

  /** One call on anna's behalf. */
  const call = (path: string, init: RequestInit = {}, token = tokens.di_token) =>
    send(simulator, path, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });

  return {
    clock,
    simulator,
    tokens,
    call,
    get: async (path: string) => json(await call(path)),
    post: (path: string, body: object) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    upload: (
      bytes: Uint8Array,
      { path = '/upload-service/upload', name = 'a.fit', userAgent = 'GCM-Android-5.23' } = {},
    ) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)]), name);
      return call(path, { method: 'POST', body: form, headers: { 'User-Agent': userAgent } });
    },
    refresh: (refreshToken: string, clientId = tokens.di_client_id, headers = { Authorization: basic(clientId) }) =>
      send(simulator, '/di-oauth2-service/oauth/token', {
        method: 'POST',
        headers,
        body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken }),
      }),
    /** The same Garmin after a restart. */
    restarted: () => {
      const state: GarminState = JSON.parse(JSON.stringify(simulator.state));
      return new GarminSimulator({ clock, random: () => 0.25, state });
    },
  };
}

export const send = (simulator: GarminSimulator, path: string, init: RequestInit = {}) =>
  simulator.fetch(new Request(origin + path, init));

export const basic = (clientId: string) => `Basic ${btoa(`${clientId}:`)}`;

export async function json(response: Response) {
  return JSON.parse(await response.text());
}

/** 07:30 in Berlin. */
export const halfPastSix = Date.parse('2026-11-20T06:30:00Z');
