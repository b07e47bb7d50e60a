import { Hono } from 'hono';
import * as v from 'valibot';
import { type Clock, epochSeconds } from '../../clock.ts';
import { checked, takeForm, whole } from '../form-data.ts';
import { scopes } from './consent.ts';
import type { PlannedFault } from './faults.ts';
import { type Happening, happenings } from './happenings.ts';
import type { WithingsSimulator } from './simulator.ts';

const settings = v.object({
  pageSize: whole(1),
  rowsPerPage: whole(1),
  sleepRangeHours: whole(1),
  callsPerMinute: whole(1),
  identicalCallSeconds: whole(0),
  callbackTimeoutMs: whole(1),
  autoConsent: checked,
  allowLocalhost: checked,
  emptyPost: checked,
});

const notifications = v.object({
  dropNotifications: checked,
  duplicateNotifications: checked,
  reverseNotifications: checked,
});

const withheld = v.object(Object.fromEntries(scopes.map((scope) => [scope, checked])));

const common = { action: v.exactOptional(v.string()), times: v.exactOptional(whole(1)) };
const fault = v.variant('kind', [
  v.object({
    kind: v.literal('status'),
    status: v.optional(whole(1), '601'),
    waitSeconds: v.exactOptional(whole(0)),
    ...common,
  }),
  v.object({ kind: v.literal('http'), httpStatus: v.optional(whole(400, 599), '502'), ...common }),
  v.object({ kind: v.literal('slow'), delayMs: v.optional(whole(1), '11000'), ...common }),
  v.object({
    kind: v.picklist(['html', 'null body', 'array body', 'truncated', 'unknown enums', 'lost answer']),
    ...common,
  }),
]) satisfies v.GenericSchema<unknown, PlannedFault>;

const weighIn = v.object({
  userid: whole(1),
  weightKg: v.pipe(
    v.string(),
    v.transform((text) => Number(text.replace(',', '.'))),
    v.minValue(5),
    v.maxValue(400),
  ),
});

const happening = v.object({
  userid: whole(1),
  what: v.pipe(
    v.string(),
    v.transform((name) => happenings.get(name)),
    v.custom<Happening>((found) => found !== undefined),
  ),
});

/** What the forms of the front page do. */
export function switches(simulator: WithingsSimulator, clock: Clock): Hono {
  const { state } = simulator;
  return new Hono()
    .post('/settings', (c) => takeForm(c, settings, (values) => void Object.assign(state.settings, values)))
    .post('/notifications', (c) => takeForm(c, notifications, (values) => void Object.assign(state.faults, values)))
    .post('/withheld-scopes', (c) =>
      takeForm(c, withheld, (values) => {
        state.faults.withheldScopes = scopes.filter((scope) => values[scope]);
      }),
    )
    .post('/faults', (c) => takeForm(c, fault, (planned) => simulator.plan(planned)))
    .post('/no-faults', (c) =>
      takeForm(c, v.object({}), () => {
        state.faults.planned = [];
      }),
    )
    .post('/weigh-ins', (c) =>
      takeForm(c, weighIn, async ({ userid, weightKg }) => void (await simulator.addWeighIn(userid, { weightKg }))),
    )
    .post('/happenings', (c) =>
      takeForm(c, happening, async ({ userid, what }) => void (await what(simulator, userid, epochSeconds(clock)))),
    )
    .post('/disconnect', (c) =>
      takeForm(c, v.object({ userid: whole(1) }), ({ userid }) => simulator.disconnect(userid)),
    );
}
