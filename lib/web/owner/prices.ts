/**
 * What AWS asks for, in US dollars: the list prices of us-east-1, without taxes. Other regions differ by some percent,
 * a few by a half. Compare them once a year with https://aws.amazon.com/pricing/, and then change the date.
 */
export const prices = {
  asOf: '2025-11',
  secretMonth: 0.4,
  secretCalls: 0.05 / 10_000,
  alarmMonth: 0.1,
  /** Arm. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1_000_000,
  /** FIFO. */
  queueRequest: 0.5 / 1_000_000,
  /** On demand, 4 KB; a consistent read of an item up to that. */
  tableRead: 0.125 / 1_000_000,
  /** On demand, 1 KB. */
  tableWrite: 0.625 / 1_000_000,
  /** HTTP API. */
  apiRequest: 1 / 1_000_000,
  logGb: 0.5,
  filePut: 0.005 / 1_000,
} as const;

/** What an AWS account gets for nothing each month, for as long as it lives; all that runs in the account shares it. */
export const freeEachMonth = {
  alarms: 10,
  lambdaGbSeconds: 400_000,
  lambdaRequests: 1_000_000,
  queueRequests: 1_000_000,
  logGb: 5,
} as const;
