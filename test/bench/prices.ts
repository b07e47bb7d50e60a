import { freeEachMonth as free, prices as list } from '../../lib/web/owner/prices.ts';

/** The date of the prices that the owner's page reckons with; what it leaves out is of the same date. */
export const pricesOf = list.asOf;

export interface Price {
  /** Of one unit, US dollars. */
  usd: number;
  /** What each account has each month for good. */
  free?: number;
}

export const prices = {
  'Secrets Manager: secrets': { usd: list.secretMonth },
  'Secrets Manager: calls': { usd: list.secretCalls },
  'Lambda: GB-seconds (arm64)': { usd: list.lambdaGbSecond, free: free.lambdaGbSeconds },
  'Lambda: invocations': { usd: list.lambdaRequest, free: free.lambdaRequests },
  'DynamoDB: write units': { usd: list.tableWrite },
  'DynamoDB: read units': { usd: list.tableRead },
  'DynamoDB: GB kept, with point-in-time recovery': { usd: 0.25 + 0.2, free: 0 },
  'S3: files written': { usd: list.filePut },
  'S3: GB kept': { usd: 0.023 },
  'SQS: requests (FIFO)': { usd: list.queueRequest, free: free.queueRequests },
  'API Gateway: requests (HTTP)': { usd: list.apiRequest },
  'EventBridge Scheduler: ticks': { usd: 1e-6, free: 14e6 },
  'CloudWatch: GB of logs': { usd: list.logGb, free: free.logGb },
  'CloudWatch: alarms': { usd: list.alarmMonth, free: free.alarms },
  'Out to the internet: GB': { usd: 0.09, free: 100 },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof prices;
