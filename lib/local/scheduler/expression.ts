import { LocalCloudError } from '../local-cloud-error.ts';

/** Says when a schedule fires next after a moment; both in epoch milliseconds, undefined for never again. */
export type NextAfter = (afterMs: number) => number | undefined;

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Understands the expressions of EventBridge Scheduler: `rate(3 hours)`, `cron(15 3 * * ? *)`,
 * `at(2026-01-01T00:00:00)`.
 *
 * @param timeZone IANA name, for cron and at
 */
export function parseScheduleExpression(expression: string, timeZone = 'UTC'): NextAfter {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  const next =
    kind === 'rate' ? parseRate(argument) : kind === 'cron' ? parseCron(argument, timeZone) : parseAt(kind, argument);
  if (next) return next;
  throw new LocalCloudError(`The local cloud does not understand the schedule ${expression}.`);
}

/** A rate counts from the last time it fired. */
function parseRate(argument: string): NextAfter | undefined {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
  const everyMs = Number(count) * (unitMs[unit] ?? 0);
  return everyMs > 0 ? (afterMs) => afterMs + everyMs : undefined;
}

function parseAt(kind: string | undefined, argument: string): NextAfter | undefined {
  const at = Date.parse(`${argument}Z`);
  if (kind !== 'at' || Number.isNaN(at)) return undefined;
  return (afterMs) => (at > afterMs ? at : undefined);
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type Field = (value: number) => boolean;

/** Wall-clock time in a zone. */
interface WallClock {
  minute: number;
  hour: number;
  day: number;
  month: number;
  /** 1 is Sunday, as in AWS. */
  weekday: number;
  year: number;
}

const hourMs = 3_600_000;

/** A rare date (29 February on a Monday) may be this far away. */
const furthestMs = 30 * 366 * 86_400_000;

function parseCron(argument: string, timeZone: string): NextAfter | undefined {
  const [minute, hour, day, month, weekday, year, ...rest] = argument.trim().split(/\s+/);
  if (!minute || !hour || !day || !month || !weekday || !year || rest.length > 0) return undefined;
  const fields = {
    minute: parseField(minute, 0, 59),
    hour: parseField(hour, 0, 23),
    day: parseField(day, 1, 31),
    month: parseField(month, 1, 12, months),
    weekday: parseField(weekday, 1, 7, weekdays),
    year: parseField(year, 1970, 2199),
  };
  if (Object.values(fields).includes(undefined)) return undefined;
  const fits = (name: keyof WallClock, clock: WallClock): boolean => fields[name]?.(clock[name]) ?? false;
  const wallClock = wallClockIn(timeZone);
  return (afterMs) => {
    let at = (Math.floor(afterMs / 60_000) + 1) * 60_000;
    while (at - afterMs < furthestMs) {
      const clock = wallClock(at);
      const rightDay = fits('year', clock) && fits('month', clock) && fits('day', clock) && fits('weekday', clock);
      if (rightDay && fits('hour', clock) && fits('minute', clock)) return at;
      // No zone is off by anything but whole quarters of an hour, but the end of the wall clock's hour is
      // the safe step.
      at += rightDay && fits('hour', clock) ? 60_000 : hourMs - clock.minute * 60_000;
    }
    return undefined;
  };
}

/** `*`, `?`, `5`, `MON-FRI`, `0/15`, and lists of those. Undefined for what else Quartz knows (`L`, `W`, `#`). */
function parseField(text: string, least: number, most: number, names: string[] = []): Field | undefined {
  const offset = names === months || names === weekdays ? 1 : 0;
  const number = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    return named >= 0 ? named + offset : /^\d+$/.test(part) ? Number(part) : Number.NaN;
  };
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const everything = range === '*' || range === '?';
    const first = everything ? least : number(from);
    const last = everything || (to === undefined && step !== undefined) ? most : number(to ?? from);
    const by = step === undefined ? 1 : number(step);
    if (!(first >= least && last <= most && first <= last && by >= 1)) return undefined;
    for (let value = first; value <= last; value += by) allowed.add(value);
  }
  return (value) => allowed.has(value);
}

function wallClockIn(timeZone: string): (epochMs: number) => WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    weekday: 'short',
  });
  return (epochMs) => {
    const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    return {
      minute: Number(parts.minute),
      hour: Number(parts.hour),
      day: Number(parts.day),
      month: Number(parts.month),
      weekday: weekdays.indexOf((parts.weekday ?? '').toUpperCase()) + 1,
      year: Number(parts.year),
    };
  };
}
