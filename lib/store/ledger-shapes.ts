import * as v from 'valibot';

/**
 * Our own items, and thousands at a backfill: enough is checked to notice what this version did not write, the
 * rest is trusted.
 */
export const ledgerShapes = v.array(
  v.looseObject({
    account: v.string(),
    event: v.string(),
    version: v.number(),
    kind: v.picklist(['weight', 'bloodPressure', 'left']),
  }),
);
