import { html } from 'hono/html';
import { pressureChart } from '../chart/pressure-chart.ts';
import { weightChart } from '../chart/weight-chart.ts';
import { type RangeName, rangeNames, ranges } from '../chart/window.ts';
import type { DestinationLine, Mend } from './destination-lines.ts';
import type { Notice } from './first-sync.ts';
import type { Headline } from './headline.ts';
import { layout, type Markup, type SignedIn } from './layout.ts';
import { mark } from './mark.ts';
import { measurementsPath } from './measurement-path.ts';
import { measurementTable } from './measurement-table.ts';
import type { OverviewView } from './overview-view.ts';
import type { Sync } from './sync-line.ts';

/** Longer ones, as of blood pressure or in stones, are written smaller. */
const shortFigure = 5;
const refreshSeconds = 10;

/** One number, its trend, where it goes, and the way of what was measured last. */
export function overviewPage(view: OverviewView, signedIn?: SignedIn): string {
  const { headline, notice, destinations, sync, latest, words, refreshes } = view;
  const content = html`${headline && headlineOf(headline)}
${notice && noticeOf(notice)}
${headline && charts(view)}
<section aria-labelledby="goes">
<h2 id="goes">Where it goes</h2>
<ul class="goes">
${destinations.map(destinationLine)}
</ul>
${syncOf(sync)}
${refreshes && headline && html`<p class="soft">This page looks again by itself until all of it has arrived.</p>`}
</section>
${
  latest.length > 0 &&
  html`<section>
${measurementTable(html`<b>Latest measurements</b> <span>Times are in ${words.moments.timeZone.replaceAll('_', ' ')}.</span>`, [{ rows: latest }])}
<p class="more"><a href="${measurementsPath}">All measurements</a></p>
</section>`
}`;
  return layout({
    title: 'Overview',
    content,
    ...(signedIn && { signedIn }),
    ...(refreshes && { refresh: { seconds: refreshSeconds, to: '/' } }),
  });
}

const headlineOf = ({ label, figure, unit, facts }: Headline): Markup => html`<div class="now">
<h1${figure.length > shortFigure && html` class="pair"`}><span class="unseen">${label}: </span>${figure}<small> ${unit}</small></h1>
<ul class="facts">
${facts.map((fact) => html`<li>${fact.figure && html`<b>${fact.figure}</b> `}${fact.words}</li>`)}
</ul>
</div>`;

const noticeOf = ({ title, sentences }: Notice): Markup => html`<section class="notice">
<h1>${title}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
</section>`;

function charts({ weighIns, pressures, range, window, words }: OverviewView): Markup {
  const pressure = pressureChart({ summaries: pressures, window, range, words });
  const weight = weighIns.length > 0 || !pressure;
  return html`${
    weight &&
    html`<section aria-labelledby="weight">
<div class="head"><h2 id="weight">Weight</h2>${rangeLinks(range)}</div>
${weightChart({ summaries: weighIns, window, range, words })}
</section>`
  }
${
  pressure &&
  html`<section aria-labelledby="pressure">
<div class="head"><h2 id="pressure">Blood pressure</h2>${!weight && rangeLinks(range)}</div>
${pressure}
</section>`
}`;
}

const rangeLinks = (current: RangeName): Markup => html`<nav class="ranges" aria-label="How much of the past is shown">
${rangeNames.map(
  (name) =>
    html`<a href="/?range=${name}"${name === current && html` aria-current="true"`}>${ranges[name].short}<span class="unseen">: ${ranges[name].words}</span></a>`,
)}
</nav>`;

const destinationLine = ({ title, tone, problem, mend, sentences }: DestinationLine): Markup => html`<li>
${mark(tone)}<b>${title}</b>
<div>${
  tone === 'act'
    ? html`<p class="act">${[problem, ...sentences].filter(Boolean).join(' ')} ${link(mend)}</p>`
    : html`<p>${[problem, ...sentences].filter(Boolean).join(' ')} ${mend && link(mend)}</p>`
}</div>
</li>`;

const link = ({ href, label }: Mend): Markup => html`<a href="${href}">${label}</a>`;

const syncOf = ({ sentence, problem }: Sync): Markup =>
  html`<div class="sync"><p>${sentence}</p>${problem && html`<p class="act">${problem} ${link({ href: '/connections', label: 'Look at your connections' })}</p>`}</div>`;
