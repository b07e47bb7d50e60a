import { type Clock, systemClock } from '../clock.ts';
import type { Fetch } from '../http.ts';
import type { TokenStore } from '../tokens.ts';
import type { Activity, ActivityField, ActivityQuery } from './activity.ts';
import { type WithingsApp, withingsApp } from './app.ts';
import { type DemoAccess, getDemoAccess } from './demo-access.ts';
import type { HeartRecord, HeartSignal, HeartSignalOptions } from './heart.ts';
import type { IntradayField, IntradayQuery, IntradaySeries } from './intraday.ts';
import type { Subscription, SubscriptionChange, SubscriptionKey } from './notify.ts';
import { type AccessTokens, authorizeUrl, exchangeCode, refreshTokens, type WithingsTokens } from './oauth.ts';
import { unusable } from './options.ts';
import type { Pages } from './pages.ts';
import type { TimeQuery } from './queries.ts';
import { revoke } from './revoke.ts';
import { parseScopes, type Scopes } from './scope.ts';
import { WithingsSession } from './session.ts';
import type { Sleep, SleepQuery } from './sleep.ts';
import type { SleepField } from './sleep-segments.ts';
import type { SleepSummary, SleepSummaryDefaultField, SleepSummaryField, SleepSummaryQuery } from './sleep-summary.ts';
import type { StethoscopeRecord, StethoscopeSignal } from './stethoscope.ts';
import type { Device, Goals } from './user.ts';
import type { MeasureOptions, MeasurePage, UserMeasureGroup } from './user-measures.ts';
import { WithingsUser } from './withings-user.ts';
import type { Workout, WorkoutField, WorkoutQuery } from './workouts.ts';

export interface WithingsClientOptions {
  /** From the Withings developer dashboard. */
  clientId: string;
  clientSecret: string;
  /** Where people come back to after they consented: a callback URL that is registered there. */
  callbackURL: string;
  /** What to ask people for unless `getAuthorizeURL` says otherwise. */
  scope?: Scopes | undefined;
  /** Signs the token requests instead of sending the secret with them; takes one call more each. */
  signed?: boolean | undefined;
  /** How to reach Withings; Node's own if absent. */
  fetch?: Fetch | undefined;
  clock?: Clock | undefined;
  /** 0 to 1, for the jitter of retries. */
  random?: (() => number) | undefined;
  /** Of another cloud than the public one, or of a simulator; without a trailing slash. */
  accountUrl?: string | undefined;
  apiUrl?: string | undefined;
}

/**
 * The Withings API for one application. Each method for data takes an access token first; `forUser` gives the same
 * ones without it, for one person whose tokens renew themselves. Keep one client for the life of the process: it
 * spaces out identical calls, which Withings refuses.
 */
export class WithingsClient {
  readonly #app: WithingsApp;
  readonly #callbackURL: string;
  readonly #scope: Scopes | undefined;

  /** @throws RejectedError that names everything that is missing */
  constructor(options: WithingsClientOptions) {
    // A caller in JavaScript may have given none.
    const { clientId, clientSecret, callbackURL, scope, ...edge } = options ?? {};
    const missing = Object.entries({ clientId, clientSecret, callbackURL }).flatMap(([name, given]) =>
      given ? [] : [name],
    );
    if (missing.length > 0) throw unusable('client', `Without ${missing.join(', ')} no client can be made: give each.`);
    if (scope !== undefined) parseScopes(scope);
    const { fetch = globalThis.fetch, clock = systemClock, random = Math.random, ...others } = edge;
    this.#app = withingsApp({ clientId, clientSecret, fetch, clock, random, ...others });
    this.#callbackURL = callbackURL;
    this.#scope = scope;
  }

