import { deleteEverything } from '../../sync/delete-everything.ts';
import { clearCookie } from '../cookies.ts';
import { html } from '../html.ts';
import { confirmationContent, deletedPage, deletionContent, deletionWord } from '../pages/deleting.ts';
import type { WebResponse } from '../response.ts';
import { sessionCookie } from '../sessions.ts';
import { page } from './page.ts';
import type { Route, Visit } from './visit.ts';
import { forgetWithingsFacts } from './withings-facts.ts';

const current = '/settings';
/** API Gateway waits for 30 s, and the function has 28: some are left for the step that is under way. */
const workMs = 18_000;

export const deletionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/delete',
    answer: async (visit) => page(visit, { title: 'Delete everything?', current, content: deletionContent() }),
  },
  { method: 'GET', path: '/delete/confirm', answer: async (visit) => confirm(visit, 200) },
  { method: 'POST', path: '/delete/confirm', answer: deleteAll },
];

async function deleteAll(visit: Visit): Promise<WebResponse> {
  const { account, form, site, now } = visit;
  if (form.get('word')?.trim().toUpperCase() !== deletionWord) {
    return confirm(visit, 422, { problem: `Nothing was deleted: the word is ${deletionWord}.` });
  }
  const evenWithoutWithings = form.get('withoutWithings') !== null;
  const outcome = await deleteEverything(account, { deadline: now + workMs, evenWithoutWithings }, site);
  if (outcome === 'withings') {
    const problem =
      'Withings does not answer, so your permission could not be ended, and nothing was deleted yet. Try again in some minutes.';
    return confirm(visit, 503, { problem, withoutWithings: true });
  }
  if (outcome === 'more') {
    const problem = 'That is a lot: a part is deleted, and not all of it yet. Do the same once more to go on.';
    return confirm(visit, 503, { problem, withoutWithings: evenWithoutWithings });
  }
  await forgetWithingsFacts(visit);
  site.log.info('Deleted everything of an account');
  return html(200, deletedPage(), { cookies: [clearCookie(sessionCookie.name, site.publicUrl)] });
}

function confirm(
  visit: Visit,
  status: number,
  more: { problem?: string; withoutWithings?: boolean } = {},
): WebResponse {
  const content = confirmationContent({ csrf: visit.csrf, ...more });
  return page(visit, { title: 'Delete everything', current, status, content });
}
