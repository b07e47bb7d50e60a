import type { Envelope } from './envelope.ts';

/** The keys whose numbers come from a table that Withings extends without notice. */
const enumerated = new Set([
  ...['type', 'attrib', 'category', 'position', 'wearposition', 'modelid', 'model_id', 'model'],
  ...['state', 'afib', 'vhd', 'brand', 'appli'],
]);
const nobodyHasSeen = 99_999;

/** The answer with a number that nobody has seen yet wherever one of a table stands. */
export const withUnknownEnums = (envelope: Envelope): unknown => JSON.parse(JSON.stringify(envelope, replaced));

const replaced = (key: string, value: unknown): unknown =>
  typeof value === 'number' && enumerated.has(key) ? nobodyHasSeen : value;
