import { html } from 'hono/html';
import type { DestinationName } from '../../destination.ts';
import type { GarminDomain } from '../../garmin/region.ts';
import { buttonForm, formOf } from './form.ts';
import type { Markup } from './layout.ts';

const connectTo = (name: DestinationName): string => `/connections/${name}/connect`;
const commandFor = (name: DestinationName): string => `/connections/${name}/code`;
/** For what is pasted: a browser is neither to complete, nor to correct, nor to keep it. */
const pasted = html`autocomplete="off" autocapitalize="none" spellcheck="false" required`;

const regions: readonly [GarminDomain, string][] = [
  ['garmin.com', 'worldwide (garmin.com)'],
  ['garmin.cn', 'China (garmin.cn)'],
];

/** @param of what it is asked for: unique on the page */
const regionField = (
  of: string,
): Markup => html`<div class="field"><label for="garmin-${of}-domain">Region of the account</label>
<select id="garmin-${of}-domain" name="domain">${regions.map(([domain, words]) => html`<option value="${domain}">${words}</option>`)}</select></div>`;

function garminForms(csrf: string, pageOf: GarminPage): Markup {
  return html`<p class="hint">Garmin lets people sign in from home, not from a data centre. So you sign in on your own computer, and only the result comes here; your password does not.</p>
${buttonForm({ action: commandFor('garmin'), csrf }, 'Show the command for Garmin', 'go')}
<details><summary>I have a garmin_tokens.json</summary>
${formOf({
  ...{ action: connectTo('garmin'), csrf },
  content: html`<div class="field"><label for="garmin-tokens">Content of garmin_tokens.json</label>
<p id="garmin-tokens-hint">Open the file in a text editor and paste all of it. Python’s garminconnect writes it when it signs in.</p>
<textarea id="garmin-tokens" name="tokens" aria-describedby="garmin-tokens-hint" ${pasted}></textarea></div>
${regionField('file')}
<button class="go">Connect Garmin with this file</button>`,
})}
</details>
<details><summary>I sign in to Garmin with this browser</summary>
<p class="hint">On a computer, where nothing can be installed. It takes a minute; the ticket at its end is good for half of one.</p>
<ol class="steps">
<li>Open a new tab and its developer tools (F12; on a Mac ⌥⌘I). There choose <i>Network</i>, tick <i>Preserve log</i>, and filter by <code>mobile/api</code>.</li>
<li>In that tab open Garmin’s own page and sign in: ${regions.map(([domain], index) => html`${index > 0 && ', or '}<a href="${pageOf(domain)}" rel="noreferrer">that of ${domain}</a>`)}.</li>
<li>Choose the newest line, <i>login</i> or <i>verifyCode</i>, then <i>Response</i>, and copy all of it.</li>
<li>Paste it here at once.</li>
</ol>
${formOf({
  ...{ action: connectTo('garmin'), csrf },
  content: html`<div class="field"><label for="garmin-ticket">What Garmin’s page got, with the ticket in it</label>
<textarea id="garmin-ticket" name="ticket" ${pasted}></textarea></div>
${regionField('ticket')}
<button class="go">Connect Garmin with this ticket</button>`,
})}
</details>`;
}

function trainerRoadForm(csrf: string): Markup {
  return html`<p class="hint">TrainerRoad offers no permission that could be given to somebody else, and your password does not belong here. So you sign in on your own computer, and only the session comes here.</p>
${buttonForm({ action: commandFor('trainerroad'), csrf }, 'Show the command for TrainerRoad', 'go')}
<details><summary>I copy the session from my browser</summary>
${formOf({
  ...{ action: connectTo('trainerroad'), csrf },
  content: html`<div class="field"><label for="trainerroad-cookie">Session cookie of TrainerRoad</label>
<p id="trainerroad-hint">Sign in in your browser, open trainerroad.com, then the developer tools of the browser (F12), <i>Application</i> or <i>Storage</i>, <i>Cookies</i>, and copy the value of <code>SharedTrainerRoadAuth</code>.
It lasts about 30 days.</p>
<input type="password" id="trainerroad-cookie" name="cookie" aria-describedby="trainerroad-hint" ${pasted}></div>
<button class="go">Connect TrainerRoad</button>`,
})}
</details>`;
}

const intervalsForm = (csrf: string): Markup =>
  formOf({
    ...{ action: connectTo('intervals'), csrf },
    content: html`<div class="field"><label for="intervals-key">API key</label>
<p id="intervals-hint">At intervals.icu under <i>Settings</i>, <i>Developer Settings</i>. It does not expire, and you can take it back there.</p>
<input type="password" id="intervals-key" name="apiKey" aria-describedby="intervals-hint" ${pasted}></div>
<div class="field"><label for="intervals-athlete">Athlete id, if it is not your own</label>
<p id="intervals-athlete-hint">Looks like i123456. Leave it empty for the athlete whose key it is.</p>
<input type="text" id="intervals-athlete" name="athleteId" autocomplete="off" aria-describedby="intervals-athlete-hint"></div>
<button class="go">Connect intervals.icu</button>`,
  });

/** Where somebody signs in to Garmin with a browser. */
export type GarminPage = (domain: GarminDomain) => string;

const forms: Readonly<Record<DestinationName, (csrf: string, pageOf: GarminPage) => Markup>> = {
  garmin: garminForms,
  trainerroad: trainerRoadForm,
  intervals: intervalsForm,
};

/** How somebody connects a destination from its page. What is entered is tried before it is kept. */
export const connectForm = (name: DestinationName, csrf: string, pageOf: GarminPage): Markup =>
  forms[name](csrf, pageOf);
