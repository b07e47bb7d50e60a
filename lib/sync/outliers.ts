import type { Clock } from '../clock.ts';
import { type EventItem, isEvent, isOpen, type LedgerItem, withDeliveries } from '../ledger.ts';
import type { WeighInValues } from '../measurement.ts';
import type { Settings } from '../settings.ts';
import type { MeasurementStore } from '../store/measurements.ts';

const daySeconds = 86_400;
/** What is older has been looked at long ago: a first sync brings years, and holds none of them. */
const youngSeconds = 14 * daySeconds;
const trendSeconds = 30 * daySeconds;
/** With fewer there is no trend to be far from. */
const trendOfAtLeast = 3;

/** What a person reads of it. No number: the sentence may stand in a mail. */
export const heldReason = 'it is far from your recent weights: release it if it is yours';
/** Somebody wanted to think about it first. */
const heldOnRequest = 'you asked to hold it';

/**
 * A weight is far away when it differs from the median of the last 30 days by more than so many percent of it.
 *
 * @param recentKg of the 30 days before
 */
export function isOutlier(weightKg: number, recentKg: readonly number[], percent: number): boolean {
  if (percent === 0 || recentKg.length < trendOfAtLeast) return false;
  const sorted = recentKg.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return Math.abs(weightKg - median) > (median * percent) / 100;
}

export interface OutlierContext {
  account: string;
  measurements: Pick<MeasurementStore, 'between'>;
  clock: Clock;
  settings: Settings;
}

/**
 * The items as they are to be stored: young weigh-ins far from the trend are held instead of sent, and what its owner
 * holds stays so although a correction would have put it on its way.
 */
export async function withOutliersHeld(
  arrived: readonly LedgerItem[],
  { account, measurements, clock, settings }: OutlierContext,
): Promise<LedgerItem[]> {
  const items = arrived.map((item) =>
    isEvent(item) && isHeldOnRequest(item) ? holdOnRequest(item, clock.now()) : item,
  );
  const since = clock.now() / 1000 - youngSeconds;
  const suspects = items.filter(isEvent).filter((item) => item.measuredAt > since && canBeHeld(item));
  if (suspects.length === 0 || settings.outlierPercent === 0) return items;

  const times = suspects.map(({ measuredAt }) => measuredAt);
  const stored = await measurements.between(account, Math.min(...times) - trendSeconds, Math.max(...times));
  const trend = new Map<string, EventItem>();
  for (const item of [...stored, ...items].filter(isEvent).filter(countsForTrend)) trend.set(item.event, item);

  const judged = new Map<string, EventItem>();
  for (const item of suspects.sort((a, b) => a.measuredAt - b.measuredAt)) {
    const recentKg = [...trend.values()]
      .filter(({ measuredAt }) => measuredAt < item.measuredAt && measuredAt >= item.measuredAt - trendSeconds)
      .map(weightKgOf);
    const held = isOutlier(weightKgOf(item), recentKg, settings.outlierPercent);
    if (held) trend.delete(item.event);
    judged.set(item.event, held ? hold(item, clock.now()) : unhold(item, clock.now()));
  }
  return items.map((item) => judged.get(item.event) ?? item);
}

const weightKgOf = ({ values }: EventItem): number => (values as WeighInValues).weightKg;

const isHeldOnRequest = ({ held, withdrawn }: EventItem): boolean => held === heldOnRequest && !withdrawn;

/** What somebody has decided about is not judged again. */
const canBeHeld = (item: EventItem): boolean =>
  item.kind === 'weight' && !item.released && !item.withdrawn && !isHeldOnRequest(item);

const countsForTrend = ({ kind, withdrawn, held }: EventItem): boolean => kind === 'weight' && !withdrawn && !held;

/** What nobody has been sent yet is held; what has arrived somewhere is somebody's decision already. */
function hold(item: EventItem, at: number): EventItem {
  return isUntouched(item) ? heldFor(item, heldReason, at) : item;
}

const isUntouched = ({ deliveries }: EventItem): boolean =>
  Object.values(deliveries).every(({ state, stale }) => (state === 'pending' || state === 'skipped') && !stale);

function heldFor(item: EventItem, reason: string, at: number): EventItem {
  const waiting = Object.entries(item.deliveries).filter(([, delivery]) => isOpen(delivery));
  return withDeliveries(
    { ...item, held: reason },
    Object.fromEntries(waiting.map(([name]) => [name, { state: 'skipped', at, reason }])),
  );
}

/** Whether it can still be kept from going anywhere: nobody has tried to write it, and somebody waits for it. */
export const canBeHeldBack = (item: EventItem): boolean =>
  !item.withdrawn &&
  item.held === undefined &&
  isUntouched(item) &&
  Object.values(item.deliveries).every(({ attempts = 0 }) => attempts === 0) &&
  Object.values(item.deliveries).some(isOpen);

/** Its owner wants it to go nowhere until they say so. */
export const holdOnRequest = (item: EventItem, at: number): EventItem => heldFor(item, heldOnRequest, at);

/** Corrected to something likely, or no longer alone: it goes on its way by itself. */
function unhold(item: EventItem, at: number): EventItem {
  const { held, ...free } = item;
  return held === undefined ? item : withDeliveries(free, freed(item, at));
}

/** Somebody looked at it and says that it is right: it is sent to wherever it was held from. */
export function release(item: EventItem, at: number): EventItem {
  const { held: _looked, ...free } = item;
  return withDeliveries({ ...free, released: true }, freed(item, at));
}

const freed = ({ deliveries, held }: EventItem, at: number): EventItem['deliveries'] =>
  Object.fromEntries(
    Object.entries(deliveries)
      .filter(([, { reason }]) => held !== undefined && reason === held)
      .map(([name]) => [name, { state: 'pending', at }]),
  );
