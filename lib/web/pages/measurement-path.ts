const base = '/measurements';

export const measurementsPath = base;

/**
 * Where one measurement has its page. The id holds `#`, and what a vendor calls its device: neither survives in an
 * address as it is, at every gateway.
 */
export const measurementPath = (event: string): string => `${base}/${Buffer.from(event).toString('base64url')}`;

/** The id in the address of its page; one that is no id is simply not found. */
export const eventInPath = (segment: string): string => Buffer.from(segment, 'base64url').toString();
