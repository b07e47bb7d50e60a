import { html, raw } from 'hono/html';
import type { Notice } from '../response.ts';
import { buttonForm } from './form.ts';
import { navigation } from './navigation.ts';
import { stylesheet } from './stylesheet.ts';

/** A piece of markup in which everything that came from outside is escaped. */
export type Markup = ReturnType<typeof html>;

/** What may stand in a sentence: words, which are escaped, or markup made of them. */
export type Content = string | Markup;

export interface Layout {
  /** Of the window, and so of the browser's history: never a health value. */
  title: string;
  content: Markup;
  /** Where the page goes by itself, and after how many seconds. */
  refresh?: { seconds: number; to: string };
  /** Whose session it is: they get the way to all their pages, and out. */
  signedIn?: SignedIn;
}

export interface SignedIn {
  name?: string;
  /** For the forms of the page. */
  csrf: string;
  /** The path of the page, or of the one it belongs to. */
  current?: string;
  isOwner?: boolean;
  /** What the action before this page came to. */
  notice?: Notice;
}

/** A beam on its stand, in the accent colour; written into the page so that no request is made for it. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230f766e'/%3E" +
  "%3Cpath d='M6 12h20M16 7v18M10 25h12M6 12v5M26 12v5' stroke='white' stroke-width='2.4' stroke-linecap='round' fill='none'/%3E%3C/svg%3E";

/** A whole page as text. */
export function layout({ title, content, refresh, signedIn }: Layout): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">${
    refresh &&
    html`
<meta http-equiv="refresh" content="${refresh.seconds}; url=${refresh.to}">`
  }
<title>${title} – Weighbridge</title>
<link rel="icon" href="${raw(icon)}">
<style>${raw(stylesheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><a class="brand" href="/">Weighbridge</a>${signedIn && whose(signedIn)}</header>
<main id="content" tabindex="-1">
${signedIn?.notice && said(signedIn.notice)}${content}
</main>
<footer>Weighbridge carries your Withings measurements on, from its owner’s own AWS account.</footer>
</body>
</html>
`.toString();
}

const whose = ({ name, csrf, current, isOwner = false }: SignedIn): Markup =>
  html`<div class="who">${name && html`<bdi>${name}</bdi>`}${buttonForm({ action: '/sign-out', csrf }, 'Sign out')}</div>
${navigation(current, isOwner)}`;

const said = ({ tone, words }: Notice): Markup => html`<p class="said ${tone}" role="status">${words}</p>
`;
