import { html } from 'hono/html';
import type { Member } from './state.ts';
import type { World } from './world.ts';

/** What a person sees who opens the simulator in a browser. */
export function frontPage({ state }: World) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>TrainerRoad simulator</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
          td { padding: 0.2rem 1rem 0.2rem 0; }
        </style>
      </head>
      <body>
        <h1>This is a simulator of TrainerRoad</h1>
        <p>It is not TrainerRoad and knows nobody’s real data. Weighbridge talks to it when it runs without credentials.</p>
        ${Object.values(state.members).map(memberSection)}
      </body>
    </html>`;
}

const newest = 20;

function memberSection({ username, rider, weightHistory }: Member) {
  const changes = weightHistory.slice(-newest).reverse();
  return html`<h2>${username}</h2>
    <p>Weight ${rider.weightKg ?? 'not set'} kg · FTP ${rider.ftp ?? 'not set'} W</p>
    <table>
      ${changes.map(({ date, value }) => html`<tr><td>${date.slice(0, 16).replace('T', ' ')}</td><td>${value} kg</td></tr>`)}
    </table>`;
}
