import type { Fetch } from '../../lib/http.ts';
import { IntervalsApi, intervalsUrl } from '../../lib/intervals/api.ts';
import type { IntervalsCredentials } from '../../lib/intervals/credentials.ts';
import { intervalsDestination } from '../../lib/intervals/destination.ts';
import { IntervalsSimulator } from '../../lib/sandbox/intervals/simulator.ts';
import { defaultSettings, type Settings } from '../../lib/settings.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { MemoryTokenStore } from '../memory-token-store.ts';

export interface SeenRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: unknown;
}

export interface Sketch {
  now?: string;
  zone?: string;
  settings?: Partial<Settings>;
  /** What is stored, beside or instead of the right key. */
  credentials?: Partial<IntervalsCredentials>;
}

/** A person with an intervals.icu account, and everything between the two. */
export function intervalsWorld({
  now = '2026-11-20T07:00:00Z',
  zone = 'Europe/Berlin',
  settings,
  credentials,
}: Sketch = {}) {
  const clock = new FlowingClock(now);
  const simulator = new IntervalsSimulator({ clock });
  const athlete = simulator.addAthlete({ name: 'Anna', apiKey: 'invented-key' });

  const requests: SeenRequest[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    const { method, url, headers } = request;
    requests.push({ method, url: new URL(url), headers, body: text === '' ? undefined : JSON.parse(text) });
    return simulator.fetch(request);
  };
  const store = new MemoryTokenStore<IntervalsCredentials>({ apiKey: 'invented-key', ...credentials });
  const web = { fetch, clock, baseUrl: intervalsUrl };
  const connection = { ...web, zone, settings: { ...defaultSettings, ...settings } };
  const api = new IntervalsApi(web, store);
  return { clock, simulator, athlete, requests, api, destination: intervalsDestination(connection, store) };
}

export type IntervalsWorld = ReturnType<typeof intervalsWorld>;
