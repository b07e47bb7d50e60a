import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may be said of destinations, by name of the environment variable. */
const names = ['GARMIN_USERNAME', 'GARMIN_PASSWORD', 'TRAINERROAD_USERNAME', 'TRAINERROAD_PASSWORD'] as const;
type SignInName = (typeof names)[number];

export interface SignInOptions {
  garminUsername?: string;
  garminPassword?: string;
  trainerroadUsername?: string;
  trainerroadPassword?: string;
}

const secretsFolder = '/run/secrets';

/**
 * The environment with what `/run/secrets` and the command line say of sign-ins: the command line goes before the
 * environment, and that before the secrets.
 */
export function withSignIns(
  env: NodeJS.ProcessEnv,
  options: SignInOptions,
  folder: string = secretsFolder,
): NodeJS.ProcessEnv {
  const given: Record<SignInName, string | undefined> = {
    GARMIN_USERNAME: options.garminUsername,
    GARMIN_PASSWORD: options.garminPassword,
    TRAINERROAD_USERNAME: options.trainerroadUsername,
    TRAINERROAD_PASSWORD: options.trainerroadPassword,
  };
  const found: NodeJS.ProcessEnv = { ...env };
  for (const name of names) found[name] = given[name] || env[name] || secret(join(folder, name.toLowerCase()));
  return found;
}

function secret(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
  } catch {
    return undefined;
  }
}
