import { freeEachMonth, prices } from './prices.ts';

/** What is counted. */
export interface Counts {
  /** Syncs that the timetable has asked for so far this month. */
  asked: number;
  /** Rounds of the timetable so far this month. */
  rounds: number;
  people: number;
  /** How much of the month is over, 0 to 1. */
  elapsed: number;
}

export interface CostLine {
  what: string;
  /** How many by the end of the month, as it looks now. */
  count: number;
  unit: string;
  /** US dollars a month. */
  listPrice: number;
  /** What is left of it where nothing else in the AWS account uses what is free. */
  afterFree: number;
}

export interface Estimate {
  lines: CostLine[];
  /** By the end of the month, US dollars. */
  listPrice: number;
  afterFree: number;
  /** Of that so far. */
  soFar: number;
}

/** What is not counted anywhere that these pages may look, and so is taken to be like this. */
export const assumed = {
  /** A weigh-in, another one, or a blood pressure: each is notified of. */
  notificationsADay: 2,
  pagesADay: 3,
  syncSeconds: 1.5,
  dispatchSeconds: 2,
  pageSeconds: 0.3,
  memoryGb: 0.5,
  /** Of the account, the ledger and its index, consistently. */
  readsASync: 10,
  /** The account of some KB at its end. */
  writesASync: 6,
  /** Sent, received, deleted. */
  queueRequestsASync: 3,
  /** Lambda asks the queue without end, also when it is empty. */
  pollsAMonth: 650_000,
  logKbASync: 3,
  alarms: 9,
  daysAMonth: 30.4,
} as const;

/** The month's bill, as far as it follows from what is counted. */
export function estimateOf({ asked, rounds, people, elapsed }: Counts): Estimate {
  // In the first hours everything would be counted up from almost nothing.
  const share = Math.max(elapsed, 1 / assumed.daysAMonth);
  const notifications = people * assumed.notificationsADay * assumed.daysAMonth;
  const pages = people * assumed.pagesADay * assumed.daysAMonth;
  const syncs = asked / share + notifications;
  const dispatches = rounds / share;
  const requests = syncs + dispatches + notifications + pages;
  const seconds =
    syncs * assumed.syncSeconds + dispatches * assumed.dispatchSeconds + (notifications + pages) * assumed.pageSeconds;
  const queue = assumed.pollsAMonth + syncs * assumed.queueRequestsASync;
  const lines = [
    line('The secret', 1, '', prices.secretMonth),
    line('Alarms', assumed.alarms, '', prices.alarmMonth, freeEachMonth.alarms),
    line(
      'Lambda, time',
      seconds * assumed.memoryGb,
      'GB-seconds',
      prices.lambdaGbSecond,
      freeEachMonth.lambdaGbSeconds,
    ),
    line('Lambda, calls', requests, '', prices.lambdaRequest, freeEachMonth.lambdaRequests),
    line('Queue', queue, 'requests', prices.queueRequest, freeEachMonth.queueRequests),
    line('Tables, read', syncs * assumed.readsASync, 'units', prices.tableRead),
    line('Tables, written', syncs * assumed.writesASync, 'units', prices.tableWrite),
    line('Secret, asked', requests, 'calls', prices.secretCalls),
    line('Pages, webhook', notifications + pages, 'requests', prices.apiRequest),
    line('Files', notifications * 2, 'files', prices.filePut),
    line('Logs', (syncs * assumed.logKbASync) / 1_000_000, 'GB', prices.logGb, freeEachMonth.logGb),
  ];
  const sum = (of: (line: CostLine) => number) => lines.reduce((total, each) => total + of(each), 0);
  const afterFree = sum((each) => each.afterFree);
  return { lines, listPrice: sum((each) => each.listPrice), afterFree, soFar: afterFree * elapsed };
}

function line(what: string, count: number, unit: string, price: number, free = 0): CostLine {
  return { what, count, unit, listPrice: count * price, afterFree: Math.max(0, count - free) * price };
}

/** How much of the month (UTC, as AWS bills) is over. */
export function elapsedOf(now: number): number {
  const at = new Date(now);
  const begins = Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
  const ends = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
  return (now - begins) / (ends - begins);
}
