import { html } from '../html.ts';
import { messagePage } from '../pages/message.ts';
import { isOwner } from '../site/owner.ts';
import type { Route, Visit } from '../site/visit.ts';

/** For somebody who is signed in and does not run this. */
export function ownersOnlyPage(): string {
  return messagePage({
    title: 'This is for the owner',
    sentences: [
      'Only the person who runs this Weighbridge sees this page. Your own pages are all there.',
      'If that is you: npx weighbridge owner add --for YOUR-NAME, in the folder from which you deployed it.',
    ],
    action: { href: '/', label: 'Open your page' },
    tone: 'plain',
  });
}

/** A route of the owner, who is asked for here once more: what it shows is of everybody. */
export const forOwner = (method: Route['method'], path: string, answer: Route['answer']): Route => ({
  method,
  path,
  forOwner: true,
  answer: async (visit: Visit) => (isOwner(visit.account) ? answer(visit) : html(403, ownersOnlyPage())),
});
