import { parseAs } from '../http.ts';
import { type Deliverable, isEvent, type LedgerItem } from '../ledger.ts';
import { ledgerShapes } from './ledger-shapes.ts';

/** All that an event has but its groups. */
const attributes = [
  ...['account', 'event', 'version', 'kind', 'measuredAt', 'receivedAt', 'modified', 'device', 'model', 'values'],
  ...['fingerprint', 'deliveries', 'withdrawn', 'held', 'released', 'pendingSince'],
] as const satisfies (keyof Deliverable)[];

/** Each by a name of its own: some are among those that DynamoDB keeps for itself. */
export const deliverableProjection = {
  ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
};

/** The events among some projected items: what was left out is none. */
export function deliverablesOf(items: readonly unknown[]): Deliverable[] {
  parseAs(ledgerShapes, items, { service: 'AWS', action: 'Query (measurements)' });
  return (items as LedgerItem[]).filter(isEvent);
}
