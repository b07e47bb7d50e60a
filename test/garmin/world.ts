import { garminDestination } from '../../lib/garmin/destination.ts';
import { garminHosts } from '../../lib/garmin/region.ts';
import { parseTokenFile } from '../../lib/garmin/token-file.ts';
import type { GarminTokens } from '../../lib/garmin/tokens.ts';
import type { Fetch } from '../../lib/http.ts';
import { GarminSimulator, type NewAccount } from '../../lib/sandbox/garmin/simulator.ts';
import type { Settings } from '../../lib/settings.ts';
import { FlowingClock } from '../flowing-clock.ts';
import { MemoryTokenStore } from '../memory-token-store.ts';

export interface SeenRequest {
  url: string;
  method: string;
  headers: Headers;
  at: number;
}

/** A person with a Garmin account, and everything between the two. */
export function garminWorld({
  zone = 'Europe/Berlin',
  now,
  settings,
  ...account
}: Partial<NewAccount> & { now?: string; settings?: Settings } = {}) {
  const clock = new FlowingClock(now);
  const simulator = new GarminSimulator({ clock, random: () => 0.5 });
  const requests: SeenRequest[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push({ url: request.url, method: request.method, headers: request.headers, at: clock.now() });
    return simulator.fetch(request);
  };
  const tokenFile = simulator.addAccount({ id: 'anna', zone, ...account });
  const store = new MemoryTokenStore<GarminTokens>(parseTokenFile(JSON.stringify(tokenFile)));
  const access = { fetch, clock, hosts: garminHosts('garmin.com') };
  const destination = garminDestination({ ...access, store, zone, ...(settings && { settings }) });
  return { clock, simulator, requests, access, store, destination };
}
