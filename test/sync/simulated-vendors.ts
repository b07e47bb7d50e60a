import type { Vendor } from '../../lib/account.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Fetch } from '../../lib/http.ts';
import { GarminSimulator } from '../../lib/sandbox/garmin/simulator.ts';
import { IntervalsSimulator } from '../../lib/sandbox/intervals/simulator.ts';
import { TrainerRoadSimulator } from '../../lib/sandbox/trainerroad/simulator.ts';
import { WithingsSimulator } from '../../lib/sandbox/withings/simulator.ts';
import { emptyState } from '../../lib/sandbox/withings/state.ts';

/** Every vendor, simulated, each with its memory, on one clock. */
export interface SimulatedVendors {
  withings: WithingsSimulator;
  garmin: GarminSimulator;
  trainerroad: TrainerRoadSimulator;
  intervals: IntervalsSimulator;
  /** What the vendor at this address says. */
  answer(request: Request): Promise<Response>;
  fetch: Fetch;
}

export interface VendorOptions {
  clock: Clock;
  random: () => number;
  /** How Withings reaches our webhook. */
  notify: Fetch;
}

export function simulatedVendors({ clock, random, notify }: VendorOptions): SimulatedVendors {
  const withings = new WithingsSimulator({
    clock,
    random,
    state: emptyState({ allowLocalhost: true }),
    fetch: notify,
  });
  const garmin = new GarminSimulator({ clock, random });
  const trainerroad = new TrainerRoadSimulator({ clock, random });
  const intervals = new IntervalsSimulator({ clock });
  const vendors = { withings, garmin, trainerroad, intervals };
  const answer = (request: Request): Promise<Response> => vendors[vendorOf(request.url)].fetch(request);
  return { ...vendors, answer, fetch: async (input, init) => answer(timelessRequest(input, init)) };
}

/** Real time limits mean nothing to simulated time. */
export function timelessRequest(...[input, init]: Parameters<Fetch>): Request {
  const { signal: _, ...rest } = init ?? {};
  return new Request(input, rest);
}

/** Whose address it is. */
export function vendorOf(url: string): Vendor {
  const { hostname } = new URL(url);
  if (/withings\.(com|net)$/.test(hostname)) return 'withings';
  if (hostname.endsWith('intervals.icu')) return 'intervals';
  return hostname.endsWith('garmin.com') ? 'garmin' : 'trainerroad';
}
