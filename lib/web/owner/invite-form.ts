import { html } from 'hono/html';
import { formOf } from '../pages/form.ts';
import type { Markup } from '../pages/layout.ts';
import { peoplePath } from './paths.ts';

export const invitePath = `${peoplePath}/invite`;
export const nameAtMost = 60;

/** @param problem what was wrong with the name that was given */
export const inviteForm = (csrf: string, problem?: string): Markup => html`<section aria-labelledby="invite">
<h2 id="invite">Invite somebody</h2>
<p class="soft">You get a link to send them. With it they connect their own scale, and see their own measurements only.</p>
${formOf({
  action: invitePath,
  csrf,
  content: html`<div class="field"><label for="name">Their name</label><p class="hint" id="name-hint">As their page and your mails call them.</p>${problem && html`<p class="act" id="name-problem">${problem}</p>`}
<input type="text" id="name" name="name" required maxlength="${nameAtMost}" autocomplete="off" aria-describedby="name-hint${problem && ' name-problem'}"${problem && html` aria-invalid="true"`}></div>
<button class="go">Make a link</button>`,
})}
</section>`;
