import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { type Body, bodySchema, dayBodySchema, daySchema, fieldNames } from './fields.ts';
import type { Athlete, WellnessDay } from './state.ts';
import type { Authorized, World } from './world.ts';

/** Days of an athlete: read one or many, write one or many. */
export function wellnessRoutes(world: World): Hono<Authorized> {
  const routes = new Hono<Authorized>();
  const { knobs } = world.state;

  const range = (c: Context<Authorized>) => {
    const { oldest = '', newest = '9999-12-31', fields, cols } = c.req.query();
    if (![oldest, newest].every((day) => v.is(daySchema, day))) return unusable(c);
    const asked = (fields ?? cols)?.split(',');
    const days = Object.values(c.var.athlete.wellness).filter(({ id }) => id >= oldest && id <= newest);
    return c.json(days.sort((a, b) => (a.id < b.id ? -1 : 1)).map((day) => answered(world, day, asked)));
  };
  routes.get('/:athlete/wellness', range);
  routes.get('/:athlete/wellness.json', range);

  routes.get('/:athlete/wellness/:day', (c) => {
    const id = c.req.param('day');
    if (!v.is(daySchema, id)) return unusable(c);
    const day = c.var.athlete.wellness[id];
    if (!day && knobs.emptyDay === 404) return c.json({ status: 404, error: 'Not found' }, 404);
    return c.json(answered(world, day ?? emptyDay(id, world)));
  });

  routes.put('/:athlete/wellness/:day', async (c) => {
    const id = c.req.param('day');
    const body = v.safeParse(bodySchema, await jsonBody(c));
    if (!body.success || !v.is(daySchema, id)) return unusable(c);
    const day = write(world, c.var.athlete, id, body.output);
    if (c.req.query('localDate') === id) follow(world, c.var.athlete, body.output);
    return c.json(answered(world, day));
  });

  routes.put('/:athlete/wellness', async (c) => {
    const body = v.safeParse(dayBodySchema, await jsonBody(c));
    if (!body.success) return unusable(c);
    return c.json(answered(world, write(world, c.var.athlete, body.output.id, body.output)));
  });

  routes.put('/:athlete/wellness-bulk', async (c) => {
    const body = v.safeParse(v.array(dayBodySchema), await jsonBody(c));
    if (!body.success) return unusable(c);
    for (const day of body.output) write(world, c.var.athlete, day.id, day);
    return c.json({});
  });

  return routes;
}

const unusable = (c: Context) => c.json({ status: 422, error: 'The request is not usable.' }, 422);
const jsonBody = (c: Context): Promise<unknown> => c.req.json().catch(() => undefined);

const emptyDay = (id: string, { clock }: World): WellnessDay => ({
  ...{ id, locked: false, fields: {} },
  updated: new Date(clock.now()).toISOString(),
});

/** Only what is there is taken over: null clears nothing. A locked day keeps off devices, not calls like these. */
function write(world: World, { wellness }: Athlete, id: string, { locked, ...body }: Body): WellnessDay {
  const before = wellness[id] ?? emptyDay(id, world);
  if (world.state.knobs.writesVanish) return before;
  const fields = { ...before.fields };
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && value !== undefined && fieldNames.includes(name)) fields[name] = value;
  }
  const day = { ...emptyDay(id, world), locked: locked ?? before.locked, fields };
  wellness[id] = day;
  return day;
}

/** Today's values are the athlete's current ones. */
function follow({ state }: World, athlete: Athlete, { weight, restingHR }: Body): void {
  if (state.knobs.writesVanish) return;
  athlete.weight = weight ?? athlete.weight;
  athlete.restingHR = restingHR ?? athlete.restingHR;
}

function answered({ state }: World, { id, updated, locked, fields }: WellnessDay, asked?: string[]): object {
  const { emptyFields, allFields } = state.knobs;
  const empty = emptyFields === 'null' ? Object.fromEntries(fieldNames.map((name) => [name, null])) : {};
  const whole = { id, ...empty, ...fields, locked: locked || (emptyFields === 'null' ? null : false), updated };
  if (!asked || allFields) return whole;
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name === 'id' || asked.includes(name)));
}
