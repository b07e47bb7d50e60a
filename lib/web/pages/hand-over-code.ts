import { html } from 'hono/html';
import { type DestinationName, destinationTitles } from '../../destination.ts';
import type { Markup } from './layout.ts';

export interface HandOverCodeView {
  name: DestinationName;
  /** What is entered on the person's own computer, in pieces that are not to be broken at their dashes. */
  command: readonly string[];
  /** Until when the code is good, as a person says it. */
  until: string;
}

/** The one-time code, in the command that uses it. */
export const handOverCodeContent = ({
  name,
  command,
  until,
}: HandOverCodeView): Markup => html`<h1>Sign in to ${destinationTitles[name].full} on your computer</h1>
<section>
<p>Enter this in a terminal of your computer, at home. It asks for what you sign in with there, and for the code if you are sent one; the password stays on your computer.</p>
<pre tabindex="0" aria-label="Command">${command.map((piece, index) => html`${index > 0 && ' '}<span>${piece}</span>`)}</pre>
<p>The code in it is good until ${until}, once, and for your account only: give it to nobody. It needs <a href="https://nodejs.org/" rel="noreferrer">Node.js</a>.</p>
<p class="actions"><a class="go" href="/connections#${name}">Done: back to the connections</a></p>
</section>`;
