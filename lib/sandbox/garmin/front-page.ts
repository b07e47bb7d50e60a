import type { Context } from 'hono';
import { html } from 'hono/html';
import { callChoice, faultForm } from '../fault-form.ts';
import { callCounts, checkbox, choice, doneNotice, form, numberField, sandboxPage } from '../page.ts';
import { signInSection, ssoForms } from './sso/front-page.ts';
import { type GarminAccount, garminServices, type Knobs } from './state.ts';
import { newEntriesNamed } from './switches.ts';
import type { World } from './world.ts';

/** What a person sees who opens the simulator in a browser: whose accounts there are, and the switches. */
export const frontPage = ({ state, clock }: World, c: Context) =>
  sandboxPage(
    'Garmin Connect',
    'The sandbox of Garmin Connect',
    html`
      ${doneNotice(c)}
      <p>It answers for sso.garmin.com, diauth.garmin.com and connectapi.garmin.com.</p>
      ${Object.values(state.accounts).map((account) => accountSection(account, signInSection(account, state.sso, clock.now())))}
      <h2>Switches</h2>
      ${faultForm({
        faults: state.faults,
        calls: html`${callChoice(garminServices)} ${choice('method', 'With the method', { '': 'any', GET: 'GET', POST: 'POST', DELETE: 'DELETE' })}`,
        answers,
      })} ${knobForm(state.knobs)} ${ssoForms(state.sso, clock.now())} ${callCounts(state.calls)}
    `,
  );

const answers = {
  429: '429, too many requests',
  500: '500',
  502: '502',
  503: '503',
  504: '504',
  empty: '200 without a body',
  lost: 'none: the connection breaks off',
};

const knobForm = (knobs: Knobs) =>
  form(
    '/switches/knobs',
    'Where Garmin has changed its mind, or reports differ',
    'Set',
    html`
      ${numberField('accessTokenSeconds', 'Seconds that an access token lives', knobs.accessTokenSeconds, 1)}
      ${numberField('refreshTokenSeconds', 'Seconds that a refresh token lives', knobs.refreshTokenSeconds, 1)}
      ${numberField('recordsPerFile', 'Records that one file may have', knobs.recordsPerFile, 1)}
      ${choice('newEntries', 'New entries can be read', { ...labelsOfVisibility }, nameOfVisibility(knobs))}
      ${checkbox('refreshOmitsRefreshToken', 'A refresh brings no new refresh token', knobs.refreshOmitsRefreshToken)}
      ${checkbox('oldRefreshTokenStillAccepted', 'A refresh token works more than once', knobs.oldRefreshTokenStillAccepted)}
      ${checkbox('browserUploadsVanish', 'Uploads by a browser are taken and dropped', knobs.browserUploadsVanish)}
    `,
  );

const labelsOfVisibility: Readonly<Record<keyof typeof newEntriesNamed, string>> = {
  'at once': 'at once',
  never: 'never',
  'after 2 reads': 'after 2 reads',
  'after 30 seconds': 'after 30 seconds',
};

const nameOfVisibility = ({ newEntries }: Knobs): string | undefined =>
  Object.entries(newEntriesNamed).find(([, named]) => JSON.stringify(named) === JSON.stringify(newEntries))?.[0];

const newest = 20;

function accountSection({ id, displayName, zone, weights, pressures, uploads }: GarminAccount, signIn: unknown) {
  const weighIns = weights.toSorted((a, b) => b.measuredAt - a.measuredAt).slice(0, newest);
  const readings = pressures.toSorted((a, b) => b.measuredAt - a.measuredAt).slice(0, newest);
  return html`<h2>${displayName}</h2>
    ${signIn}
    <form method="post" action="/switches/sign-ins">
      <input type="hidden" name="account" value="${id}">
      <p><button>Sign in as ${displayName}</button> shows the tokens, in the form of a garmin_tokens.json.</p>
    </form>
    <p>${zone} · ${weights.length} weigh-ins · ${pressures.length} blood pressures · ${uploads.length} uploads</p>
    <table>
      ${weighIns.map((w) => row(w.measuredAtLocal, `${w.weightKg.toFixed(2)} kg`, w.composition.bodyFat === null ? '' : `${w.composition.bodyFat} % fat`))}
      ${readings.map((p) => row(p.measuredAtLocal, `${p.systolic}/${p.diastolic} mmHg`, p.pulse === null ? '' : `${p.pulse} bpm`))}
    </table>`;
}

const row = (wallTimeMs: number, value: string, more: string) =>
  html`<tr><td>${new Date(wallTimeMs).toISOString().slice(0, 16).replace('T', ' ')}</td><td class="number">${value}</td><td>${more}</td></tr>`;
