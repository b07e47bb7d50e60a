import { Hono } from 'hono';
import * as v from 'valibot';
import { checked, oneOf, takeForm, whole } from '../form-data.ts';
import type { Fault } from './fault.ts';
import type { TrainerRoadSimulator } from './simulator.ts';
import { endpoints } from './state.ts';

const fault = v.object({
  on: v.picklist(endpoints),
  taken: checked,
  answer: v.union([oneOf(403, 429, 500, 502, 503, 504), v.picklist(['sign-in', 'maintenance', 'page', 'lost'])]),
  retryAfter: v.exactOptional(v.string()),
  times: v.exactOptional(whole(1)),
}) satisfies v.GenericSchema<unknown, Fault>;

const knobs = v.object({
  jsonSignIn: v.union([v.picklist(['there', 'page']), oneOf(404, 405)]),
  signedOut: v.union([v.literal('redirect'), oneOf(401, 403)]),
  writeStatus: oneOf(200, 204),
  weightStepKg: v.optional(v.nullable(v.pipe(v.string(), v.transform(Number), v.gtValue(0))), null),
  signInOpensSession: checked,
  writesVanish: checked,
});

/** What the forms of the front page do. */
export function switches(simulator: TrainerRoadSimulator): Hono {
  const { state } = simulator;
  return new Hono()
    .post('/faults', (c) => takeForm(c, fault, (planned) => simulator.addFault(planned)))
    .post('/no-faults', (c) =>
      takeForm(c, v.object({}), () => {
        state.faults = [];
      }),
    )
    .post('/knobs', (c) => takeForm(c, knobs, (values) => simulator.turn(values)));
}
