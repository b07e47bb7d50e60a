import type { Account } from '../../../lib/account.ts';
import { instant } from '../../../lib/measurement.ts';
import type { MemoryDatabase } from '../../store/memory-database.ts';
import type { Household } from '../household.ts';
import type { Invocation } from '../lambda-process.ts';
import type { Person } from '../person.ts';
import type { VendorCall } from '../worker.ts';

const garminSpacingMs = 1000;
const minuteMs = 60_000;
const withingsCallsAMinute = 120;

/** Looks over the engine's shoulder at every call that it makes, and notes what must never be. */
export class Watch {
  readonly problems: string[] = [];
  readonly counts = { calls: 0, withingsCallsInOneMinute: 0 };
  readonly #home: Household;
  readonly #database: MemoryDatabase;
  /** Entries at Garmin that were there before us, by person. */
  readonly #foreign = new Map<string, Set<number>>();
  readonly #lastGarminCallAt = new WeakMap<Invocation, number>();
  readonly #signedIn = new WeakSet<Invocation>();
  #withingsCalls: number[] = [];

  constructor(home: Household, database: MemoryDatabase) {
    this.#home = home;
    this.#database = database;
  }

  /** Whatever is at Garmin now is not ours. */
  begin({ garminId }: Person): void {
    const { weights, pressures } = this.#home.vendors.garmin.account(garminId);
    this.#foreign.set(
      garminId,
      new Set([...weights.map(({ samplePk }) => samplePk), ...pressures.map(({ version }) => version)]),
    );
  }

  /** A call is about to be made. */
  before(call: VendorCall): void {
    const now = this.#home.timeline.now();
    this.counts.calls += 1;
    if (call.vendor === 'withings') {
      this.#withingsCalls = [...this.#withingsCalls.filter((at) => at > now - minuteMs), now];
      const { length } = this.#withingsCalls;
      this.counts.withingsCallsInOneMinute = Math.max(this.counts.withingsCallsInOneMinute, length);
      if (length > withingsCallsAMinute) this.#problem(`${length} calls to Withings within a minute`);
      return;
    }
    this.#expectNotBlocked(call, now);
    if (call.vendor === 'trainerroad') this.#expectOneSignIn(call);
    if (call.vendor === 'garmin' && new URL(call.request.url).hostname.startsWith('connectapi'))
      this.#expectSpaced(call, now);
  }

  /** A call was made, and the vendor has done what it was asked. */
  after({ vendor, request, by }: VendorCall): void {
    const person = this.#home.people.find(({ id }) => id === by.account);
    if (vendor !== 'garmin' || request.method === 'GET' || !person) return;
    this.#expectNothingTwice(person);
    this.#expectForeignUntouched(person);
  }

  #expectNotBlocked({ vendor, by, request }: VendorCall, now: number): void {
    // What another sync has noted meanwhile this one could not know.
    if (this.#home.overlapped.has(by)) return;
    const { account = '' } = by;
    const stored = this.#database.peek(this.#database.accountsTable, { account }) as Account | undefined;
    const { blockedUntil = 0 } = (vendor !== 'withings' && stored?.connections[vendor]) || {};
    if (blockedUntil > now) this.#problem(`${request.method} ${request.url} for ${account} although blocked`);
  }

  #expectSpaced({ by, request }: VendorCall, now: number): void {
    const last = this.#lastGarminCallAt.get(by);
    this.#lastGarminCallAt.set(by, now);
    if (last !== undefined && now - last < garminSpacingMs) {
      this.#problem(`${request.url} for ${by.account} only ${now - last} ms after the last call`);
    }
  }

  /** Repeated sign-ins lock an account at TrainerRoad. */
  #expectOneSignIn({ by, request }: VendorCall): void {
    if (request.method !== 'POST') return;
    if (this.#signedIn.has(by)) this.#problem(`${by.account} was signed in to TrainerRoad twice in one sync`);
    this.#signedIn.add(by);
  }

  /** No two events of a person are of one time, so two entries of one time are one event twice. */
  #expectNothingTwice({ name, garminId }: Person): void {
    const { weights, pressures } = this.#home.vendors.garmin.account(garminId);
    for (const entries of [weights, pressures]) {
      const seen = new Set<number>();
      for (const { measuredAt } of entries) {
        if (seen.has(measuredAt)) this.#problem(`${name} has ${instant(measuredAt / 1000)} twice at Garmin`);
        seen.add(measuredAt);
      }
    }
  }

  #expectForeignUntouched({ name, garminId }: Person): void {
    const { weights, pressures } = this.#home.vendors.garmin.account(garminId);
    const there = new Set([...weights.map(({ samplePk }) => samplePk), ...pressures.map(({ version }) => version)]);
    const gone = [...(this.#foreign.get(garminId) ?? [])].filter((key) => !there.has(key));
    if (gone.length > 0) this.#problem(`${name} has lost entries at Garmin that another tool wrote`);
  }

  #problem(what: string): void {
    this.problems.push(`${new Date(this.#home.timeline.now()).toISOString()} ${what}`);
  }
}
