import type { Context } from 'hono';
import { html } from 'hono/html';

type Content = ReturnType<typeof html>;

/** A page of a simulator: it says at the top that it is one. */
export const sandboxPage = (vendor: string, title: string, content: unknown): Content => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – ${vendor} simulator</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
      fieldset { border: 1px solid; border-radius: .3rem; margin: 0 0 1.5rem; padding: .5rem 1rem 1rem; }
      legend { font-weight: 600; padding: 0 .4rem; }
      label { display: block; margin-top: .6rem; }
      label > input:not([type=checkbox]), label > select { display: block; max-width: 100%; }
      button, input, select { font: inherit; padding: .3rem .6rem; }
      th, td { padding: .2rem 1rem .2rem 0; text-align: left; vertical-align: top; }
      .number { text-align: right; }
    </style>
  </head>
  <body>
    <main>
      <p>This is a simulator of ${vendor} on this machine. Nothing leaves it, and nobody in it is real.</p>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;

/** Said on the way back from a form. */
export const doneNotice = (c: Context): Content | string =>
  c.req.query('done') === undefined ? '' : html`<p role="status">Done.</p>`;

/** A form of switches; `content` are its fields. */
export const form = (action: string, legend: string, button: string, content: unknown): Content =>
  html`<form method="post" action="${action}">
    <fieldset>
      <legend>${legend}</legend>
      ${content}
      <p><button>${button}</button></p>
    </fieldset>
  </form>`;

export const checkbox = (name: string, label: string, checked: boolean, value = 'on'): Content =>
  html`<label><input type="checkbox" name="${name}" value="${value}" ${checked ? 'checked' : ''}> ${label}</label>`;

export const numberField = (name: string, label: string, value: number | '' = '', least = 0): Content =>
  html`<label>${label} <input type="number" name="${name}" value="${value}" min="${least}" step="any"></label>`;

/** Choices by value; the label of each is what a person reads. */
export const choice = (
  name: string,
  label: string,
  options: Readonly<Record<string, string>>,
  chosen?: string,
): Content =>
  html`<label>${label} <select name="${name}">${Object.entries(options).map(
    ([value, text]) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${text}</option>`,
  )}</select></label>`;

/** A table of names and how often each was called. */
export function callCounts(calls: Readonly<Record<string, number>>): Content {
  const counts = Object.entries(calls);
  if (counts.length === 0) return html`<h2>Calls so far</h2><p>None.</p>`;
  return html`<h2>Calls so far</h2>
    <table>
      <tr><th scope="col">Call</th><th scope="col" class="number">Times</th></tr>
      ${counts.map(([name, count]) => html`<tr><th scope="row">${name}</th><td class="number">${count}</td></tr>`)}
    </table>`;
}
