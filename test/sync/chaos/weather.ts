import type { Vendor } from '../../../lib/account.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Fate } from '../lambda-process.ts';
import type { Trouble, VendorCall } from '../worker.ts';
import type { Chance } from './chance.ts';

/** From when until when a vendor is down, epoch milliseconds. */
export interface Outage {
  vendor: Vendor;
  from: number;
  to: number;
}

/** How bad it is: shares of all calls, effects, messages, from 0 to 1. */
export interface Climate {
  calls: number;
  crashes: number;
  notifications: number;
  overlaps: number;
}

const climates: readonly Climate[] = [
  { calls: 0, crashes: 0, notifications: 0.3, overlaps: 0 },
  { calls: 0.02, crashes: 0.002, notifications: 0.3, overlaps: 0.02 },
  { calls: 0.1, crashes: 0.005, notifications: 0.5, overlaps: 0.05 },
  { calls: 0.3, crashes: 0.02, notifications: 0.9, overlaps: 0.1 },
];

const page = (status: number, headers: Record<string, string> = {}) =>
  new Response(`<html><title>${status}</title></html>`, {
    status,
    headers: { 'content-type': 'text/html', ...headers },
  });
const refusal = (status: number, body: object = {}) => Response.json({ status, body, error: 'Simulated' });

/** What a vendor may do instead of answering. Those that are taken were carried out all the same. */
const troubles: Readonly<Record<Vendor, readonly (() => Trouble)[]>> = {
  withings: [
    () => ({ taken: false, answer: refusal(601, { wait_seconds: 20 }) }),
    () => ({ taken: false, answer: refusal(522) }),
    () => ({ taken: true, answer: page(502) }),
    () => ({ taken: false, answer: page(200) }),
  ],
  garmin: [
    () => ({ taken: false, answer: page(429) }),
    () => ({ taken: false, answer: page(503) }),
    () => ({ taken: true, answer: page(502) }),
    () => ({ taken: true, answer: page(504) }),
    () => ({ taken: true, answer: new Response(null) }),
  ],
  trainerroad: [
    () => ({ taken: false, answer: page(429, { 'retry-after': '600' }) }),
    () => ({ taken: false, answer: page(503) }),
    () => ({ taken: true, answer: page(502) }),
    () => ({ taken: false, answer: new Response(null, { status: 302, headers: { location: '/maintenance' } }) }),
  ],
  intervals: [
    () => ({ taken: false, answer: page(429, { 'retry-after': '600' }) }),
    () => ({ taken: false, answer: page(503) }),
    () => ({ taken: true, answer: page(502) }),
    () => ({ taken: false, answer: page(200) }),
  ],
};
const silence: readonly (() => Trouble)[] = [
  () => ({ taken: true, answer: 'lost' }),
  () => ({ taken: false, answer: 'lost' }),
  () => ({ taken: true, answer: 'timeout' }),
  () => ({ taken: false, answer: 'timeout' }),
];

/** What goes wrong between our code and everybody else, until it clears up. */
export class Weather {
  readonly counts = { faults: 0, crashes: 0, lostNotifications: 0, overlaps: 0 };
  readonly outages: Outage[] = [];
  readonly #clock: Clock;
  readonly #chance: Chance;
  #climate: Climate;

  constructor(clock: Clock, chance: Chance) {
    this.#clock = clock;
    this.#chance = chance;
    this.#climate = chance.oneOf(climates);
  }

  clearUp(): void {
    this.#climate = { calls: 0, crashes: 0, notifications: 0, overlaps: 0 };
    this.outages.length = 0;
  }

  troubleOf({ vendor }: VendorCall): Trouble | undefined {
    const { happens, oneOf } = this.#chance;
    const now = this.#clock.now();
    const isDown = this.outages.some((outage) => outage.vendor === vendor && outage.from <= now && now < outage.to);
    if (!isDown && !happens(this.#climate.calls)) return undefined;
    this.counts.faults += 1;
    const trouble = oneOf([...troubles[vendor], ...silence])();
    return isDown ? { ...trouble, taken: false } : trouble;
  }

  fateOf(): Fate {
    const { happens, oneOf } = this.#chance;
    if (!happens(this.#climate.crashes)) return 'happens';
    this.counts.crashes += 1;
    return oneOf<Fate>(['crash before', 'crash after']);
  }

  /** Notifications come late and so out of order, twice, or not at all. */
  arrivalsMs(): readonly number[] {
    const { happens, between } = this.#chance;
    const late = () => (happens(this.#climate.notifications) ? between(0, 3_600_000) : 0);
    if (!happens(this.#climate.notifications)) return [late()];
    if (happens(0.5)) return [late(), late()];
    this.counts.lostNotifications += 1;
    return [];
  }

  givenOutAgainMs(): number | undefined {
    if (!this.#chance.happens(this.#climate.overlaps)) return undefined;
    this.counts.overlaps += 1;
    return this.#chance.between(1, 20_000);
  }

  /** Vendors take their time; the tables hardly any, but enough for others to come between. */
  delayMs(name: string): number {
    const { happens, between } = this.#chance;
    if (/^(withings|garmin|trainerroad|intervals) /.test(name)) return between(50, 900);
    return happens(0.05) ? between(1, 50) : 0;
  }
}
