import type { Account } from '../../account.ts';
import { html } from '../html.ts';
import { notFoundPage } from '../pages/plain.ts';
import { seeOther, type WebResponse } from '../response.ts';
import type { Route, Visit } from '../site/visit.ts';
import { forOwner } from './for-owner.ts';
import { peoplePath } from './paths.ts';
import { titleOf } from './person-card.ts';

export const pauseRoutes: readonly Route[] = [
  forOwner('POST', `${peoplePath}/{account}/pause`, (visit) => withPerson(visit, pause)),
  forOwner('POST', `${peoplePath}/{account}/resume`, (visit) => withPerson(visit, resume)),
];

/** The person of the path; whoever is gone, or about to be, has no pages. */
export async function withPerson(
  visit: Visit,
  answer: (person: Account, visit: Visit) => Promise<WebResponse>,
): Promise<WebResponse> {
  const person = await visit.site.accounts.get(visit.request.pathParameters.account ?? '');
  return person && !person.leaving ? answer(person, visit) : html(404, notFoundPage());
}

async function pause(person: Account, { site }: Visit): Promise<WebResponse> {
  if (!person.paused) await site.accounts.change(person, (current) => ({ ...current, paused: true }));
  site.log.info('Paused an account');
  // Garmin's sign-in lasts 30 days when nothing renews it, and a pause renews nothing.
  const words = `${titleOf(person)} is paused. Resume within four weeks, or the sign-in to Garmin ends meanwhile.`;
  return seeOther(peoplePath, { tone: 'done', words });
}

async function resume(person: Account, { site }: Visit): Promise<WebResponse> {
  if (person.paused) {
    await site.accounts.change(person, ({ paused: _over, ...current }) => current);
    // As thorough as the daily one: what was deleted at Withings meanwhile is seen by no other.
    await site.queue.send({ account: person.account, reason: 'maintenance' });
  }
  site.log.info('Resumed an account');
  return seeOther(peoplePath, { tone: 'done', words: `${titleOf(person)} goes on: a sync is on its way.` });
}
