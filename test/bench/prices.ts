/**
 * List prices of AWS in us-east-1 as they were on 2025-11-01, US dollars without tax; `free` is what each account has
 * each month for good. Prices of Frankfurt are some 10 to 20 % higher.
 */
export const pricesOf = '2025-11-01';

export interface Price {
  /** Of one unit. */
  usd: number;
  free?: number;
}

export const prices = {
  'Secrets Manager: secrets': { usd: 0.4 },
  'Secrets Manager: calls': { usd: 0.05 / 10_000 },
  'Lambda: GB-seconds (arm64)': { usd: 0.0000133334, free: 400_000 },
  'Lambda: invocations': { usd: 0.2e-6, free: 1e6 },
  'DynamoDB: write units': { usd: 0.625e-6 },
  'DynamoDB: read units': { usd: 0.125e-6 },
  'DynamoDB: GB kept, with point-in-time recovery': { usd: 0.25 + 0.2, free: 0 },
  'S3: files written': { usd: 5e-6 },
  'S3: GB kept': { usd: 0.023 },
  'SQS: requests (FIFO)': { usd: 0.5e-6, free: 1e6 },
  'API Gateway: requests (HTTP)': { usd: 1e-6 },
  'EventBridge Scheduler: ticks': { usd: 1e-6, free: 14e6 },
  'CloudWatch: GB of logs': { usd: 0.5, free: 5 },
  'CloudWatch: alarms': { usd: 0.1, free: 10 },
  'Out to the internet: GB': { usd: 0.09, free: 100 },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof prices;
