import type { Account } from '../../lib/account.ts';
import type { EventItem, LeftItem } from '../../lib/ledger.ts';
import { eventId } from '../../lib/measurement.ts';

/** An invented person, connected to nothing but Withings. */
export function exampleAccount(own: Partial<Account> = {}): Account {
  return {
    account: '1000001',
    version: 1,
    timeZone: 'Europe/Vienna',
    connectedAt: Date.parse('2026-11-01T12:00:00Z'),
    withings: { status: 'connected', credentials: { sealed: 'not sealed' }, scope: 'user.metrics' },
    connections: {},
    ...own,
  };
}

/** An invented weigh-in that the ledger does not hold yet. */
export function exampleWeighIn(account: string, measuredAt: number, own: Partial<EventItem> = {}): EventItem {
  const device = own.device ?? 'scale';
  return {
    account,
    event: eventId(measuredAt, 'weight', device),
    version: 0,
    measuredAt,
    receivedAt: measuredAt * 1000 + 60_000,
    groups: [],
    kind: 'weight',
    modified: measuredAt + 5,
    device,
    model: null,
    values: { weightKg: 71.3 },
    fingerprint: 'invented',
    deliveries: {},
    ...own,
  };
}

/** An invented measure group that was left out. */
export function exampleLeft(account: string, measuredAt: number, grpid: number): LeftItem {
  return {
    account,
    event: `${eventId(measuredAt, 'left', 'scale')}#${grpid}`,
    version: 0,
    measuredAt,
    receivedAt: measuredAt * 1000,
    groups: [],
    kind: 'left',
    reason: 'ambiguous',
  };
}
