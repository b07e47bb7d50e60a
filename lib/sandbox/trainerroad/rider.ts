import { Hono } from 'hono';
import * as v from 'valibot';
import { fromAnyCase, inAskedCase } from './json-format.ts';
import { sessionCheck } from './sessions.ts';
import type { Member, Rider } from './state.ts';
import { nextId, type SignedIn, type World } from './world.ts';

/** A field that a body leaves out becomes what it is here: that is how a weight alone would cost the rider the FTP. */
const riderSchema = v.object({
  weightKg: v.optional(v.nullable(v.number()), null),
  ftp: v.optional(v.nullable(v.number()), null),
  units: v.optional(v.picklist(['kmh', 'mph']), 'kmh'),
  nickname: v.optional(v.nullable(v.string()), null),
  genderId: v.optional(v.number(), 0),
  dateOfBirth: v.optional(v.nullable(v.string()), null),
  privacy: v.optional(v.record(v.string(), v.boolean()), {}),
});

const bodySchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((body) => fromAnyCase(body)),
  riderSchema,
);

/** What the signed-in rider sees and changes. */
export function riderRoutes(world: World): Hono<SignedIn> {
  const routes = new Hono<SignedIn>().use('/app/api/*', sessionCheck(world));

  routes.get('/app/api/profile/rider-information', (c) => c.json(inAskedCase(c, c.var.member.rider)));

  routes.put('/app/api/profile/rider-information', async (c) => {
    const body = v.safeParse(bodySchema, await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ message: 'The request is invalid.' }, 400);
    if (!world.state.knobs.writesVanish) change(world, c.var.member, body.output);
    if (world.state.knobs.writeStatus === 204) return c.body(null, 204);
    return c.json(inAskedCase(c, c.var.member.rider));
  });

  routes.get('/app/api/member-info', (c) => {
    const { memberId, username, email } = c.var.member;
    return c.json(inAskedCase(c, { memberId, username, email }));
  });

  routes.get('/app/api/weight-history/:memberId/all', (c) => {
    const { memberId, weightHistory } = c.var.member;
    if (c.req.param('memberId') !== String(memberId)) return c.json({ message: 'Not found' }, 404);
    return c.json(weightHistory.map((entry) => inAskedCase(c, entry)));
  });

  return routes;
}

function change(world: World, member: Member, written: Rider): void {
  const { weightStepKg } = world.state.knobs;
  const steps =
    weightStepKg === null || written.weightKg === null ? undefined : Math.round(written.weightKg / weightStepKg);
  const rider = steps === undefined ? written : { ...written, weightKg: steps * weightStepKg! };
  if (rider.weightKg !== null && rider.weightKg !== member.rider.weightKg) {
    const date = new Date(world.clock.now()).toISOString();
    member.weightHistory.push({ id: nextId(world), value: rider.weightKg, units: 'kg', date });
  }
  member.rider = rider;
}
