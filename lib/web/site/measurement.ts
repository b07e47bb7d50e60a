import { isEvent, type LedgerItem } from '../../ledger.ts';
import { html } from '../html.ts';
import { measurementPage } from '../pages/measurement.ts';
import { eventInPath, measurementPath, measurementsPath } from '../pages/measurement-path.ts';
import { eventView, leftView } from '../pages/measurement-view.ts';
import { messagePage } from '../pages/message.ts';
import { wordsFor } from '../pages/words.ts';
import { seeOther, type WebResponse } from '../response.ts';
import { actionNamed, carryOut, noticeOf } from './measurement-actions.ts';
import { ownPage, signedInAs } from './page.ts';
import { isPausedFor } from './paused.ts';
import type { Visit } from './visit.ts';

export async function measurement(visit: Visit): Promise<WebResponse> {
  const item = await itemOf(visit);
  if (!item) return html(404, noSuchMeasurement());
  const { csrf } = visit;
  const words = wordsFor(visit);
  const view = isEvent(item) ? eventView(item, words, isPausedFor(visit)) : leftView(item, words);
  const signedIn = { ...signedInAs(visit), current: measurementsPath };
  return ownPage(200, measurementPage({ view, csrf }, signedIn));
}

/** Does what a form asks for, and goes back to where its outcome is told. */
export async function act(visit: Visit): Promise<WebResponse> {
  const item = await itemOf(visit);
  const action = actionNamed(visit.form.get('action'));
  if (!item) return html(404, noSuchMeasurement());
  const outcome = action ? await carryOut(action, item, visit) : 'nothing';
  // Once Withings knows whose it is, it is another item of the ledger, or none.
  const isGone = outcome === 'mine' || outcome === 'notMine';
  return seeOther(isGone ? measurementsPath : measurementPath(item.event), noticeOf(outcome));
}

/** The one in the address, if it is the visitor's own. */
export async function itemOf({ account, site, request }: Visit): Promise<LedgerItem | undefined> {
  const event = eventInPath(request.pathParameters.event);
  return event === undefined ? undefined : site.measurements.find(account.account, event);
}

export const noSuchMeasurement = (): string =>
  messagePage({
    title: 'There is no such measurement',
    sentences: ['Perhaps it was changed at Withings meanwhile, or the address was not copied whole.'],
    action: { href: measurementsPath, label: 'See all measurements' },
    tone: 'plain',
  });
