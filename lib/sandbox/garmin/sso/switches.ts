import { Hono } from 'hono';
import * as v from 'valibot';
import { checked, oneOf, takeForm, whole } from '../../form-data.ts';
import type { GarminSimulator } from '../simulator.ts';
import type { SsoKnobs } from './state.ts';

const knobs = v.object({
  limitedAs: v.picklist(['html', 'json']),
  challenged: v.picklist(['none', 'mobile', 'all']),
  mfa427: v.picklist(['none', 'portal', 'mobile']),
  inactiveTokensFor: v.picklist(['none', 'embed', 'mobile', 'all']),
  wrongCodeStatus: oneOf(200, 401),
  unknownStatus: v.optional(v.string(), ''),
  ticketSeconds: whole(1),
  codeSeconds: whole(1),
  captcha: checked,
  phoneNag: checked,
  widgetSendsOnRequest: checked,
}) satisfies v.GenericSchema<unknown, SsoKnobs>;

const account = v.object({
  account: v.string(),
  mfa: v.picklist(['none', 'email', 'sms', 'totp']),
  locked: checked,
  isChild: checked,
});

/** What the forms about signing in do. */
export const ssoSwitches = (simulator: GarminSimulator): Hono =>
  new Hono()
    .post('/sso-knobs', (c) => takeForm(c, knobs, (values) => simulator.turnSso(values)))
    .post('/sign-in-limit', (c) =>
      takeForm(c, v.object({ seconds: v.exactOptional(whole(1)) }), ({ seconds }) => simulator.limitSignIns(seconds)),
    )
    .post('/account', (c) =>
      takeForm(c, account, ({ account: id, ...values }) => void Object.assign(simulator.account(id), values)),
    );
