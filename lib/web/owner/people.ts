import { html } from 'hono/html';
import type { Account } from '../../account.ts';
import { buttonForm } from '../pages/form.ts';
import type { Markup } from '../pages/layout.ts';
import { mark } from '../pages/mark.ts';
import { Moments } from '../pages/moments.ts';
import type { WebResponse } from '../response.ts';
import { page } from '../site/page.ts';
import type { Route, Visit } from '../site/visit.ts';
import { forOwner } from './for-owner.ts';
import { inviteForm } from './invite-form.ts';
import { peoplePath, personPath } from './paths.ts';
import { inOrder, type Mark, type PersonCard, personCard } from './person-card.ts';

/** A page that a phone still opens; the rest is a tap away. */
const shownAtMost = 100;

export const peopleRoutes: readonly Route[] = [forOwner('GET', peoplePath, (visit) => peoplePage(visit))];

/** Everybody who is connected, and the way to invite another. */
export async function peoplePage(
  visit: Visit,
  { status = 200, problem }: { status?: number; problem?: string } = {},
): Promise<WebResponse> {
  const { account, site, now, request, csrf, locale } = visit;
  const { people, next } = await somePeople(visit, request.query.get('after') || undefined);
  const moments = new Moments(account.timeZone, now, locale);
  const onlooker = { ...site, now, moments, you: account.account };
  const cards = inOrder(people.map((person) => personCard(person, onlooker)));
  const content = html`<h1>People</h1>
${cards.map((card) => cardOf(card, csrf))}
${next !== undefined && html`<p><a href="${peoplePath}?after=${encodeURIComponent(next)}">Show the others</a></p>`}
${inviteForm(csrf, problem)}`;
  return page(visit, { title: 'People', current: peoplePath, content, status });
}

async function somePeople({ site }: Visit, after: string | undefined): Promise<{ people: Account[]; next?: string }> {
  const people: Account[] = [];
  for await (const found of site.accounts.everybody(after)) {
    people.push(...found);
    if (people.length > shownAtMost) break;
  }
  const shown = await site.accounts.withLastLooks(people.slice(0, shownAtMost));
  const last = people.length > shown.length ? shown.at(-1) : undefined;
  return last ? { people: shown, next: last.account } : { people: shown };
}

const cardOf = ({ account, title, isYou, isOwner, state, ...card }: PersonCard, csrf: string): Markup => {
  const id = `person-${account.replaceAll(/\W/g, '-')}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}${isYou && html` <span class="soft">(you)</span>`}${isOwner && !isYou && html` <span class="soft">(owner too)</span>`}</h2>
${stateWords[state] && html`<p class="soft">${stateWords[state]}</p>`}
${card.concerns.map((concern) => html`<p class="act">${concern} ${mend(title, isYou)}</p>`)}
<ul class="marks">
${card.marks.map(markOf)}
</ul>
<p class="soft">${card.lastSync}</p>
${state !== 'leaving' && html`<div class="actions">${pauseOrResume(account, title, state, csrf)}${!isYou && html`<a href="${personPath(account)}/remove">Remove<span class="unseen"> ${title}</span> …</a>`}</div>`}
</section>
`;
};

const stateWords: Readonly<Record<PersonCard['state'], string>> = {
  carried: '',
  paused: 'Paused: nothing is received or delivered. What is measured meanwhile is carried when you resume.',
  leaving: 'Is being removed; that takes a minute or two.',
};

/** Only the person can sign in anew; the owner can send them there. */
const mend = (title: string, isYou: boolean): Markup =>
  isYou
    ? html`<a href="/connections">Mend it in your connections</a>`
    : html`${title} mends it by signing in and opening Connections, or with <a href="#invite">a new link</a>`;

const markOf = ({ title, tone, words }: Mark): Markup =>
  html`<li>${mark(tone)}<b>${title}</b> <span${tone === 'act' && html` class="act"`}>${words}</span></li>
`;

const pauseOrResume = (account: string, title: string, state: PersonCard['state'], csrf: string): Markup =>
  state === 'paused'
    ? buttonForm({ action: `${personPath(account)}/resume`, csrf }, whose('Resume', title))
    : buttonForm({ action: `${personPath(account)}/pause`, csrf }, whose('Pause', title));

/** Of many buttons of one name each says whose it is to those who hear them. */
const whose = (verb: string, title: string): Markup => html`${verb}<span class="unseen"> ${title}</span>`;
