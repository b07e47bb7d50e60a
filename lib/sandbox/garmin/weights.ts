import { Hono } from 'hono';
import * as v from 'valibot';
import { dayOf, isDay, parseTimestamp, timestampText } from './local-time.ts';
import type { GarminAccount, StoredWeight } from './state.ts';
import { readEntries } from './visible-entries.ts';
import { averageOf, dailySummaries, metricOf, noMetric, type WeightMetric } from './weight-metric.ts';
import { creationKey, type SignedIn, visibilityNow, type World } from './world.ts';

const kgPerUnit = { kg: 1, lbs: 0.453_592_37 };

const userWeight = v.object({
  dateTimestamp: timestampText,
  gmtTimestamp: timestampText,
  unitKey: v.picklist(['kg', 'lbs']),
  sourceType: v.optional(v.literal('MANUAL')),
  value: v.pipe(v.number(), v.minValue(0)),
});

/** weight-service: reads weigh-ins by day, takes those entered by hand. */
export function weightRoutes(world: World): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();

  routes.post('/weight-service/user-weight', async (c) => {
    const body = v.safeParse(userWeight, await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ message: 'Bad request' }, 400);
    addByHand(world, c.var.account, body.output);
    return c.body(null, 204);
  });

  routes.get('/weight-service/weight/dayview/:date', (c) => {
    const { date } = c.req.param();
    return isDay(date) ? c.json(listing(world, c.var.account, date, date)) : c.json({ message: 'Bad date' }, 400);
  });

  routes.on('GET', ['/weight-service/weight/dateRange', '/weight-service/weight/daterangesnapshot'], (c) => {
    const { startDate, endDate } = c.req.query();
    if (!isDay(startDate) || !isDay(endDate)) return c.json({ message: 'Bad date' }, 400);
    return c.json(listing(world, c.var.account, startDate, endDate));
  });

  routes.get('/weight-service/weight/range/:start/:end', (c) => {
    const { start, end } = c.req.param();
    if (!isDay(start) || !isDay(end)) return c.json({ message: 'Bad date' }, 400);
    const all = newestFirst(world, c.var.account);
    const metrics = all.filter(within(start, end));
    return c.json({
      dailyWeightSummaries: dailySummaries(metrics, c.req.query('includeAll')?.toLowerCase() === 'true'),
      totalAverage: averageOf(metrics, start, end),
      previousDateWeight: all.find(({ calendarDate }) => calendarDate < start) ?? noMetric,
      nextDateWeight: all.findLast(({ calendarDate }) => calendarDate > end) ?? noMetric,
    });
  });

  routes.delete('/weight-service/weight/:date/byversion/:samplePk', (c) => {
    const { date, samplePk } = c.req.param();
    const { weights } = c.var.account;
    const index = weights.findIndex((w) => String(w.samplePk) === samplePk && dayOf(w.measuredAtLocal) === date);
    if (index < 0) return c.json({ message: 'No such weight' }, 404);
    weights.splice(index, 1);
    return c.body(null, 204);
  });

  return routes;
}

function addByHand(world: World, account: GarminAccount, body: v.InferOutput<typeof userWeight>): void {
  account.weights.push({
    measuredAt: parseTimestamp(body.gmtTimestamp),
    measuredAtLocal: parseTimestamp(body.dateTimestamp),
    samplePk: creationKey(world),
    sourceType: 'MANUAL',
    weightKg: body.value * kgPerUnit[body.unitKey],
    composition: noComposition,
    ...visibilityNow(world),
  });
}

const noComposition: StoredWeight['composition'] = {
  bmi: null,
  bodyFat: null,
  bodyWater: null,
  boneMassKg: null,
  muscleMassKg: null,
  physiqueRating: null,
  visceralFat: null,
  metabolicAgeYears: null,
};

function listing(world: World, account: GarminAccount, startDate: string, endDate: string) {
  const dateWeightList = newestFirst(world, account).filter(within(startDate, endDate));
  return { startDate, endDate, dateWeightList, totalAverage: averageOf(dateWeightList, startDate, endDate) };
}

function newestFirst(world: World, account: GarminAccount): WeightMetric[] {
  const shown = readEntries(account.weights, world.clock.now());
  return shown.map((weight, i) => metricOf(weight, shown[i - 1])).reverse();
}

const within = (start: string, end: string) => (metric: WeightMetric) =>
  metric.calendarDate >= start && metric.calendarDate <= end;
