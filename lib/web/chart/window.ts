const daySeconds = 86_400;

/** How much of the past is shown. */
export const ranges = {
  '30d': { days: 30, short: '30 d', words: 'last 30 days' },
  '90d': { days: 90, short: '90 d', words: 'last 90 days' },
  '1y': { days: 365, short: '1 y', words: 'last year' },
  all: { days: undefined, short: 'All', words: 'all there is' },
} as const;

export type RangeName = keyof typeof ranges;

export const rangeNames = Object.keys(ranges).filter(isRange);

function isRange(name: string): name is RangeName {
  return Object.hasOwn(ranges, name);
}

/** The range somebody asks for in an address; 90 days for anything else. */
export const rangeNamed = (name: string | null): RangeName => (name !== null && isRange(name) ? name : '90d');

/** A span of time on the axis, epoch seconds. */
export interface Window {
  from: number;
  to: number;
}

/** With less there is no month to speak of. */
const leastDays = 30;

/** @param first the oldest measurement there is, for the range that shows all */
export function windowOf(range: RangeName, nowSeconds: number, first = nowSeconds): Window {
  const { days } = ranges[range];
  const least = nowSeconds - leastDays * daySeconds;
  return { from: days === undefined ? Math.min(first, least) : nowSeconds - days * daySeconds, to: nowSeconds };
}
