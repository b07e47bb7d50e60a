import { Hono } from 'hono';
import type { Clock } from '../../clock.ts';
import { takeFault } from '../faults.ts';
import { type Fault, faultyAnswer, gatewayRefusal } from './fault.ts';
import { frontPage } from './front-page.ts';
import { riderRoutes } from './rider.ts';
import { openSession } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';
import {
  type Endpoint,
  emptyState,
  endpoints,
  type Knobs,
  type Member,
  type Rider,
  type TrainerRoadState,
} from './state.ts';
import { switches } from './switches.ts';
import { nextId, type World } from './world.ts';

export interface TrainerRoadSimulatorOptions {
  clock: Clock;
  random: () => number;
  /** A state of an earlier simulator; it goes on being written in place. */
  state?: TrainerRoadState;
}

export interface NewMember {
  username: string;
  password: string;
  rider?: Partial<Rider>;
}

/**
 * TrainerRoad as this project knows it, without TrainerRoad: sign-in, session and rider's profile, with a memory. What
 * the site is known to do wrong it does on request: see `Fault` and `Knobs`.
 */
export class TrainerRoadSimulator {
  readonly state: TrainerRoadState;
  readonly app: Hono;
  readonly #world: World;

  constructor({ clock, random, state = emptyState() }: TrainerRoadSimulatorOptions) {
    this.state = state;
    this.#world = { clock, random, state };
    this.app = new Hono()
      .get('/', (c) => c.html(frontPage(this.#world, c)))
      .route('/switches', switches(this))
      .route('/', signInRoutes(this.#world))
      .route('/', riderRoutes(this.#world));
  }

  /**
   * One call. Rejects, as `fetch` does, when the answer is to be lost on the way; a server cuts the connection then.
   */
  async fetch(request: Request): Promise<Response> {
    const endpoint = endpointOf(request);
    if (!endpoint) return this.app.fetch(request);
    this.state.calls[endpoint] += 1;
    if (isUnnamed(request)) return gatewayRefusal();
    const fault = takeFault(this.state.faults, ({ on }) => on === endpoint);
    if (!fault) return this.app.fetch(request);
    if (fault.taken) await this.app.fetch(request);
    return faultyAnswer(fault);
  }

  addMember({ username, password, rider = {} }: NewMember): Member {
    const memberId = nextId(this.#world);
    const member: Member = {
      memberId,
      username,
      email: `${username}@example.com`,
      password,
      rider: {
        weightKg: 75,
        ftp: 250,
        units: 'kmh',
        nickname: null,
        genderId: 1,
        dateOfBirth: '1990-01-01T00:00:00',
        privacy: { IsPrivate: true, ShowWeight: false },
        ...rider,
      },
      weightHistory: [],
    };
    this.state.members[memberId] = member;
    return member;
  }

  /** One more sign-in, as if in the member's browser; returns the session cookie's value. */
  signIn(member: Member): string {
    return openSession(this.#world, member);
  }

  /** Ends every session, as the site does when it likes. */
  endSessions(): void {
    this.state.sessions = {};
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
  const call = `${method} ${new URL(url).pathname}`;
  return endpoints.find((endpoint) => call === endpoint || call.startsWith(`${endpoint}/`));
}

/** The gateway turns away whoever does not say who it is, or says only which HTTP library it uses. */
function isUnnamed({ headers }: Request): boolean {
  return /^$|^(node|undici|axios|got|curl|wget|python|go-http-client|java|okhttp)\b/i.test(
    headers.get('user-agent') ?? '',
  );
}
