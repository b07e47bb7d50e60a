import { html } from 'hono/html';
import type { Markup } from './layout.ts';

interface Place {
  href: string;
  label: string;
}

const forEverybody: readonly Place[] = [
  { href: '/', label: 'Overview' },
  { href: '/measurements', label: 'Measurements' },
  { href: '/health', label: 'Health' },
  { href: '/connections', label: 'Connections' },
  { href: '/settings', label: 'Settings' },
];

const forOwner: readonly Place[] = [
  { href: '/people', label: 'People' },
  { href: '/system', label: 'System' },
];

/** @param current the path of the page, or of the one it belongs to */
export function navigation(current: string | undefined, isOwner: boolean): Markup {
  const places = isOwner ? [...forEverybody, ...forOwner] : forEverybody;
  return html`<nav aria-label="Pages"><ul>
${places.map(({ href, label }) => html`<li><a href="${href}"${href === current && html` aria-current="page"`}>${label}</a></li>`)}
</ul></nav>`;
}
