/** Making a format takes as long as using it hundreds of times, and there are only so many zones. */
const zones = new Set<string>();
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Whether it is a zone that this runtime can reckon with. */
export function isTimeZone(timeZone: string): boolean {
  if (zones.has(timeZone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return false;
  }
  zones.add(timeZone);
  return true;
}

/** Writes the local day of an instant as `YYYY-MM-DD`. */
export function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  dayFormats.set(timeZone, format);
  return format;
}
