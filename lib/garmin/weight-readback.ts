import * as v from 'valibot';
import type { RemoteEntry } from '../destination.ts';
import { deliveredValues } from '../fingerprint.ts';
import { parseAs } from '../http.ts';
import type { ConnectApi } from './connect-api.ts';
import type { DaySpan } from './day-spans.ts';
import { entryId, sharedKeys } from './entry-id.ts';
import { isSameMinute } from './same-minute.ts';

const call = { service: 'Garmin', action: 'reading weigh-ins back' };

/** `samplePk` identifies the entry among those of `calendarDate`, `timestampGMT` is epoch milliseconds, `weight` is grams. */
const metricSchema = v.object({
  samplePk: v.nullish(v.union([v.number(), v.string()])),
  calendarDate: v.nullish(v.string()),
  timestampGMT: v.nullish(v.number()),
  weight: v.nullish(v.number()),
});

/** The lists must be there: a day that lost its entries on the way would be taken for an empty one and filled twice. */
const rangeSchema = v.object({
  dailyWeightSummaries: v.nullable(v.array(v.object({ allWeightMetrics: v.array(metricSchema) }))),
});

/** Every weight that Garmin shows for these days. */
export async function readWeights(api: ConnectApi, { start, end }: DaySpan): Promise<RemoteEntry[]> {
  const body = await api.get(`/weight-service/weight/range/${start}/${end}?includeAll=true`, call.action);
  return parseWeights(body, (path) => api.delete(path, 'deleting a weigh-in'));
}

/** @param remove deletes what is at a path */
export function parseWeights(body: unknown, remove: (path: string) => Promise<void>): RemoteEntry[] {
  const { dailyWeightSummaries } = parseAs(rangeSchema, body, call);
  const metrics = (dailyWeightSummaries ?? []).flatMap((day) => day.allWeightMetrics);
  const shared = sharedKeys(metrics.map(({ samplePk }) => samplePk));
  return metrics.flatMap(({ samplePk, calendarDate, timestampGMT, weight }) => {
    if (typeof timestampGMT !== 'number' || typeof weight !== 'number') return [];
    const day = calendarDate ?? new Date(timestampGMT).toISOString().slice(0, 10);
    return [
      {
        id: entryId(timestampGMT, samplePk),
        measuredAt: timestampGMT / 1000,
        holds: (event) =>
          event.kind === 'weight' &&
          isSameMinute(event.measuredAt, timestampGMT) &&
          isSameWeight(deliveredValues(event).weightKg * 1000, weight),
        ...(samplePk &&
          !shared.has(samplePk) && { remove: () => remove(`/weight-service/weight/${day}/byversion/${samplePk}`) }),
      },
    ];
  });
}

const toleranceDecigrams = 100;

/**
 * At most 10 g apart, 10 g included. Garmin's grams carry float32 noise of up to 0.03 g, which rounding
 * to 0.1 g takes away.
 */
function isSameWeight(grams: number, otherGrams: number): boolean {
  return Math.abs(Math.round(grams * 10) - Math.round(otherGrams * 10)) <= toleranceDecigrams;
}
