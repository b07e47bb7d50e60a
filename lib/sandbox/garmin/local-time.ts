import * as v from 'valibot';

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows in a zone, as epoch ms as if it were UTC. */
export function wallTime(epochMs: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    // The Swedish way to write date and time is the ISO way.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  return Date.parse(`${format.format(epochMs).replace(' ', 'T')}Z`) + (((epochMs % 1000) + 1000) % 1000);
}

/** `2026-11-20` of a wall time. */
export const dayOf = (wallTimeMs: number): string => new Date(wallTimeMs).toISOString().slice(0, 10);

export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** Reads `2026-11-20T07:30:00.000`: no zone letter, one to three decimals. */
export function parseTimestamp(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,3}$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
}

/** A text that `parseTimestamp` understands. */
export const timestampText = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(parseTimestamp(text))),
);

/** Writes `2026-11-20T07:30:00.0`, with as few decimals as will do. */
export function timestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/(\.\d\d*?)0*Z$/, '$1');
}
