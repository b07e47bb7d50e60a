import { html } from 'hono/html';
import { connectForm, type GarminPage } from './connect-forms.ts';
import type { ConnectionCard, ConnectionsView, DestinationCard, Detail } from './connections-view.ts';
import { buttonForm } from './form.ts';
import type { Markup } from './layout.ts';
import { mark } from './mark.ts';

/** Every connection of a person: how it is, and what can be done with it. */
export const connectionsContent = (
  { withings, destinations }: ConnectionsView,
  csrf: string,
  pageOf: GarminPage,
): Markup => html`<h1>Connections</h1>
<section class="connection" aria-labelledby="withings">
${headOf('withings', withings)}
<div class="actions"><a href="/sign-in">Sign in with Withings again</a></div>
</section>
${destinations.map((card) => destination(card, csrf, pageOf))}`;

const headOf = (
  id: string,
  { title, tone, state, act, mend, details }: ConnectionCard,
): Markup => html`<h2 id="${id}">${mark(tone)}${title}</h2>
<p>${state}</p>
${act && act !== state && html`<p class="${tone === 'act' ? 'act' : 'soft'}">${act}${mend && html` <a href="${mend.href}" rel="noreferrer">${mend.label}</a>`}</p>`}
${details.length > 0 && html`<dl>${details.map(detail)}</dl>`}`;

const detail = ({ name, words }: Detail): Markup => html`<dt>${name}</dt><dd>${words}</dd>`;

function destination(card: DestinationCard, csrf: string, pageOf: GarminPage): Markup {
  const { name, title, connected, needsSignIn } = card;
  const form = connectForm(name, csrf, pageOf);
  return html`<section class="connection" aria-labelledby="${name}">
${headOf(name, card)}
${connected && actions(card, csrf)}
${
  needsSignIn
    ? html`<h3 id="${name}-sign-in">Sign in to ${title}</h3>${form}`
    : html`<details><summary>Sign in to ${title} anew</summary>${form}</details>`
}
</section>`;
}

const actions = ({ name, title, paused }: DestinationCard, csrf: string): Markup => html`<div class="actions">
${buttonForm({ action: `/connections/${name}/test`, csrf }, `Test ${title} now`)}
${
  paused
    ? buttonForm({ action: `/connections/${name}/resume`, csrf }, `Resume ${title}`)
    : buttonForm({ action: `/connections/${name}/pause`, csrf }, `Pause ${title}`)
}
</div>
<details><summary>Disconnect ${title}</summary>
<p>What was delivered stays at ${title}. The sign-in is deleted here, and nothing more is sent. You can connect it again later.</p>
${buttonForm({ action: `/connections/${name}/disconnect`, csrf }, `Disconnect ${title}`, 'danger')}
</details>`;
