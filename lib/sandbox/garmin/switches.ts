import { Hono } from 'hono';
import * as v from 'valibot';
import { checked, oneOf, takeForm, whole } from '../form-data.ts';
import type { Fault } from './fault.ts';
import type { GarminSimulator } from './simulator.ts';
import { ssoSwitches } from './sso/switches.ts';
import { garminServices, type Visibility } from './state.ts';

export const newEntriesNamed = {
  'at once': 'at once',
  never: 'never',
  'after 2 reads': { afterReads: 2 },
  'after 30 seconds': { afterSeconds: 30 },
} as const satisfies Record<string, Visibility>;

const fault = v.object({
  on: v.picklist(garminServices),
  method: v.exactOptional(v.picklist(['GET', 'POST', 'DELETE'])),
  taken: checked,
  answer: v.union([oneOf(429, 500, 502, 503, 504), v.picklist(['empty', 'lost'])]),
  times: v.exactOptional(whole(1)),
}) satisfies v.GenericSchema<unknown, Fault>;

const knobs = v.object({
  accessTokenSeconds: whole(1),
  refreshTokenSeconds: whole(1),
  recordsPerFile: whole(1),
  newEntries: v.pipe(
    v.picklist(['at once', 'never', 'after 2 reads', 'after 30 seconds']),
    v.transform((name) => newEntriesNamed[name]),
  ),
  refreshOmitsRefreshToken: checked,
  oldRefreshTokenStillAccepted: checked,
  browserUploadsVanish: checked,
});

/** What the forms of the front page do. */
export function switches(simulator: GarminSimulator): Hono {
  const { state } = simulator;
  return new Hono()
    .route('/', ssoSwitches(simulator))
    .post('/faults', (c) => takeForm(c, fault, (planned) => simulator.addFault(planned)))
    .post('/no-faults', (c) =>
      takeForm(c, v.object({}), () => {
        state.faults = [];
      }),
    )
    .post('/knobs', (c) => takeForm(c, knobs, (values) => simulator.turn(values)))
    .post('/sign-ins', async (c) => {
      const account = new URLSearchParams(await c.req.text()).get('account') ?? '';
      return Object.hasOwn(state.accounts, account)
        ? c.json(simulator.signIn(account))
        : c.text('There is no such account.\n', 404);
    });
}
