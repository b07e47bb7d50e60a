import { rangeNamed, windowOf } from '../chart/window.ts';
import { overviewPage } from '../pages/overview.ts';
import { overviewView } from '../pages/overview-view.ts';
import { wordsFor } from '../pages/words.ts';
import type { WebResponse } from '../response.ts';
import { ownPage, signedInAs } from './page.ts';
import type { Route, Visit } from './visit.ts';

/** Enough for the list, whatever stands between what is listed. */
const newestRead = 40;
const daySeconds = 86_400;
/** For the trend at the beginning of the window, and the one 30 days ago. */
const leadInSeconds = 60 * daySeconds;

export const overviewRoutes: Route[] = [{ method: 'GET', path: '/', answer: overview }];

async function overview(visit: Visit): Promise<WebResponse> {
  const { account, site, now, request } = visit;
  const { measurements, syncEveryHours, pausedDestinations } = site;
  const range = rangeNamed(request.query.get('range'));
  const nowSeconds = Math.floor(now / 1000);
  const from = range === 'all' ? 0 : windowOf(range, nowSeconds).from - leadInSeconds;
  const [newest, summaries, pending] = await Promise.all([
    measurements.newest(account.account, newestRead),
    measurements.summaries(account.account, from, nowSeconds + daySeconds),
    measurements.pendingSummaries(account.account),
  ]);
  const window = windowOf(range, nowSeconds, summaries[0]?.measuredAt);
  const words = wordsFor(visit);
  const known = { account, newest, summaries, pending, range, window, words, now, syncEveryHours, pausedDestinations };
  return ownPage(200, overviewPage(overviewView(known), { ...signedInAs(visit), current: '/' }));
}
