import { Hono } from 'hono';
import type { Clock } from '../../clock.ts';
import { takeFault } from '../faults.ts';
import { bearerCheck } from './bearer.ts';
import { type Fault, faultyAnswer } from './fault.ts';
import { frontPage } from './front-page.ts';
import { oauthRoutes } from './oauth.ts';
import { completeState, newPerson } from './older-state.ts';
import { pressureRoutes } from './pressures.ts';
import { profileRoutes } from './profile.ts';
import { appCode } from './sso/codes.ts';
import { codeDoor, jsonDoor } from './sso/json-doors.ts';
import type { SsoKnobs } from './sso/state.ts';
import { mintTicket } from './sso/tickets.ts';
import { widgetDoor } from './sso/widget.ts';
import {
  emptyState,
  type GarminAccount,
  type GarminService,
  type GarminState,
  garminServices,
  type Knobs,
  type StoredPressure,
  type StoredWeight,
  type Upload,
} from './state.ts';
import { switches } from './switches.ts';
import { clientIds, issueTokens } from './tokens.ts';
import { uploadRoutes } from './upload.ts';
import { weightRoutes } from './weights.ts';
import { nextId, randomUuid, type SignedIn, type World } from './world.ts';

/** What a sign-in at Garmin leaves behind, in the shape in which Python's garminconnect stores it too. */
export interface GarminTokens {
  di_token: string;
  di_refresh_token: string;
  di_client_id: string;
}

export interface NewAccount
  extends Partial<
    Pick<
      GarminAccount,
      | 'displayName'
      | 'zone'
      | 'heightCm'
      | 'uploadConsent'
      | 'tokensInactive'
      | 'email'
      | 'password'
      | 'mfa'
      | 'locked'
      | 'isChild'
    >
  > {
  id: string;
}

export interface GarminSimulatorOptions {
  clock: Clock;
  random: () => number;
  /** A state of an earlier simulator, of an earlier version too; it goes on being written in place. */
  state?: GarminState;
}

/**
 * Garmin Connect as this project knows it, without Garmin: the paths of sso.garmin.com,
 * diauth.garmin.com and connectapi.garmin.com on one origin, with a memory. What Garmin is known to do wrong it does too, and more on
 * request: see `Fault` and `Knobs`.
 */
export class GarminSimulator {
  readonly state: GarminState;
  readonly app: Hono;
  readonly #world: World;

  constructor({ clock, random, state = emptyState() }: GarminSimulatorOptions) {
    this.state = completeState(state);
    this.#world = { clock, random, state };
    this.app = garminApp(this.#world, switches(this));
  }

  /**
   * One call. Rejects, as `fetch` does, when the answer is to be lost on the way; a server cuts the connection then.
   */
  async fetch(request: Request): Promise<Response> {
    const service = serviceOf(request);
    if (!service) return this.app.fetch(request);
    this.state.calls[service] += 1;
    const fault = takeFault(
      this.state.faults,
      ({ on, method = request.method }) => on === service && method === request.method,
    );
    if (!fault) return this.app.fetch(request);
    if (fault.taken) await this.app.fetch(request);
    return faultyAnswer(fault);
  }

  /** Opens an account and signs in to it. */
  addAccount({ id, ...rest }: NewAccount): GarminTokens {
    this.state.accounts[id] = {
      id,
      profileId: nextId(this.#world),
      garminGuid: randomUuid(this.#world),
      displayName: id,
      zone: 'Etc/UTC',
      heightCm: null,
      uploadConsent: true,
      tokensInactive: false,
      ...newPerson(id),
      accessTokens: {},
      inactiveTokens: [],
      refreshTokens: {},
      weights: [],
      pressures: [],
      uploads: [],
      ...rest,
    };
    return this.signIn(id);
  }

  /** One more sign-in to an account, as if by its owner at home. */
  signIn(accountId: string): GarminTokens {
    const [di_client_id] = clientIds;
    const { access_token, refresh_token } = issueTokens(this.#world, this.account(accountId), di_client_id);
    return { di_token: access_token, di_refresh_token: refresh_token, di_client_id };
  }

  /** A ticket as a browser would get it on Garmin's own page. */
  ticket(accountId: string, service: string): string {
    return mintTicket(this.#world, this.account(accountId).id, service, 'sso');
  }

  /** The code that its owner would read now: the last one that was sent, or what the authenticator app shows. */
  codeOf(accountId: string): string {
    const account = this.account(accountId);
    if (account.mfa === 'totp') return appCode(account, this.#world.clock.now());
    const sent = this.state.sso.sentCodes.findLast((code) => code.accountId === accountId);
    if (!sent) throw new Error(`No code was sent to ${accountId}.`);
    return sent.digits;
  }

  account(accountId: string): GarminAccount {
    const account = Object.hasOwn(this.state.accounts, accountId) ? this.state.accounts[accountId] : undefined;
    if (!account) throw new Error(`The simulator has no account ${accountId}.`);
    return account;
  }

  /** All weigh-ins that are stored, in order of time, the hidden ones too. */
  weights(accountId: string): StoredWeight[] {
    return this.account(accountId).weights.toSorted((a, b) => a.measuredAt - b.measuredAt);
  }

  /** All blood pressure readings that are stored, in order of time, the hidden ones too. */
  pressures(accountId: string): StoredPressure[] {
    return this.account(accountId).pressures.toSorted((a, b) => a.measuredAt - b.measuredAt);
  }

  uploads(accountId: string): readonly Upload[] {
    return this.account(accountId).uploads;
  }

  /** How often each service was called so far. A copy: compare it with a later one. */
  get calls(): Record<GarminService, number> {
    return { ...this.state.calls };
  }

  addFault(fault: Fault): void {
    this.state.faults.push(fault);
  }

  turn(knobs: Partial<Knobs>): void {
    Object.assign(this.state.knobs, knobs);
  }

  turnSso(knobs: Partial<SsoKnobs>): void {
    Object.assign(this.state.sso.knobs, knobs);
  }

  /** Refuses sign-ins for so long; a try meanwhile doubles that. Without a number there is no limit any more. */
  limitSignIns(seconds?: number): void {
    this.state.sso.limit = seconds === undefined ? null : { seconds, until: this.#world.clock.now() + seconds * 1000 };
  }
}

function garminApp(world: World, forms: Hono): Hono {
  const connectapi = new Hono<SignedIn>()
    .use(bearerCheck(world))
    .route('/', profileRoutes())
    .route('/', uploadRoutes(world))
    .route('/', weightRoutes(world))
    .route('/', pressureRoutes(world));

  return new Hono()
    .get('/', (c) => c.html(frontPage(world, c)))
    .route('/switches', forms)
    .route('/', oauthRoutes(world))
    .route('/', jsonDoor(world, 'mobile'))
    .route('/', jsonDoor(world, 'portal'))
    .route('/', codeDoor(world, 'mobile'))
    .route('/', codeDoor(world, 'portal'))
    .route('/', widgetDoor(world))
    .route('/', connectapi)
    .notFound((c) => c.json({ message: 'HTTP 404 Not Found', error: 'NotFoundException' }, 404));
}

function serviceOf({ url }: Request): GarminService | undefined {
  const [, first] = new URL(url).pathname.split('/');
  return garminServices.find((service) => service === first);
}
