import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { formatTokenFile } from '../garmin/token-file.ts';
import { writeFileAtomically } from '../local/atomic-file.ts';
import { garminTokensSchema } from '../sync/credentials.ts';
import { type HandOverOptions, type KeepConnection, keeperFor } from './hand-over.ts';
import { outputsFile } from './outputs-file.ts';
import { UserError } from './user-error.ts';

const defaultFile = 'garmin_tokens.json';

export interface KeepOptions extends HandOverOptions {
  /** A file instead of the deployed system. */
  save?: string;
}

/** A file where there is nothing to hand it over to, or where one was asked for. */
export async function keeperOrFile(options: KeepOptions, env: NodeJS.ProcessEnv): Promise<KeepConnection> {
  const { save, code, to } = options;
  if (save !== undefined) return keepInFile(save);
  const isDeployed = await access(outputsFile).then(
    () => true,
    () => false,
  );
  const isMeant = code !== undefined || to !== undefined || options.for !== undefined || isDeployed;
  if (isMeant) return keeperFor(options, env);
  const missing = await whyNoStack(env);
  if (missing === undefined) return keeperFor(options, env);
  if (missing) process.stderr.write(`${missing}\nSo the sign-in goes into a file.\n`);
  return keepInFile(defaultFile);
}

/**
 * Why there is no stack that only AWS knows of, deployed by hand or from elsewhere: empty where the terminal names no AWS
 * to ask, undefined where there is one.
 */
async function whyNoStack(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE } = env;
  if (!AWS_REGION && !AWS_DEFAULT_REGION && !AWS_PROFILE) return '';
  try {
    const { findStack } = await import('./find-stack.ts');
    await findStack(env);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    // The npm package brings nothing of AWS along.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return '';
    throw error;
  }
}

/**
 * Keeps it in a garmin_tokens.json that only its owner can read.
 *
 * @throws UserError when the place cannot be written to: before anybody signs in for nothing
 */
async function keepInFile(path: string): Promise<KeepConnection> {
  await mustBeWritable(path);
  return async (_, { credentials, domain }) => {
    writeFileAtomically(path, formatTokenFile(v.parse(garminTokensSchema, credentials)));
    const region = domain === 'garmin.cn' ? `GARMIN_DOMAIN=${domain} ` : '';
    return `The sign-in is in ${path}, for you alone to read. Next: ${region}GARMIN_TOKENS=${path} npx weighbridge link, or without AWS: ${region}GARMIN_SESSION=${path} npx weighbridge sync`;
  };
}

async function mustBeWritable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const refuse = (why: string) => {
    throw new UserError(`${path} cannot be written: ${why}. Choose another file with --save.`);
  };
  const known = await stat(path).catch(() => undefined);
  if (known && !known.isFile()) refuse('it is no file');
  await access(folder, constants.W_OK).catch(() => refuse(`${folder} is missing, or not yours to write to`));
}
