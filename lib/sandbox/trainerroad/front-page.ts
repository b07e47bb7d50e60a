import type { Context } from 'hono';
import { html } from 'hono/html';
import { callChoice, faultForm, retryAfterField } from '../fault-form.ts';
import { callCounts, checkbox, choice, doneNotice, form, numberField, sandboxPage } from '../page.ts';
import { endpoints, type Knobs, type Member } from './state.ts';
import type { World } from './world.ts';

/** What a person sees who opens the simulator in a browser: who its members are, and the switches. */
export const frontPage = ({ state }: World, c: Context) =>
  sandboxPage(
    'TrainerRoad',
    'The sandbox of TrainerRoad',
    html`
      ${doneNotice(c)}
      <p>It answers for www.trainerroad.com.</p>
      ${Object.values(state.members).map(memberSection)}
      <h2>Switches</h2>
      ${faultForm({ faults: state.faults, calls: callChoice(endpoints), answers, more: retryAfterField })} ${knobForm(state.knobs)} ${callCounts(state.calls)}
    `,
  );

const answers = {
  403: '403',
  429: '429, too many requests',
  500: '500',
  502: '502',
  503: '503',
  504: '504',
  'sign-in': 'the way to the sign-in page',
  maintenance: 'the way to the page about maintenance',
  page: 'a web page where JSON was asked for',
  lost: 'none: the connection breaks off',
};

const knobForm = (knobs: Knobs) =>
  form(
    '/switches/knobs',
    'Where TrainerRoad has changed its mind, or reports differ',
    'Set',
    html`
      ${choice('jsonSignIn', 'Where the JSON sign-in was there is', { there: 'still the sign-in', 404: '404', 405: '405', page: 'a web page' }, String(knobs.jsonSignIn))}
      ${choice('signedOut', 'Who is not signed in gets', { redirect: 'the way to the sign-in page', 401: '401', 403: '403' }, String(knobs.signedOut))}
      ${choice('writeStatus', 'A write is answered with', { 204: '204', 200: '200' }, String(knobs.writeStatus))}
      ${numberField('weightStepKg', 'Weights are kept in steps of so many kg; as written when empty', knobs.weightStepKg ?? '')}
      ${checkbox('signInOpensSession', 'A sign-in opens a session', knobs.signInOpensSession)}
      ${checkbox('writesVanish', 'Writes are answered as ever and change nothing', knobs.writesVanish)}
    `,
  );

const newest = 20;

function memberSection({ username, password, rider, weightHistory }: Member) {
  const changes = weightHistory.slice(-newest).reverse();
  return html`<h2>${username}</h2>
    <p>User name ${username}, password ${password}</p>
    <p>Weight ${rider.weightKg ?? 'not set'} kg · FTP ${rider.ftp ?? 'not set'} W</p>
    <table>
      ${changes.map(({ date, value }) => html`<tr><td>${date.slice(0, 16).replace('T', ' ')}</td><td>${value} kg</td></tr>`)}
    </table>`;
}
