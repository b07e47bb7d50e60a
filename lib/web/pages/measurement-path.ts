const base = '/measurements';

export const measurementsPath = base;

/**
 * Where one measurement has its page. The id holds `#`, and what a vendor calls its device: neither survives in an
 * address as it is, at every gateway.
 */
export const measurementPath = (event: string): string => `${base}/${Buffer.from(event).toString('base64url')}`;

/** The id in the address of its page; undefined for what can be none. */
export function eventInPath(segment: string | null | undefined): string | undefined {
  const event = Buffer.from(segment ?? '', 'base64url').toString();
  return /^\d{4}-/.test(event) && event.length <= longest ? event : undefined;
}

/** A key of the table has 1024 bytes at most. */
const longest = 300;
