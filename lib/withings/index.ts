/** The Withings API for public applications: what `weighbridge/withings` exports. */

export type { Clock } from '../clock.ts';
export {
  BugError,
  type ErrorContext,
  type ErrorKind,
  ReauthorizeError,
  RejectedError,
  RetryError,
  WeighbridgeError,
} from '../errors.ts';
export type { Fetch } from '../http.ts';
export type { TokenRecord, TokenStore } from '../tokens.ts';
export type { Activity, ActivityField, ActivityFields, ActivityQuery } from './activity.ts';
export { WithingsClient, type WithingsClientOptions } from './client.ts';
export type { DemoAccess } from './demo-access.ts';
export type { HeartRecord, HeartSignal, HeartSignalOptions } from './heart.ts';
export type { IntradayActivity, IntradayField, IntradayFields, IntradayQuery, IntradaySeries } from './intraday.ts';
export { parseNotification, type WithingsNotification } from './notification.ts';
export type { Subscription, SubscriptionChange, SubscriptionKey } from './notify.ts';
export type { AccessTokens, WithingsTokens } from './oauth.ts';
export type { DayRange, Moment, TimeRange } from './options.ts';
export { type Page, Pages } from './pages.ts';
export type { DayQuery, TimeQuery } from './queries.ts';
export { parseScopes, type Scope, type Scopes, scopes } from './scope.ts';
export { sign } from './signature.ts';
export type { Sleep, SleepQuery } from './sleep.ts';
export type { SleepField, SleepFields, SleepSegment } from './sleep-segments.ts';
export type {
  SleepSummary,
  SleepSummaryDefaultField,
  SleepSummaryField,
  SleepSummaryFields,
  SleepSummaryQuery,
} from './sleep-summary.ts';
export { resumeWithingsSso, type SsoOptions, WithingsSso, withingsSso } from './sso.ts';
export { familyOf, kindOfStatus, type StatusFamily } from './status.ts';
export type { StethoscopeRecord, StethoscopeSignal } from './stethoscope.ts';
export { FileTokenStore, type FileTokens, MemoryTokenStore } from './token-stores.ts';
export type { Device, Goals } from './user.ts';
export type { WithingsUserInfo } from './user-info.ts';
export type { MeasureOptions, MeasurePage, UserMeasure, UserMeasureGroup } from './user-measures.ts';
export * from './vocabulary.ts';
export { WithingsUser } from './withings-user.ts';
export type { Workout, WorkoutField, WorkoutFields, WorkoutQuery } from './workouts.ts';
