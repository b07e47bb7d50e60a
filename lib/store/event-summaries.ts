import * as v from 'valibot';
import { destinationNames } from '../destination.ts';
import { parseAs } from '../http.ts';
import type { EventSummary } from '../ledger.ts';

/**
 * Without the groups and what is known of the sending an item is a tenth. A destination's name stands for itself; the
 * other names are among those that DynamoDB keeps for itself.
 */
export const summaryProjection = {
  ProjectionExpression: [
    '#event, measuredAt, #kind, #values, withdrawn, held',
    ...destinationNames.map((name) => `deliveries.${name}.#state`),
  ].join(', '),
  ExpressionAttributeNames: { '#event': 'event', '#kind': 'kind', '#values': 'values', '#state': 'state' },
};

/** With what each of the deliveries waits for. */
export const pendingProjection = {
  ProjectionExpression: [
    summaryProjection.ProjectionExpression,
    ...destinationNames.map((name) => `deliveries.${name}.#reason`),
  ].join(', '),
  ExpressionAttributeNames: { ...summaryProjection.ExpressionAttributeNames, '#reason': 'reason' },
};

const own = {
  event: v.string(),
  measuredAt: v.number(),
  withdrawn: v.exactOptional(v.literal(true)),
  held: v.exactOptional(v.string()),
  deliveries: v.optional(v.object({ garmin: delivery(), trainerroad: delivery(), intervals: delivery() }), {}),
};

const summarySchema = v.variant('kind', [
  v.object({
    ...own,
    kind: v.literal('weight'),
    values: v.object({ weightKg: v.number(), fatPercent: v.exactOptional(v.number()) }),
  }),
  v.object({
    ...own,
    kind: v.literal('bloodPressure'),
    values: v.object({
      systolicMmHg: v.number(),
      diastolicMmHg: v.number(),
      heartRateBpm: v.exactOptional(v.number()),
    }),
  }),
  v.object({ kind: v.literal('left') }),
]);

function delivery() {
  return v.exactOptional(
    v.object({
      state: v.picklist(['pending', 'sending', 'verified', 'skipped', 'failed']),
      reason: v.exactOptional(v.string()),
    }),
  );
}

/** The events among some projected items: what was left out is none. */
export function summariesOf(items: readonly unknown[]): EventSummary[] {
  const call = { service: 'AWS', action: 'Query (measurements)' };
  return parseAs(v.array(summarySchema), items, call).flatMap((item) => (item.kind === 'left' ? [] : [item]));
}
