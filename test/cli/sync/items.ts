import type { Deliveries, EventItem } from '../../../lib/ledger.ts';
import type { Measure } from '../../../lib/measurement.ts';

/** An item of the ledger; invented. */
export function item(at: number, more: Partial<EventItem> = {}): EventItem {
  return {
    ...{ account: '1', event: `${at}#weight#scale`, version: 1, measuredAt: at, receivedAt: 0, modified: at },
    ...{ device: 'scale', model: 'Body Scan', kind: 'weight', values: { weightKg: 80 }, fingerprint: 'f' },
    groups: [],
    deliveries: {},
    ...more,
  };
}

export const pressure = (at: number, more: Partial<EventItem> = {}): EventItem =>
  item(at, {
    ...{ event: `${at}#bloodPressure#cuff`, kind: 'bloodPressure', model: null },
    values: { systolicMmHg: 121, diastolicMmHg: 78, heartRateBpm: 60 },
    ...more,
  });

export const group = (at: number, measures: Measure[]): EventItem['groups'][number] => ({
  ...{ grpid: 1, attrib: 0, date: at, created: at, modified: at, category: 1, deviceid: 'scale', model: 'Body Scan' },
  measures,
});

export const at = (state: 'verified' | 'pending' | 'sending' | 'skipped' | 'failed', reason?: string): Deliveries => ({
  garmin: { state, at: 10, ...(reason && { reason }) },
});
