import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { RetryError, WeighbridgeError } from '../errors.ts';
import type { Host } from '../host.ts';
import { cliHost } from './cli-host.ts';
import { UserError } from './user-error.ts';

/** Where `npm run deploy` writes what the stack is made of. */
export const outputsFile = '.weighbridge/outputs.json';

const outputsSchema = v.object({ Weighbridge: v.record(v.string(), v.string()) });

/** Where the vendors are, when not where they are for everybody, and how Garmin's tokens are renewed. */
const vendorVariables = [
  ...['GARMIN_DIAUTH_URL', 'GARMIN_CONNECTAPI_URL', 'GARMIN_CLIENT_IDS'],
  ...['TRAINERROAD_URL', 'INTERVALS_URL'],
];

/**
 * The stack that was deployed from this folder, with the AWS credentials of this terminal.
 *
 * @param env what a command that asks a destination itself is told about the vendors
 * @throws UserError when there is none
 */
export async function deployedHost(env: NodeJS.ProcessEnv = {}): Promise<Host> {
  const text = await readFile(outputsFile, 'utf8').catch((cause) => {
    throw new UserError(`Nothing was deployed from this folder yet (${outputsFile} is missing). Run: npm run deploy`, {
      cause,
    });
  });
  const outputs = v.safeParse(v.pipe(v.string(), v.parseJson(), outputsSchema), text);
  if (!outputs.success) {
    throw new UserError(`${outputsFile} is not what a deployment writes. Run again: npm run deploy`);
  }
  const { Weighbridge: stack } = outputs.output;
  const host = cliHost(stack, stack.Region ? { region: stack.Region } : {});
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
    if (cause instanceof RetryError && cause.service === 'AWS')
      throw new UserError(`${cause.message} Try again.`, { cause });
    if (cause instanceof UserError || cause instanceof WeighbridgeError || !(cause instanceof Error)) throw cause;
    throw new UserError(
      `AWS did not do it (${cause.name}). Does this terminal have credentials for the account, and a network? ` +
        'Try: aws sts get-caller-identity',
      { cause },
    );
  }
}
