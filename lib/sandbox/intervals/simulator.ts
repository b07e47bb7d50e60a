import { Hono } from 'hono';
import type { Clock } from '../../clock.ts';
import { takeFault } from '../faults.ts';
import { athleteRoutes } from './athlete.ts';
import { type Fault, faultyAnswer } from './fault.ts';
import { frontPage } from './front-page.ts';
import { type Athlete, type Endpoint, emptyState, endpoints, type IntervalsState, type Knobs } from './state.ts';
import { switches } from './switches.ts';
import type { World } from './world.ts';

export interface IntervalsSimulatorOptions {
  clock: Clock;
  /** A state of an earlier simulator; it goes on being written in place. */
  state?: IntervalsState;
}

/**
 * intervals.icu as this project knows it, without intervals.icu: athletes with API keys, and their wellness by day, with
 * a memory. What goes wrong, and what nobody has written down, it does on request: see `Fault` and `Knobs`.
 */
export class IntervalsSimulator {
  readonly state: IntervalsState;
  readonly app: Hono;
  readonly #clock: Clock;

  constructor({ clock, state = emptyState() }: IntervalsSimulatorOptions) {
    this.state = state;
    // An earlier version counted fewer of them.
    state.calls = { ...emptyState().calls, ...state.calls };
    this.#clock = clock;
    const world: World = { clock, state };
    this.app = new Hono()
      .get('/', (c) => c.html(frontPage(world, c)))
      .route('/switches', switches(this))
      .route('/api/v1/athlete', athleteRoutes(world));
  }

  /**
   * One call. Rejects, as `fetch` does, when the answer is to be lost on the way; a server cuts the connection then.
   */
  async fetch(request: Request): Promise<Response> {
    const endpoint = endpointOf(request);
    if (!endpoint) return this.app.fetch(request);
    this.state.calls[endpoint] += 1;
    const fault = takeFault(this.state.faults, ({ on }) => on === endpoint);
    if (!fault) return this.app.fetch(request);
    if (fault.taken) await this.app.fetch(request);
    return faultyAnswer(fault);
  }

  addAthlete({ name, apiKey }: Pick<Athlete, 'name' | 'apiKey'>): Athlete {
    this.state.sequence += 1;
    const id = `i${this.state.sequence}`;
    const athlete: Athlete = { id, name, apiKey, weight: null, restingHR: null, wellness: {} };
    this.state.athletes[id] = athlete;
    return athlete;
  }

  /** The athlete's own hand: a day's values are fixed, or free again. */
  lock({ wellness }: Athlete, id: string, locked = true): void {
    const updated = new Date(this.#clock.now()).toISOString();
    wellness[id] = { fields: {}, ...wellness[id], id, updated, locked };
  }

  /** How often each endpoint was called so far. A copy: compare it with a later one. */
  get calls(): Record<Endpoint, number> {
    return { ...this.state.calls };
  }

  addFault(fault: Fault): void {
    this.state.faults.push(fault);
  }

  turn(knobs: Partial<Knobs>): void {
    Object.assign(this.state.knobs, knobs);
  }
}

function endpointOf({ method, url }: Request): Endpoint | undefined {
  const [, path = 'athlete'] = /^\/api\/v1\/athlete\/[^/]+(?:\/(.+))?$/.exec(new URL(url).pathname) ?? [];
  const call = `${method} ${path.replace(/\/.*$/, '/day').replace(/\.json$/, '')}`;
  return endpoints.find((endpoint) => endpoint === call);
}
