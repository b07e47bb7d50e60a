import type { Context } from 'hono';
import { html } from 'hono/html';
import { callChoice, faultForm, retryAfterField } from '../fault-form.ts';
import { callCounts, checkbox, choice, doneNotice, form, sandboxPage } from '../page.ts';
import { type Athlete, endpoints, type Knobs } from './state.ts';
import type { World } from './world.ts';

/** What a person sees who opens the simulator in a browser: who its athletes are, and the switches. */
export const frontPage = ({ state }: World, c: Context) =>
  sandboxPage(
    'intervals.icu',
    'The sandbox of intervals.icu',
    html`
      ${doneNotice(c)}
      <p>It answers for intervals.icu.</p>
      ${Object.values(state.athletes).map(athleteSection)}
      <h2>Switches</h2>
      ${lockForm(Object.values(state.athletes))} ${faultForm({ faults: state.faults, calls: callChoice(endpoints), answers, more: retryAfterField })} ${knobForm(state.knobs)}
      ${callCounts(state.calls)}
    `,
  );

const lockForm = (athletes: readonly Athlete[]) =>
  form(
    '/switches/lock',
    'Lock a day, as its athlete would, so that devices leave it alone',
    'Set',
    html`
      ${choice('athlete', 'Athlete', Object.fromEntries(athletes.map(({ id, name }) => [id, `${name}, ${id}`])))}
      <label>Day <input type="date" name="day"></label>
      ${checkbox('locked', 'It is locked', true)}
    `,
  );

const answers = {
  400: '400',
  429: '429, too many requests',
  500: '500',
  502: '502',
  503: '503',
  504: '504',
  page: 'a web page where JSON was asked for',
  lost: 'none: the connection breaks off',
};

const knobForm = (knobs: Knobs) =>
  form(
    '/switches/knobs',
    'Where nobody has written down what intervals.icu does',
    'Set',
    html`
      ${choice('refusedKey', 'A key that is not known is answered with', { 401: '401', 403: '403' }, String(knobs.refusedKey))}
      ${choice('emptyDay', 'A day without data is', { record: 'a record without values', 404: '404' }, String(knobs.emptyDay))}
      ${choice('emptyFields', 'A field without a value is', { null: 'null', absent: 'left out' }, knobs.emptyFields)}
      ${checkbox('allFields', 'All fields come, whichever were asked for', knobs.allFields)}
      ${checkbox('writesVanish', 'Writes are answered as ever and change nothing', knobs.writesVanish)}
    `,
  );

const newest = 20;

function athleteSection({ id, name, apiKey, weight, wellness }: Athlete) {
  const days = Object.values(wellness)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, newest);
  return html`<h2>${name}</h2>
    <p>Athlete ${id}, API key ${apiKey}</p>
    <p>Weight ${weight ?? 'not set'} kg</p>
    <table>
      ${days.map(
        ({ id: day, fields, locked }) =>
          html`<tr><th scope="row">${day}</th><td>${Object.entries(fields).map(([field, value]) => `${field} ${value} `)}</td><td>${locked ? 'locked' : ''}</td></tr>`,
      )}
    </table>`;
}
