import { html } from 'hono/html';
import { layout, type Markup, type SignedIn } from './layout.ts';
import { mark } from './mark.ts';
import { measurementsPath } from './measurement-path.ts';
import { capital, time } from './measurement-table.ts';
import type { MeasurementView, Proof } from './measurement-view.ts';

export interface MeasurementPage {
  view: MeasurementView;
  csrf: string;
}

/** One measurement: its values, its way, the proof of each arrival, and what can be done with it. */
export function measurementPage({ view, csrf }: MeasurementPage, signedIn?: SignedIn): string {
  const { href, reading, measuredAt, device, remark, act, actions, proofs, story, values } = view;
  return layout({
    title: 'A measurement',
    ...(signedIn && { signedIn }),
    content: html`<p class="back"><a href="${measurementsPath}">All measurements</a></p>
<div class="now">
<h1${(reading?.figure.length ?? 0) > 6 && html` class="pair"`}>${reading ? html`${reading.figure}<small> ${reading.unit}</small>` : 'Left out'}</h1>
<ul class="facts"><li>${time(measuredAt)}</li><li>${device}</li></ul>
</div>
${
  (remark || actions.length > 0) &&
  html`<section aria-labelledby="do">
<h2 id="do">What can be done</h2>
${remark && html`<p${act && html` class="act"`}>${remark}</p>`}
${actions.map(({ action, label, words }) => form(href, action, label, words, csrf))}
</section>`
}
${
  proofs.length > 0 &&
  html`<section aria-labelledby="where">
<h2 id="where">Where it is</h2>
<ul class="goes">${proofs.map(proof)}</ul>
</section>`
}
<section aria-labelledby="story">
<h2 id="story">Its story</h2>
<ol class="story">
${story.map((step) => html`<li>${time(step.at, capital)} <span>${step.words}</span></li>`)}
</ol>
</section>
${
  values.length > 0 &&
  html`<section aria-labelledby="values">
<h2 id="values">Its values</h2>
<dl>${values.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</section>`
}`,
  });
}

const form = (
  href: string,
  action: string,
  label: string,
  words: string,
  csrf: string,
): Markup => html`<form class="do" method="post" action="${href}"><input type="hidden" name="csrf" value="${csrf}">
<button class="go" name="action" value="${action}" aria-describedby="do-${action}">${label}</button> <span id="do-${action}">${words}</span>
</form>`;

const proof = ({ name, title, tone, words: said, facts, file }: Proof): Markup => html`<li id="${name}">
${mark(tone)}<b>${title}</b>
<div><p${tone === 'act' && html` class="act"`}>${capital(said)}${tone === 'act' && html`. <a href="#do">See what can be done</a>`}</p>
${facts.length > 0 && html`<dl>${facts.map(({ label, value, words }) => html`<div><dt>${label}</dt><dd>${typeof value === 'string' ? value : time(value)}${words && `, ${words}`}</dd></div>`)}</dl>`}
${file && html`<p><a href="${file.href}">Download the ${file.label} file that was sent</a></p>`}</div>
</li>`;
