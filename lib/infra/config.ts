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
  /** A name of the owner's, in place of the one that AWS gives. Default: none. */
  domain: DomainConfig | undefined;
}

/** A name for the API, and what it takes. */
export interface DomainConfig {
  domainName: string;
  /** Of a certificate for that name, in the region of the stack. */
  certificateArn: string;
  /** Where the name is made to lead to the API; without it that is for the owner to do. */
  hostedZoneId: string | undefined;
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
const domainNameMessage = 'domainName must be the name of a host, such as weighbridge.example.com.';
const certificateArnMessage =
  'certificateArn must be the ARN of a certificate for domainName in the region of the stack, such as arn:aws:acm:eu-central-1:123456789012:certificate/….';
const hostedZoneIdMessage = 'hostedZoneId must be the id of a Route 53 zone, such as Z0123456789ABCDEFGHIJ.';
const domainMessage =
  'domainName and certificateArn belong together, and hostedZoneId to both: give the first two, or none of them.';

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
  domainName: v.optional(
    v.pipe(
      v.string(domainNameMessage),
      v.toLowerCase(),
      v.regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, domainNameMessage),
    ),
  ),
  certificateArn: v.optional(
    v.pipe(
      v.string(certificateArnMessage),
      v.regex(/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/, certificateArnMessage),
    ),
  ),
  hostedZoneId: v.optional(v.pipe(v.string(hostedZoneIdMessage), v.regex(/^Z[A-Z0-9]+$/, hostedZoneIdMessage))),
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
  const { domainName, certificateArn, hostedZoneId, ...config } = result.output;
  const { syncEveryHours, alarmEmail, archiveYears, garminClientIds, pausedDestinations, logRetentionDays } = config;
  return {
    ...{ syncEveryHours, alarmEmail, archiveYears, garminClientIds, pausedDestinations, logRetentionDays },
    domain: domainOf(domainName, certificateArn, hostedZoneId),
  };
}

function domainOf(
  domainName: string | undefined,
  certificateArn: string | undefined,
  hostedZoneId: string | undefined,
): DomainConfig | undefined {
  if (domainName !== undefined && certificateArn !== undefined) return { domainName, certificateArn, hostedZoneId };
  if ((domainName ?? certificateArn ?? hostedZoneId) === undefined) return undefined;
  throw new ConfigError(domainMessage);
}
