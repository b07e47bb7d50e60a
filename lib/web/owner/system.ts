import { html } from 'hono/html';
import type { DeadLetters } from '../../dead-letters.ts';
import { buttonForm } from '../pages/form.ts';
import type { Markup } from '../pages/layout.ts';
import { time } from '../pages/measurement-table.ts';
import type { Moments } from '../pages/moments.ts';
import type { Numbers } from '../pages/numbers.ts';
import { wordsFor } from '../pages/words.ts';
import { seeOther, type WebResponse } from '../response.ts';
import { page } from '../site/page.ts';
import type { Route, Visit } from '../site/visit.ts';
import { costWords, estimateFrom } from './cost.ts';
import { forOwner } from './for-owner.ts';
import type { Office } from './office.ts';
import { costPath, systemPath } from './paths.ts';
import { titleOf } from './person-card.ts';
import { type Fact, reasonWords, systemView } from './system-view.ts';

const redrivePath = `${systemPath}/redrive`;
const dayMs = 24 * 3_600_000;

export const systemRoutes = (office: Office): readonly Route[] => [
  forOwner('GET', systemPath, (visit) => systemPage(visit, office)),
  forOwner('POST', redrivePath, () => redrive(office)),
];

/** How the machinery is, and what waits for the owner. */
async function systemPage(visit: Visit, { queues, rounds, budget, versions }: Office): Promise<WebResponse> {
  const { site, now, locale, csrf } = visit;
  const [queue, deadLetters, month, before, callsAMinute] = await Promise.all([
    queues.depth(),
    queues.deadLetters(),
    rounds.month(now),
    // On the first of a month the last round may have been in the one before.
    rounds.month(now - new Date(now).getUTCDate() * dayMs),
    budget.lastMinutes(now),
  ]);
  const words = wordsFor(visit);
  const { moments, numbers } = words;
  const { pausedDestinations, syncEveryHours } = site;
  const state = { queue, deadLetters, callsAMinute, versions, pausedDestinations, syncEveryHours };
  const { summary, facts } = systemView({ ...state, rounds: { ...before, ...month } }, now, words);
  const letters = await Promise.all(deadLetters.letters.map((letter) => lineOf(letter, visit, moments)));
  const content = html`<h1>System</h1>
<section aria-labelledby="health">
<h2 id="health">${summary}</h2>
<dl class="sums">
${facts.map(factOf)}
<dt>Cost</dt> <dd>${costWords(estimateFrom(month, now), locale)}, <a href="${costPath}">estimated</a></dd>
</dl>
</section>
${deadLetters.visible + deadLetters.inFlight > 0 && deadLettersOf(deadLetters, letters, numbers, csrf)}`;
  return page(visit, { title: 'System', current: systemPath, content });
}

/** AWS goes on to the region that whoever is signed in there used last. */
const logsAddress = 'https://console.aws.amazon.com/cloudwatch/home#logsV2:log-groups';

const factOf = ({ name, words, act }: Fact): Markup =>
  html`<dt>${name}</dt> <dd>${act ? html`<span class="act">${words} <a href="${logsAddress}" rel="noreferrer">Open the logs</a></span>` : words}</dd>
`;

const deadLettersOf = (
  { visible, inFlight }: DeadLetters,
  letters: readonly Markup[],
  numbers: Numbers,
  csrf: string,
): Markup => html`<section aria-labelledby="given-up">
<h2 id="given-up">Given up: ${numbers.figure(visible + inFlight, 0)}</h2>
<p class="soft">Each failed ten times for a reason that does not pass by itself. Nothing is lost: the timetable tries the same measurements again. The error is in the log of the function “sync”; when its cause is mended, try these again.</p>
<ul class="plain">
${letters}
</ul>
${inFlight > 0 && html`<p class="soft">${letters.length === 0 ? 'They are' : `${numbers.figure(inFlight, 0)} of them ${inFlight === 1 ? 'is' : 'are'}`} being looked at just now, perhaps in another window, and so not listed; load the page again in a moment.</p>`}
${buttonForm({ action: redrivePath, csrf }, 'Try them again', 'go')}
</section>`;

async function lineOf(
  { account, reason, since }: DeadLetters['letters'][number],
  { site }: Visit,
  moments: Moments,
): Promise<Markup> {
  const person = await site.accounts.get(account);
  const who = person ? titleOf(person) : `Withings user ${account}, who is not here any more`;
  const problem = person?.lastSync?.problem;
  return html`<li><b>${who}</b>, ${reasonWords[reason]}, since ${time(moments.at(since))}.${problem && html` <span class="soft">Their last sync said: ${problem}</span>`}</li>
`;
}

async function redrive({ queues }: Office): Promise<WebResponse> {
  const words = (await queues.redrive())
    ? 'They are put back into the queue and synced again, within a minute or two.'
    : 'They are being put back already. Load the page again in a minute.';
  return seeOther(systemPath, { tone: 'done', words });
}
