import { html } from 'hono/html';
import { type Content, type Layout, layout } from './layout.ts';

export interface Message {
  title: string;
  /** What happened, then what to do. */
  sentences: readonly Content[];
  action?: { href: string; label: string };
  /** `done`: it worked; `act`: somebody must do something; `plain`: neither. */
  tone: 'done' | 'act' | 'plain';
  refresh?: NonNullable<Layout['refresh']>;
}

/** One thing to say, on a page of its own. */
export function messagePage({ title, sentences, action, tone, refresh }: Message): string {
  const content = html`<article class="message ${tone}">
<h1>${title}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
${action && html`<p><a class="go" href="${action.href}">${action.label}</a></p>`}
</article>`;
  return layout({ title, content, ...(refresh && { refresh }) });
}
