const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows in a zone, as epoch seconds as if it were UTC. */
function wallSeconds(timezone: string, seconds: number): number {
  let format = formats.get(timezone);
  if (!format) {
    // The Swedish way to write date and time is the ISO way.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timezone, format);
  }
  return Date.parse(`${format.format(seconds * 1000).replace(' ', 'T')}Z`) / 1000;
}

/** `YYYY-MM-DD` of a moment, in epoch seconds, where the person is. */
export const dayIn = (timezone: string, seconds: number): string =>
  new Date(wallSeconds(timezone, seconds) * 1000).toISOString().slice(0, 10);

/** When a day, `YYYY-MM-DD`, begins where the person is, epoch seconds. */
export function midnightIn(timezone: string, day: string): number {
  const wall = Date.parse(day) / 1000;
  const near = wall - (wallSeconds(timezone, wall) - wall);
  return wall - (wallSeconds(timezone, near) - near);
}
