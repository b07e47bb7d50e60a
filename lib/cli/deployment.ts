import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { WeighbridgeError } from '../errors.ts';
import type { Host } from '../host.ts';
import { cliHost } from './cli-host.ts';
import { UserError } from './user-error.ts';

/** Where `npm run deploy` writes what the stack is made of. */
const outputsFile = '.weighbridge/outputs.json';

const outputsSchema = v.object({ Weighbridge: v.record(v.string(), v.string()) });

/**
 * The stack that was deployed from this folder, with the AWS credentials of this terminal.
 *
 * @throws UserError when there is none
 */
export async function deployedHost(): Promise<Host> {
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
  return cliHost(stack, stack.Region ? { region: stack.Region } : {});
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
    if (cause instanceof UserError || cause instanceof WeighbridgeError || !(cause instanceof Error)) throw cause;
    throw new UserError(
      `AWS did not do it (${cause.name}). Does this terminal have credentials for the account, and a network? ` +
        'Try: aws sts get-caller-identity',
      { cause },
    );
  }
}
