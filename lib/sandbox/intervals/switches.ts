import { Hono } from 'hono';
import * as v from 'valibot';
import { checked, oneOf, takeForm, whole } from '../form-data.ts';
import type { Fault } from './fault.ts';
import type { IntervalsSimulator } from './simulator.ts';
import { type Athlete, endpoints, type Knobs } from './state.ts';

const fault = v.object({
  on: v.picklist(endpoints),
  taken: checked,
  answer: v.union([oneOf(400, 429, 500, 502, 503, 504), v.picklist(['page', 'lost'])]),
  retryAfter: v.exactOptional(v.string()),
  times: v.exactOptional(whole(1)),
}) satisfies v.GenericSchema<unknown, Fault>;

const knobs = v.object({
  refusedKey: oneOf(401, 403),
  emptyDay: v.union([v.literal('record'), oneOf(404)]),
  emptyFields: v.picklist(['null', 'absent']),
  allFields: checked,
  writesVanish: checked,
}) satisfies v.GenericSchema<unknown, Knobs>;

/** What the forms of the front page do. */
export function switches(simulator: IntervalsSimulator): Hono {
  const { state } = simulator;
  const athlete = v.pipe(
    v.string(),
    v.transform((id) => state.athletes[id]),
    v.custom<Athlete>((known) => known !== undefined),
  );
  return new Hono()
    .post('/faults', (c) => takeForm(c, fault, (planned) => simulator.addFault(planned)))
    .post('/no-faults', (c) =>
      takeForm(c, v.object({}), () => {
        state.faults = [];
      }),
    )
    .post('/lock', (c) =>
      takeForm(c, v.object({ athlete, day: v.pipe(v.string(), v.isoDate()), locked: checked }), (values) =>
        simulator.lock(values.athlete, values.day, values.locked),
      ),
    )
    .post('/knobs', (c) => takeForm(c, knobs, (values) => simulator.turn(values)));
}
