import { html } from 'hono/html';
import { formOf } from './form.ts';
import type { Markup } from './layout.ts';
import { messagePage } from './message.ts';

/** What has to be typed. */
export const deletionWord = 'DELETE';

/** The first of the two steps: what it means. */
export const deletionContent = (): Markup => html`<article class="message act">
<h1>Delete everything?</h1>
<p>This ends your part in this Weighbridge:</p>
<ul class="plain">
<li>Withings is told that your permission is over. Nothing new is read.</li>
<li>Your measurements, the files that were sent, and all sign-ins are deleted here.</li>
<li>What was delivered to Garmin Connect, TrainerRoad and intervals.icu stays there. Delete it there if you want to.</li>
<li>Backups that AWS keeps end by themselves: files after 30 days, tables after 35.</li>
</ul>
<p>It cannot be undone. <a href="/settings#export">Take everything with you</a> first, if you may want it again. To stop for a while, <a href="/connections">pause the connections</a> instead.</p>
<p><a class="go" href="/delete/confirm">I want to delete everything</a></p>
<p><a href="/settings">No, back to the settings</a></p>
</article>`;

export interface Confirmation {
  csrf: string;
  /** Why the last try did not delete everything. */
  problem?: string;
  /** Offers to go on although Withings does not answer. */
  withoutWithings?: boolean;
}

/** The second step: a word that nobody types by accident. */
export const confirmationContent = ({
  csrf,
  problem,
  withoutWithings = false,
}: Confirmation): Markup => html`<article class="message act">
<h1>Delete everything</h1>
${problem && html`<p class="said act" role="alert" id="problem">${problem}</p>`}
${formOf({
  ...{ action: '/delete/confirm', csrf },
  content: html`<div class="field"><label for="word">Type ${deletionWord} to delete everything</label>
<input type="text" id="word" name="word" autocomplete="off" autocapitalize="characters" spellcheck="false" required${problem && html` aria-describedby="problem"`}></div>
${
  withoutWithings &&
  html`<div class="field"><label class="choice"><input type="checkbox" name="withoutWithings" value="on">Delete here although Withings does not answer: I take the permission back in the Withings app</label></div>`
}
<button class="go danger">Delete everything</button>`,
})}
<p><a href="/settings">No, back to the settings</a></p>
</article>`;

export function deletedPage(): string {
  return messagePage({
    title: 'Everything is deleted',
    sentences: [
      'Withings has been told that your permission is over, and nothing of you is kept here any more.',
      'What was delivered stays where it is. Thank you for having been here.',
    ],
    tone: 'done',
  });
}
