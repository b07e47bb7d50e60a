import { RetryError, WeighbridgeError } from '../errors.ts';
import type { Host } from '../host.ts';
import { awsSentence } from './aws-sentence.ts';
import { cliHost } from './cli-host.ts';
import { findStack } from './find-stack.ts';
import { UserError } from './user-error.ts';

/** Where the vendors are, when not where they are for everybody, and how Garmin's tokens are renewed. */
const vendorVariables = [
  'WITHINGS_ACCOUNT_URL',
  'WITHINGS_API_URL',
  'GARMIN_DIAUTH_URL',
  'GARMIN_CONNECTAPI_URL',
  'GARMIN_CLIENT_IDS',
  'TRAINERROAD_URL',
  'INTERVALS_URL',
];

/**
 * The deployed stack, with the AWS credentials of this terminal.
 *
 * @param env what a command that asks a vendor itself is told about them
 * @throws UserError when there is none
 */
export async function deployedHost(env: NodeJS.ProcessEnv = process.env): Promise<Host> {
  const { outputs, region } = await findStack(env);
  const host = cliHost(outputs, region ? { region } : {});
  const vendors = Object.fromEntries(vendorVariables.map((name) => [name, env[name]]));
  return { ...host, env: { ...host.env, ...vendors } };
}

/**
 * Runs what asks AWS.
 *
 * @throws UserError instead of the SDK's own errors, which say little to whoever forgot to sign in
 */
export async function askingAws<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RetryError && cause.service === 'AWS') {
      throw new UserError(`${cause.message} Try again.`, { cause });
    }
    if (cause instanceof UserError || cause instanceof WeighbridgeError || !(cause instanceof Error)) throw cause;
    throw new UserError(
      awsSentence(cause) ??
        `AWS did not do it (${cause.name}). Does this terminal have credentials for the account, and a network? ` +
          'Try: aws sts get-caller-identity',
      { cause },
    );
  }
}
