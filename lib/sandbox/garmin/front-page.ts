import { html } from 'hono/html';
import type { GarminAccount } from './state.ts';
import type { World } from './world.ts';

/** What a person sees who opens the simulator in a browser. */
export function frontPage({ state }: World) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Garmin simulator</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
          th, td { padding: 0.2rem 1rem 0.2rem 0; text-align: left; }
          td.number { text-align: right; }
        </style>
      </head>
      <body>
        <h1>This is a simulator of Garmin Connect</h1>
        <p>It is not Garmin and knows nobody’s real data. Weighbridge talks to it when it runs without credentials.</p>
        ${Object.values(state.accounts).map(accountSection)}
        <h2>Calls</h2>
        <table>
          ${Object.entries(state.calls).map(([service, count]) => html`<tr><td>${service}</td><td class="number">${count}</td></tr>`)}
        </table>
      </body>
    </html>`;
}

const newest = 20;

function accountSection({ displayName, zone, weights, pressures, uploads }: GarminAccount) {
  const weighIns = weights.toSorted((a, b) => b.measuredAt - a.measuredAt).slice(0, newest);
  const readings = pressures.toSorted((a, b) => b.measuredAt - a.measuredAt).slice(0, newest);
  return html`<h2>${displayName}</h2>
    <p>${zone} · ${weights.length} weigh-ins · ${pressures.length} blood pressures · ${uploads.length} uploads</p>
    <table>
      ${weighIns.map((w) => row(w.measuredAtLocal, `${w.weightKg.toFixed(2)} kg`, w.composition.bodyFat === null ? '' : `${w.composition.bodyFat} % fat`))}
      ${readings.map((p) => row(p.measuredAtLocal, `${p.systolic}/${p.diastolic} mmHg`, p.pulse === null ? '' : `${p.pulse} bpm`))}
    </table>`;
}

const row = (wallTimeMs: number, value: string, more: string) =>
  html`<tr><td>${new Date(wallTimeMs).toISOString().slice(0, 16).replace('T', ' ')}</td><td class="number">${value}</td><td>${more}</td></tr>`;
