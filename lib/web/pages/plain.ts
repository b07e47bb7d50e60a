import { html } from 'hono/html';
import { messagePage } from './message.ts';

/* What any site has to say now and then. */

export function notFoundPage(): string {
  return messagePage({
    title: 'There is no such page',
    sentences: ['Perhaps the address was not copied whole.'],
    action: { href: '/', label: 'Open your page' },
    tone: 'plain',
  });
}

/** @param reference under which the error stands in the log */
export function errorPage(reference: string): string {
  return messagePage({
    title: 'Something went wrong here',
    sentences: [
      'It was not you. Your measurements are safe: they wait and are carried when this is mended.',
      html`Try again in a minute. If it stays so, tell the person who runs this Weighbridge this reference: <code>${reference}</code>`,
    ],
    tone: 'act',
  });
}

/** What is done by a button alone, opened as an address: after going back, or in a tab that a phone has brought back. */
export function onlyByButtonPage(): string {
  return messagePage({
    title: 'This cannot be opened by itself',
    sentences: ['Here is only what comes of pressing a button on one of your pages. Nothing was changed just now.'],
    action: { href: '/', label: 'Open your page' },
    tone: 'plain',
  });
}

/** @param limitKb how much is read of a form */
export function tooLargePage(limitKb: number): string {
  return messagePage({
    title: 'That is too much',
    sentences: [
      `At most ${limitKb} KB are read of a form, and nothing was changed.`,
      'Go back and look at what was pasted: a file with sign-ins has a few KB.',
    ],
    action: { href: '/', label: 'Open your page' },
    tone: 'act',
  });
}

/** A form that was not made for this session: from another site, from before the sign-in, or from another person's page. */
export function forgedFormPage(): string {
  return messagePage({
    title: 'Nothing was changed',
    sentences: [
      'This form was not made for your present sign-in, so it was not acted on. That happens when you have signed in again since you opened it.',
      'Go back, load the page again, and repeat what you wanted to do.',
    ],
    action: { href: '/', label: 'Open your page' },
    tone: 'act',
  });
}
