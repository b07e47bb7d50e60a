export interface DeliveriesReport {
  /**
   * What is worth another try soon, or is a bug. What waits for its owner or was blocked is noted in
   * the account instead.
   */
  failures: unknown[];
  /** False when time ran out with something left to do. */
  finished: boolean;
  /** What was seen to have arrived. */
  verified: number;
  /** Nothing is left in the ledger that is still to arrive anywhere. */
  settled: boolean;
}

/** What there is to say when nothing was to be delivered. */
export const nothingToDeliver: DeliveriesReport = { failures: [], finished: true, verified: 0, settled: true };
