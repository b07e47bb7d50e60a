import type { Account } from '../account.ts';
import type { Host } from '../host.ts';
import { accountsOf, measurementsOf } from '../runtime.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { findAccount } from './find-account.ts';
import { WallClock } from './wall-clock.ts';

/** What every command about one person takes. */
export interface PersonOptions {
  /** Number or name of an account. */
  for?: string;
  json?: boolean;
}

/** Somebody whose scale is connected to the deployed stack, and what a command needs to look after them. */
export interface Person {
  host: Host;
  account: Account;
  measurements: MeasurementStore;
  wall: WallClock;
}

/** @throws UserError when nothing is deployed, or when it is not clear who is meant */
export async function personOf(wanted: string | undefined, env: NodeJS.ProcessEnv): Promise<Person> {
  const host = await deployedHost(env);
  const account = await askingAws(() => findAccount(accountsOf(host), wanted));
  return { host, account, measurements: measurementsOf(host), wall: new WallClock(account.timeZone) };
}
