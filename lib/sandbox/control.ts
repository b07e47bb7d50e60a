import { Hono } from 'hono';
import { html } from 'hono/html';
import { decimal } from '../decimal.ts';
import { demo, type Sandbox } from './sandbox.ts';
import type { SandboxGroup } from './withings/state.ts';

/**
 * The hand on the simulators: a page, and the call behind `weighbridge weigh-in`, that make the demo person step
 * on the scale.
 */
export function controlApp(sandbox: Sandbox, publicUrl: string): Hono {
  return new Hono()
    .get('/', (c) => {
      const weighed = Number(c.req.query('weighed'));
      return c.html(page(publicUrl, weighed > 0 ? weighedSentence(sandbox, weighed) : undefined));
    })
    .post('/weigh-ins', async (c) => {
      const form = await c.req.parseBody();
      const wanted = Number(String(form.weightKg ?? '').replace(',', '.'));
      const weightKg = form.weightKg ? wanted : aboutAsLastTime(sandbox.withings.state.people[0]?.groups ?? []);
      if (!(weightKg >= 5 && weightKg <= 400)) return c.text('A weight is a number of kilograms from 5 to 400.\n', 400);
      const { userid } = sandbox.demoPerson();
      await sandbox.withings.addWeighIn(userid, { weightKg });
      const wantsPage = c.req.header('accept')?.includes('text/html');
      return wantsPage
        ? c.redirect(`/?weighed=${weightKg}`, 303)
        : c.json({ weightKg, said: weighedSentence(sandbox, weightKg) });
    });
}

/** The last weight, give or take 400 g. */
function aboutAsLastTime(groups: readonly SandboxGroup[]): number {
  const newest = groups
    .filter(({ attrib }) => attrib !== 1)
    .toSorted((a, b) => b.date - a.date)
    .flatMap(({ measures }) => measures)
    .find(({ type }) => type === 1);
  const lastKg = newest ? decimal(newest.value, newest.unit) : 80;
  return Math.round((lastKg + (Math.random() - 0.5) * 0.8) * 1000) / 1000;
}

/** What happened, and what to expect of it. */
function weighedSentence(sandbox: Sandbox, weightKg: number): string {
  const isConnected = sandbox.withings.state.people[0]?.subscriptions.length !== 0;
  const next = isConnected ? 'It arrives in a few seconds.' : 'It arrives once the link has been opened.';
  return `${demo.name} stepped on the scale: ${weightKg} kg. ${next}`;
}

const page = (publicUrl: string, said: string | undefined) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Weighbridge sandbox</title>
    <style>
      :root { color-scheme: light dark; }
      body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
      button, input { font: inherit; padding: .5rem 1rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>The sandbox</h1>
      <p>Withings, Garmin, TrainerRoad and intervals.icu are simulated on this machine. Nothing leaves it, and nobody in it is real.</p>
      ${said && html`<p role="status">${said}</p>`}
      <form method="post" action="/weigh-ins">
        <p><label for="weight">Weight in kg (empty: about as last time)</label></p>
        <p><input id="weight" name="weightKg" inputmode="decimal" size="8"> <button>Step on the scale</button></p>
      </form>
      <p><a href="${publicUrl}/">${demo.name}’s page</a></p>
    </main>
  </body>
</html>`;
