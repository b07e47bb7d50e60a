import { html } from 'hono/html';
import type { Mend } from './destination-lines.ts';
import { layout, type Markup, type SignedIn } from './layout.ts';

/** One section as far as it could be had. */
export type Shown =
  | { content: Markup }
  /** Nothing there, or not shared. */
  | { remark: string; mend?: Mend }
  | { problem: string };

export interface HealthView {
  sections: readonly { id: string; title: string; shown: Shown }[];
}

/** What Withings knows besides weight and blood pressure. */
export function healthPage({ sections }: HealthView, signedIn?: SignedIn): string {
  return layout({
    title: 'Health',
    ...(signedIn && { signedIn }),
    content: html`<div class="page">
<h1>Health</h1>
<p class="soft">What else Withings knows of you. It is asked for when you open this page, and carried nowhere.</p>
</div>
${sections.map(
  ({ id, title, shown }) => html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${contentOf(shown)}
</section>`,
)}`,
  });
}

function contentOf(shown: Shown): Markup {
  if ('content' in shown) return shown.content;
  if ('problem' in shown) return html`<p class="act">${shown.problem} <a href="/health">Look again</a></p>`;
  const { remark, mend } = shown;
  return html`<p class="soft">${remark}${mend && html` <a href="${mend.href}">${mend.label}</a>`}</p>`;
}
