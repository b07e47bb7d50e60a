import type { Account, Connection } from '../../../lib/account.ts';
import type { LeftReason } from '../../../lib/attribution.ts';
import type { Deliveries, EventItem, LedgerItem, LeftItem } from '../../../lib/ledger.ts';
import { eventId } from '../../../lib/measurement.ts';

/** A Friday morning in Berlin, an hour after the newest weigh-in: 2026-11-20 08:30 there. */
export const now = Date.UTC(2026, 10, 20, 7, 30);

/** Whose session it is, on pages that are shown to one. */
export const signedIn = { name: 'Eva', csrf: 'csrf-token' };

const minuteMs = 60_000;
const daySeconds = 86_400;
/** Today 07:31 in Berlin, epoch seconds. */
export const thisMorning = Date.UTC(2026, 10, 20, 6, 31) / 1000;

export function connectionOf(changes: Partial<Connection> = {}): Connection {
  return {
    status: 'connected',
    credentials: { sealed: 'sealed' },
    enrolled: true,
    lastVerifiedAt: thisMorning * 1000 + minuteMs,
    ...changes,
  };
}

/** Somebody who is connected to everything, with nothing wrong. */
export function accountOf(changes: Partial<Account> = {}): Account {
  return {
    account: '1234567',
    version: 7,
    name: 'Eva',
    timeZone: 'Europe/Berlin',
    connectedAt: Date.UTC(2026, 10, 2, 12),
    withings: { status: 'connected', credentials: { sealed: 'sealed' }, scope: 'user.metrics', cursor: thisMorning },
    connections: { garmin: connectionOf(), trainerroad: connectionOf(), intervals: connectionOf() },
    lastSync: { startedAt: thisMorning * 1000 + minuteMs / 2, finishedAt: thisMorning * 1000 + minuteMs },
    ...changes,
  };
}

/** Somebody who connected half a minute ago. */
export function newcomer(): Account {
  const { lastSync, ...account } = accountOf({
    connectedAt: now - 30_000,
    withings: { status: 'connected', credentials: { sealed: 'sealed' }, scope: 'user.metrics' },
    connections: { garmin: { status: 'connected', credentials: { sealed: 'sealed' }, enrolled: false } },
  });
  return account;
}

export function weighInOf(
  measuredAt: number,
  weightKg: number,
  deliveries: Deliveries = arrived(measuredAt),
): EventItem {
  return {
    ...base(measuredAt, 'weight'),
    kind: 'weight',
    modified: measuredAt,
    device: 'scale',
    model: 'Body Cardio',
    values: { weightKg, fatPercent: 18.64 },
    fingerprint: 'f',
    deliveries,
  };
}

export function pressureOf(measuredAt: number, deliveries: Deliveries = arrived(measuredAt)): EventItem {
  return {
    ...base(measuredAt, 'bloodPressure'),
    kind: 'bloodPressure',
    modified: measuredAt,
    device: 'cuff',
    model: 'BPM Connect',
    values: { systolicMmHg: 121, diastolicMmHg: 79, heartRateBpm: 62 },
    fingerprint: 'f',
    deliveries,
  };
}

export function leftOf(measuredAt: number, reason: LeftReason): LeftItem {
  return { ...base(measuredAt, 'left'), kind: 'left', reason };
}

/** Proven at every destination a minute after it was measured. */
export function arrived(measuredAt: number): Deliveries {
  const at = (measuredAt + 60) * 1000;
  return {
    garmin: { state: 'verified', at },
    trainerroad: { state: 'verified', at },
    intervals: { state: 'verified', at },
  };
}

/** A fortnight in which everything happens that can happen. */
export function ledgerOf(): LedgerItem[] {
  const at = thisMorning * 1000;
  return [
    weighInOf(thisMorning, 80.94),
    pressureOf(thisMorning + 600, {
      garmin: { state: 'pending', at, reason: 'Garmin did not answer within 10 s (upload).' },
      trainerroad: { state: 'skipped', at, reason: 'TrainerRoad takes weight only' },
    }),
    weighInOf(thisMorning - daySeconds, 81.2, { garmin: { state: 'sending', at } }),
    weighInOf(thisMorning - 3 * daySeconds, 281.35, {
      garmin: { state: 'failed', at, reason: 'Garmin refused the file' },
      trainerroad: { state: 'pending', at },
    }),
    ...Array.from({ length: 9 }, (_, day) => weighInOf(thisMorning - (5 + day) * daySeconds, 81.4 + day / 10)),
    leftOf(thisMorning - daySeconds, 'ambiguous'),
    leftOf(thisMorning - 2 * daySeconds, 'height'),
    leftOf(thisMorning - 3 * daySeconds, 'noWeightOrPressure'),
    leftOf(thisMorning - 4 * daySeconds, 'noWeightOrPressure'),
  ];
}

function base(measuredAt: number, kind: string) {
  const event = eventId(measuredAt, kind, 'device');
  return { account: '1234567', event, version: 1, measuredAt, receivedAt: (measuredAt + 30) * 1000, groups: [] };
}
