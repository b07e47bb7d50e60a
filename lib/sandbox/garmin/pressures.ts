import { Hono } from 'hono';
import * as v from 'valibot';
import { dayOf, isDay, parseTimestamp, timestampText } from './local-time.ts';
import { measurementOf, rangeAnswer } from './pressure-summary.ts';
import type { GarminAccount, StoredPressure } from './state.ts';
import { readEntries } from './visible-entries.ts';
import { creationKey, type SignedIn, visibilityNow, type World } from './world.ts';

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(1));
const reading = v.object({
  measurementTimestampLocal: timestampText,
  measurementTimestampGMT: timestampText,
  systolic: wholeNumber,
  diastolic: wholeNumber,
  pulse: v.nullish(wholeNumber),
  sourceType: v.literal('MANUAL'),
  notes: v.nullish(v.string()),
});

/** bloodpressure-service: takes readings entered by hand, reads them by day. */
export function pressureRoutes(world: World): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();

  routes.post('/bloodpressure-service/bloodpressure', async (c) => {
    const body = v.safeParse(reading, await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ message: 'Bad request' }, 400);
    return c.json(measurementOf(addByHand(world, c.var.account, body.output)));
  });

  routes.get('/bloodpressure-service/bloodpressure/range/:start/:end', (c) => {
    const { start, end } = c.req.param();
    if (!isDay(start) || !isDay(end)) return c.json({ message: 'Bad date' }, 400);
    const readings = readEntries(c.var.account.pressures, world.clock.now()).filter(({ measuredAtLocal }) => {
      const day = dayOf(measuredAtLocal);
      return day >= start && day <= end;
    });
    return c.json(rangeAnswer(readings, start, end, c.req.query('includeAll')?.toLowerCase() === 'true'));
  });

  routes.delete('/bloodpressure-service/bloodpressure/:date/:version', (c) => {
    const { date, version } = c.req.param();
    const { pressures } = c.var.account;
    const index = pressures.findIndex((p) => String(p.version) === version && dayOf(p.measuredAtLocal) === date);
    if (index < 0) return c.json({ message: 'No such measurement' }, 404);
    pressures.splice(index, 1);
    return c.body(null, 204);
  });

  return routes;
}

function addByHand(world: World, account: GarminAccount, body: v.InferOutput<typeof reading>): StoredPressure {
  const stored: StoredPressure = {
    measuredAt: parseTimestamp(body.measurementTimestampGMT),
    measuredAtLocal: parseTimestamp(body.measurementTimestampLocal),
    version: creationKey(world),
    sourceType: body.sourceType,
    systolic: body.systolic,
    diastolic: body.diastolic,
    pulse: body.pulse ?? null,
    notes: body.notes ?? null,
    ...visibilityNow(world),
  };
  account.pressures.push(stored);
  return stored;
}
