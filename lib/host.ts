import { Logger } from '@aws-lambda-powertools/logger';
import { type Clock, systemClock } from './clock.ts';
import type { Fetch } from './http.ts';
import type { Log } from './log.ts';

/**
 * What the code runs on: its environment, AWS, time, chance and the log. The command line makes its own (`cliHost`).
 */
export interface Host {
  env: Readonly<Record<string, string | undefined>>;
  /** Where AWS is and who asks; a Lambda knows both from its environment. */
  aws: { region?: string; endpoint?: string; credentials?: { accessKeyId: string; secretAccessKey: string } };
  clock: Clock;
  fetch: Fetch;
  /** 0 to 1. */
  random: () => number;
  log: HostLog;
  /** Where people and Withings reach the API, without a trailing slash. */
  publicUrl: string;
}

interface HostLog extends Log {
  /** From here on each line carries this request's id. */
  begin(requestId: string): void;
}

/** A Lambda's: the only one that reads `process.env` by itself. */
export function lambdaHost(env: Host['env'] = process.env): Host {
  const logger = new Logger({ serviceName: 'weighbridge' });
  return {
    env,
    aws: {},
    clock: systemClock,
    fetch: globalThis.fetch,
    random: Math.random,
    publicUrl: required(env, 'PUBLIC_URL'),
    log: {
      begin: (requestId) => {
        logger.resetKeys();
        logger.appendKeys({ requestId });
      },
      info: (message, fields = {}) => logger.info(message, fields),
      warn: (message, fields = {}) => logger.warn(message, fields),
      error: (message, fields = {}) => logger.error(message, fields),
    },
  };
}

/** @throws Error naming the variable that the stack should have set */
export function required(env: Host['env'], name: string): string {
  const value = env[name];
  if (!value)
    throw new Error(`The environment variable ${name} is missing: the function was not deployed by this stack.`);
  return value;
}
