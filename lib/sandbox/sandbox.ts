import type { Clock } from '../clock.ts';
import { epochSeconds } from '../clock.ts';
import { GarminSimulator, type GarminTokens } from './garmin/simulator.ts';
import { emptyState as emptyGarmin, type GarminState } from './garmin/state.ts';
import { IntervalsSimulator } from './intervals/simulator.ts';
import { emptyState as emptyIntervals, type IntervalsState } from './intervals/state.ts';
import { type Served, serve } from './serve.ts';
import { TrainerRoadSimulator } from './trainerroad/simulator.ts';
import { emptyState as emptyTrainerRoad, type TrainerRoadState } from './trainerroad/state.ts';
import { inventHistory } from './withings/invented/history.ts';
import { inventRecords } from './withings/invented/records.ts';
import { WithingsSimulator } from './withings/simulator.ts';
import { emptyState as emptyWithings, type SandboxGroup, type WithingsState } from './withings/state.ts';

/** Everything the simulators remember, as plain JSON. */
export interface SandboxState {
  withings: WithingsState;
  garmin: GarminState;
  trainerroad: TrainerRoadState;
  intervals: IntervalsState;
}

/** What the application is registered as at the simulated Withings. */
export const sandboxApp = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret' };

/** An invented person with an account everywhere. */
export const demo = {
  name: 'Robin Demo',
  timezone: 'Europe/Berlin',
  garmin: { account: 'robin', email: 'robin@example.com', password: 'invented-garmin-password' },
  trainerRoad: { username: 'robin', password: 'invented-password' },
  intervals: { apiKey: 'invented-api-key' },
};

/** Where each vendor is, in the words of the functions' environment. */
export type SandboxEnvironment = Record<
  | 'WITHINGS_ACCOUNT_URL'
  | 'WITHINGS_API_URL'
  | 'GARMIN_SSO_URL'
  | 'GARMIN_DIAUTH_URL'
  | 'GARMIN_CONNECTAPI_URL'
  | 'TRAINERROAD_URL'
  | 'INTERVALS_URL',
  string
>;

export interface SandboxOptions {
  clock: Clock;
  random: () => number;
  state?: SandboxState;
}

/** The vendors, simulated together, on ports of this machine. */
export class Sandbox {
  readonly withings: WithingsSimulator;
  readonly garmin: GarminSimulator;
  readonly trainerroad: TrainerRoadSimulator;
  readonly intervals: IntervalsSimulator;
  readonly #clock: Clock;
  readonly #served: Served[] = [];
  #ticking: NodeJS.Timeout | undefined;

  constructor({ clock, random, state = emptySandbox() }: SandboxOptions) {
    this.#clock = clock;
    this.withings = new WithingsSimulator({ clock, random, state: state.withings });
    this.garmin = new GarminSimulator({ clock, random, state: state.garmin });
    this.trainerroad = new TrainerRoadSimulator({ clock, random, state: state.trainerroad });
    this.intervals = new IntervalsSimulator({ clock, state: state.intervals });
  }

  get state(): SandboxState {
    return {
      withings: this.withings.state,
      garmin: this.garmin.state,
      trainerroad: this.trainerroad.state,
      intervals: this.intervals.state,
    };
  }

  /** The demo person; made with a history of their own, or with the groups given, when there is nobody yet. */
  demoPerson(recorded?: { groups: SandboxGroup[]; timezone: string | undefined }): { userid: number } {
    // Asked for by itself: a person of an older sandbox knows the other vendors already.
    if (Object.keys(this.intervals.state.athletes).length === 0) {
      this.intervals.addAthlete({ name: demo.name, apiKey: demo.intervals.apiKey });
    }
    const known = this.withings.state.people[0];
    if (known) return known;
    this.trainerroad.addMember(demo.trainerRoad);
    const until = epochSeconds(this.#clock);
    const timezone = recorded?.timezone ?? demo.timezone;
    const groups = recorded?.groups ?? inventHistory({ seed: 7, until, years: 3 });
    // Beside recorded measurements nothing is invented.
    const records = recorded ? {} : inventRecords({ seed: 7, until, days: 420, timezone }, groups);
    return this.withings.addPerson({ name: demo.name, timezone, groups, records });
  }

  /** Signs the demo person in to Garmin, as they would at home. */
  garminTokens(): GarminTokens {
    const zone = this.withings.state.people[0]?.timezone ?? demo.timezone;
    const { account: id, ...signIn } = demo.garmin;
    const isKnown = Object.hasOwn(this.garmin.state.accounts, id);
    return isKnown
      ? this.garmin.signIn(id)
      : this.garmin.addAccount({ id, displayName: demo.name, zone, heightCm: 178, ...signIn });
  }

  /**
   * Opens the simulators' ports, and delivers notifications from then on.
   *
   * @param port of Withings; Garmin, TrainerRoad and intervals.icu get the next ones. Without it they get any.
   * @returns the environment that points the functions at them
   * @throws Error of the code `EADDRINUSE` when a port is taken; none stays open then
   */
  async start(port?: number): Promise<SandboxEnvironment> {
    try {
      const simulators = [this.withings, this.garmin, this.trainerroad, this.intervals];
      for (const [index, simulator] of simulators.entries()) {
        this.#served.push(await serve(simulator, port === undefined ? 0 : port + index));
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#ticking = setInterval(() => void this.withings.deliverDue(), 1000);
    const [withings = '', garmin = '', trainerroad = '', intervals = ''] = this.#served.map(({ url }) => url);
    return {
      WITHINGS_ACCOUNT_URL: withings,
      WITHINGS_API_URL: withings,
      GARMIN_SSO_URL: garmin,
      GARMIN_DIAUTH_URL: garmin,
      GARMIN_CONNECTAPI_URL: garmin,
      TRAINERROAD_URL: trainerroad,
      INTERVALS_URL: intervals,
    };
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticking);
    await Promise.all(this.#served.splice(0).map((served) => served.stop()));
  }
}

function emptySandbox(): SandboxState {
  return {
    // The first HEAD meets a function that is only just being started, which here takes longer than at AWS.
    withings: emptyWithings({ allowLocalhost: true, callbackTimeoutMs: 10_000 }),
    garmin: emptyGarmin(),
    trainerroad: emptyTrainerRoad(),
    intervals: emptyIntervals(),
  };
}
