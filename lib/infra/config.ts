import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import * as v from 'valibot';
import { type DestinationName, destinationNames } from '../destination.ts';

/**
 * What an owner may decide, each by a key of the CDK context: `npx cdk deploy -c alarmEmail=me@example.com`, or for
 * good in cdk.json.
 */
export interface Config {
  /** How often everything is looked at without a notification from Withings. Default 3. */
  syncEveryHours: 2 | 3;
  /** Where alarms go, and what a sync has to tell. Default: to a topic without a subscriber. */
  alarmEmail: string | undefined;
  /** How long FIT files that were sent are kept. Default: forever. */
  archiveYears: number | undefined;
  /** The app ids to renew Garmin tokens with, should Garmin retire those that this version knows. Default: those. */
  garminClientIds: string[] | undefined;
  /**
   * Destinations that are not called, for anybody: what is measured waits for them in the ledger. Not for more than a
   * month, because Garmin's sign-in lasts 30 days when nothing renews it. Default: none.
   */
  pausedDestinations: DestinationName[];
  /** How long logs are kept. Default 30. */
  logRetentionDays: RetentionDays;
}

/** What is wrong with the owner's decisions, a sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A number; from the command line it comes as text. */
const wholeNumber = (message: string) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)),
    v.number(message),
    v.integer(message),
  );

const syncEveryHoursMessage =
  'syncEveryHours must be 2 or 3. Garmin has locked accounts that were called more often than every 2 hours, ' +
  'and after more than 3 the phone and the training plan still show the old weight when it is needed. ' +
  'What Withings announces is carried at once in any case.';
const alarmEmailMessage = 'alarmEmail must be one e-mail address, such as me@example.com.';
const archiveYearsMessage =
  'archiveYears must be a whole number of years from 1 to 100. Leave it out to keep the FIT files forever.';
const garminClientIdsMessage =
  'garminClientIds must be one or more ids, separated by commas, such as GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2.';
const pausedDestinationsMessage = `pausedDestinations must be names out of ${destinationNames.join(', ')}, separated by commas. Leave it out to call them all.`;
const logRetentionDaysMessage =
  'logRetentionDays must be a period that CloudWatch Logs knows, for example 7, 14, 30, 90 or 365.';

const settings = v.object({
  syncEveryHours: v.optional(v.pipe(wholeNumber(syncEveryHoursMessage), v.picklist([2, 3], syncEveryHoursMessage)), 3),
  alarmEmail: v.optional(v.pipe(v.string(alarmEmailMessage), v.email(alarmEmailMessage))),
  archiveYears: v.optional(
    v.pipe(wholeNumber(archiveYearsMessage), v.minValue(1, archiveYearsMessage), v.maxValue(100, archiveYearsMessage)),
  ),
  garminClientIds: v.optional(
    v.pipe(
      v.string(garminClientIdsMessage),
      v.regex(/^\w+(,\w+)*$/, garminClientIdsMessage),
      v.transform((ids) => ids.split(',')),
    ),
  ),
  pausedDestinations: v.optional(
    v.pipe(
      v.string(pausedDestinationsMessage),
      v.transform((names) => names.split(',').flatMap((name) => name.trim() || [])),
      v.array(v.picklist(destinationNames, pausedDestinationsMessage)),
    ),
    '',
  ),
  logRetentionDays: v.optional(
    v.pipe(wholeNumber(logRetentionDaysMessage), v.enum(RetentionDays, logRetentionDaysMessage)),
    RetentionDays.ONE_MONTH,
  ),
});

/**
 * The owner's decisions, checked.
 *
 * @throws ConfigError with a sentence for each key that has a wrong value.
 */
export function readConfig(node: Node): Config {
  const context = Object.fromEntries(Object.keys(settings.entries).map((key) => [key, node.tryGetContext(key)]));
  const result = v.safeParse(settings, context);
  if (!result.success) throw new ConfigError(result.issues.map((issue) => issue.message).join('\n'));
  const { syncEveryHours, alarmEmail, archiveYears, garminClientIds, pausedDestinations, logRetentionDays } =
    result.output;
  return { syncEveryHours, alarmEmail, archiveYears, garminClientIds, pausedDestinations, logRetentionDays };
}
