import type { Account } from '../account.ts';
import { type DestinationName, entriesOf } from '../destination.ts';
import { type Deliverable, isEvent, isOpen } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import type { Amendment } from './tell-owner.ts';

export interface SyncYield {
  startedAt: number;
  /** Measure groups that were new. */
  received: number;
  /** What was seen to have arrived, anywhere. */
  verified: number;
}

/** More than anybody measures between two syncs. */
const newestAtMost = 50;

/**
 * Keeps `unprovenSince`: it begins with something new that was meant for a destination in service and was not seen
 * there, and ends with anything that was seen anywhere. What a destination does not take by rule begins nothing.
 */
export async function noteProof(
  account: Account,
  { startedAt, received, verified }: SyncYield,
  measurements: MeasurementStore,
): Promise<Amendment> {
  if (verified > 0) return ({ unprovenSince: _proven, ...rest }) => rest;
  const serving = entriesOf(account.connections).flatMap(([name, { status, paused }]) =>
    status === 'connected' && !paused ? [name] : [],
  );
  const known = received === 0 || account.unprovenSince !== undefined || serving.length === 0;
  if (known || !(await hasUnproven(account, serving, measurements))) return (same) => same;
  return (current) => ({ unprovenSince: startedAt, ...current });
}

async function hasUnproven(
  { account, lastSync }: Account,
  serving: readonly DestinationName[],
  measurements: MeasurementStore,
): Promise<boolean> {
  // A sync that broke off may have stored what none has tried to deliver: only a whole one moves this time on.
  const since = lastSync?.startedAt ?? 0;
  const isUnproven = (item: Deliverable): boolean =>
    !item.withdrawn &&
    item.receivedAt >= since &&
    !Object.values(item.deliveries).some(({ state }) => state === 'verified') &&
    serving.some((name) => {
      const delivery = item.deliveries[name];
      return delivery !== undefined && (isOpen(delivery) || delivery.state === 'failed');
    });
  // What was refused at once waits nowhere any more, but stands among the newest.
  return (
    (await measurements.pending(account)).some(isUnproven) ||
    (await measurements.newest(account, newestAtMost)).filter(isEvent).some(isUnproven)
  );
}