  /**
   * Where to send a person's browser to give their consent.
   *
   * @param state comes back unchanged: something that cannot be guessed, kept in the person's session
   * and compared there
   * @param options `mode: 'demo'` shows a made-up person with data instead of the visitor's own account
   * @throws RejectedError when the state is empty, or when there is no such scope
   */
  getAuthorizeURL(
    state: string,
    scope: Scopes | undefined = this.#scope,
    options: { mode?: 'demo' | undefined } = {},
  ): string {
    if (!state) throw unusable('authorize', 'Withings refuses an empty state: give a random one and compare it later.');
    const request = { redirectUri: this.#callbackURL, state, scopes: parseScopes(scope ?? []) };
    return authorizeUrl(this.#app, { ...request, ...options });
  }

  /**
   * Turns the code of a redirect into tokens. It is good for 30 seconds and only once.
   *
   * @throws ReauthorizeError when it is too old, used or wrong
   */
  getAccessToken(code: string): Promise<WithingsTokens> {
    return exchangeCode(this.#app, { code, redirectUri: this.#callbackURL });
  }

  /**
   * A new pair of tokens: keep the new refresh token, the old one is good for 8 hours at most. `forUser` does
   * this by itself.
   *
   * @throws ReauthorizeError when the person has to authorize again
   */
  refreshAccessToken(refreshToken: string): Promise<WithingsTokens> {
    return refreshTokens(this.#app, refreshToken);
  }

  /** Ends a person's consent: their tokens die, and the subscriptions to their data with them. */
  revoke(userid: string | number): Promise<void> {
    return revoke(this.#app, userid);
  }

  /** Tokens for Withings' own made-up person, without a consent. */
  getDemoAccess(scope: Scopes): Promise<DemoAccess> {
    return getDemoAccess(this.#app, scope);
  }

  /**
   * One person whose tokens are kept in a store and renewed in it: ten minutes before they end, and once when they are
   * refused. However many callers and processes share the store, one of them refreshes, and the new pair is stored
   * before it is used. When Withings does not take the refresh token, every method rejects with a ReauthorizeError.
   */
  forUser(store: TokenStore<AccessTokens>): WithingsUser {
    return new WithingsUser(new WithingsSession(this.#app, store));
  }

  #as(accessToken: string): WithingsUser {
    const { transport } = this.#app;
    return new WithingsUser({
      call: async (call) => {
        if (!accessToken) throw unusable(call.action, 'The access token is empty: give the one of the person.');
        return transport.call({ ...call, accessToken });
      },
    });
  }

  /** The devices linked to their account (scope user.info). */
  getUserDevices(accessToken: string): Promise<Device[]> {
    return this.#as(accessToken).getUserDevices();
  }

  /** What they have set out to reach (scope user.info or user.metrics); `{}` when nothing. */
  getUserGoals(accessToken: string): Promise<Goals> {
    return this.#as(accessToken).getUserGoals();
  }

  /** Weight, body composition, blood pressure and every other measure (scope user.metrics). */
  getUserMeasures(accessToken: string, options?: MeasureOptions): Pages<UserMeasureGroup, MeasurePage> {
    return this.#as(accessToken).getUserMeasures(options);
  }

  /** Says whose an uncertain weigh-in is (scope user.metrics). */
  confirmUser(accessToken: string, answer: { grpid: number; isConfirmed: boolean }): Promise<void> {
    return this.#as(accessToken).confirmUser(answer);
  }

  /** Steps, distance, calories by the day (scope user.activity). */
  getUserActivities<const Field extends ActivityField = ActivityField>(
    accessToken: string,
    options: ActivityQuery<Field>,
  ): Pages<Activity<Field>> {
    return this.#as(accessToken).getUserActivities(options);
  }

  /** The same within a day, by epoch seconds (scope user.activity). */
  getUserDailyActivities<const Field extends IntradayField = IntradayField>(
    accessToken: string,
    options?: IntradayQuery<Field>,
  ): Promise<IntradaySeries<Field>> {
    return this.#as(accessToken).getUserDailyActivities(options);
  }

  /** Workouts (scope user.activity); their `category` has a name in `workoutCategories`. */
  getUserWorkouts<const Field extends WorkoutField = WorkoutField>(
    accessToken: string,
    options: WorkoutQuery<Field>,
  ): Pages<Workout<Field>> {
    return this.#as(accessToken).getUserWorkouts(options);
  }

  /** Electrocardiograms and what they say of atrial fibrillation (scope user.metrics). */
  getHeartSummary(accessToken: string, options?: TimeQuery): Pages<HeartRecord> {
    return this.#as(accessToken).getHeartSummary(options);
  }

  /** One electrocardiogram in microvolts (scope user.metrics). */
  getHeartSignal(accessToken: string, signalid: number, options?: HeartSignalOptions): Promise<HeartSignal> {
    return this.#as(accessToken).getHeartSignal(signalid, options);
  }

  /** Recordings of a stethoscope (scope user.metrics). */
  getStethoscopeList(accessToken: string, options?: TimeQuery): Pages<StethoscopeRecord> {
    return this.#as(accessToken).getStethoscopeList(options);
  }

  /** The sound of one recording (scope user.metrics). */
  getStethoscopeSignal(accessToken: string, signalid: number): Promise<StethoscopeSignal> {
    return this.#as(accessToken).getStethoscopeSignal(signalid);
  }

  /** Nights and naps (scope user.activity). */
  getSleepSummary<const Field extends SleepSummaryField = SleepSummaryDefaultField>(
    accessToken: string,
    options: SleepSummaryQuery<Field>,
  ): Pages<SleepSummary<Field>> {
    return this.#as(accessToken).getSleepSummary(options);
  }

  /** The states of a night with heart rate, breathing and whatever else is asked for (scope user.activity). */
  getSleep<const Field extends SleepField = never>(
    accessToken: string,
    options: SleepQuery<Field>,
  ): Promise<Sleep<Field>> {
    return this.#as(accessToken).getSleep(options);
  }

  /** Has Withings notify an address; it tries it at once. Asking twice does no harm. */
  subscribe(accessToken: string, subscription: Subscription): Promise<void> {
    return this.#as(accessToken).subscribe(subscription);
  }

  /** One subscription; undefined when there is none. */
  getSubscription(accessToken: string, which: SubscriptionKey): Promise<Subscription | undefined> {
    return this.#as(accessToken).getSubscription(which);
  }

  /** The subscriptions of this application, of one `appli` or all. */
  listSubscriptions(accessToken: string, only?: { appli?: number }): Promise<Subscription[]> {
    return this.#as(accessToken).listSubscriptions(only);
  }

  /** Changes the address, the `appli` or the comment of a subscription. */
  updateSubscription(accessToken: string, update: SubscriptionKey & SubscriptionChange): Promise<void> {
    return this.#as(accessToken).updateSubscription(update);
  }

  /** Ends a subscription; one that is not there is as good as ended. */
  revokeSubscription(accessToken: string, which: SubscriptionKey): Promise<void> {
    return this.#as(accessToken).revokeSubscription(which);
  }
}
