import { type Activity, type ActivityField, type ActivityQuery, getActivities } from './activity.ts';
import { confirmUser } from './confirm-user.ts';
import { getHeartList, getHeartSignal, type HeartRecord, type HeartSignal, type HeartSignalOptions } from './heart.ts';
import { getIntradayActivity, type IntradayField, type IntradayQuery, type IntradaySeries } from './intraday.ts';
import {
  getSubscription,
  listSubscriptions,
  revokeSubscription,
  type Subscription,
  type SubscriptionChange,
  type SubscriptionKey,
  subscribe,
  updateSubscription,
} from './notify.ts';
import type { Pages } from './pages.ts';
import type { TimeQuery } from './queries.ts';
import { getSleep, type Sleep, type SleepQuery } from './sleep.ts';
import type { SleepField } from './sleep-segments.ts';
import {
  getSleepSummaries,
  type SleepSummary,
  type SleepSummaryDefaultField,
  type SleepSummaryField,
  type SleepSummaryQuery,
} from './sleep-summary.ts';
import {
  getStethoscopeList,
  getStethoscopeSignal,
  type StethoscopeRecord,
  type StethoscopeSignal,
} from './stethoscope.ts';
import type { Caller } from './transport.ts';
import { type Device, type Goals, getDevices, getGoals } from './user.ts';
import { getUserMeasures, type MeasureOptions, type MeasurePage, type UserMeasureGroup } from './user-measures.ts';
import { getWorkouts, type Workout, type WorkoutField, type WorkoutQuery } from './workouts.ts';

/**
 * One person's data. Lists are `Pages`: `await` gives all of it, `for await` one by one. Every method rejects with one
 * of four errors, told apart by `kind`: `retry` may succeed later, `reauthorize` takes the person, `rejected` says what
 * to change, `bug` is what nobody foresaw.
 */
export class WithingsUser {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** The devices linked to their account (scope user.info). */
  getUserDevices(): Promise<Device[]> {
    return getDevices(this.#caller);
  }

  /** What they have set out to reach (scope user.info or user.metrics); `{}` when nothing. */
  getUserGoals(): Promise<Goals> {
    return getGoals(this.#caller);
  }

  /** Weight, body composition, blood pressure and every other measure (scope user.metrics). */
  getUserMeasures(options?: MeasureOptions): Pages<UserMeasureGroup, MeasurePage> {
    return getUserMeasures(this.#caller, options);
  }

  /** Says whose an uncertain weigh-in is (scope user.metrics). */
  confirmUser(answer: { grpid: number; isConfirmed: boolean }): Promise<void> {
    return confirmUser(this.#caller, answer);
  }

  /** Steps, distance, calories by the day (scope user.activity). */
  getUserActivities<const Field extends ActivityField = ActivityField>(
    options: ActivityQuery<Field>,
  ): Pages<Activity<Field>> {
    return getActivities(this.#caller, options);
  }

  /** The same within a day, by epoch seconds (scope user.activity). */
  getUserDailyActivities<const Field extends IntradayField = IntradayField>(
    options?: IntradayQuery<Field>,
  ): Promise<IntradaySeries<Field>> {
    return getIntradayActivity(this.#caller, options);
  }

  /** Workouts (scope user.activity); their `category` has a name in `workoutCategories`. */
  getUserWorkouts<const Field extends WorkoutField = WorkoutField>(
    options: WorkoutQuery<Field>,
  ): Pages<Workout<Field>> {
    return getWorkouts(this.#caller, options);
  }

  /** Electrocardiograms and what they say of atrial fibrillation (scope user.metrics). */
  getHeartSummary(options?: TimeQuery): Pages<HeartRecord> {
    return getHeartList(this.#caller, options);
  }

  /** One electrocardiogram in microvolts (scope user.metrics). */
  getHeartSignal(signalid: number, options?: HeartSignalOptions): Promise<HeartSignal> {
    return getHeartSignal(this.#caller, signalid, options);
  }

  /** Recordings of a stethoscope (scope user.metrics). */
  getStethoscopeList(options?: TimeQuery): Pages<StethoscopeRecord> {
    return getStethoscopeList(this.#caller, options);
  }

  /** The sound of one recording (scope user.metrics). */
  getStethoscopeSignal(signalid: number): Promise<StethoscopeSignal> {
    return getStethoscopeSignal(this.#caller, signalid);
  }

  /** Nights and naps (scope user.activity). */
  getSleepSummary<const Field extends SleepSummaryField = SleepSummaryDefaultField>(
    options: SleepSummaryQuery<Field>,
  ): Pages<SleepSummary<Field>> {
    return getSleepSummaries(this.#caller, options);
  }

  /** The states of a night with heart rate, breathing and whatever else is asked for (scope user.activity). */
  getSleep<const Field extends SleepField = never>(options: SleepQuery<Field>): Promise<Sleep<Field>> {
    return getSleep(this.#caller, options);
  }

  /** Has Withings notify an address; it tries it at once. Asking twice does no harm. */
  subscribe(subscription: Subscription): Promise<void> {
    return subscribe(this.#caller, subscription);
  }

  /** One subscription; undefined when there is none. */
  getSubscription(which: SubscriptionKey): Promise<Subscription | undefined> {
    return getSubscription(this.#caller, which);
  }

  /** The subscriptions of this application, of one `appli` or all. */
  listSubscriptions(only?: { appli?: number }): Promise<Subscription[]> {
    return listSubscriptions(this.#caller, only);
  }

  /** Changes the address, the `appli` or the comment of a subscription. */
  updateSubscription(update: SubscriptionKey & SubscriptionChange): Promise<void> {
    return updateSubscription(this.#caller, update);
  }

  /** Ends a subscription; one that is not there is as good as ended. */
  revokeSubscription(which: SubscriptionKey): Promise<void> {
    return revokeSubscription(this.#caller, which);
  }
}
