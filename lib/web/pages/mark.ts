import { html } from 'hono/html';
import type { Markup } from './layout.ts';
import { marks, type Tone } from './way.ts';

/** A sign for the eye only: the words beside it say the same. */
export function mark(tone: Tone): Markup {
  const colour = tone === 'ok' || tone === 'act' ? ` ${tone}` : '';
  return html`<span class="mark${colour}" aria-hidden="true">${marks[tone]}</span>`;
}
