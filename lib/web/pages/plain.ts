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
