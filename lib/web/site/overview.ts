import { statusPage } from '../pages/status.ts';
import { statusView } from '../pages/status-view.ts';
import { ownPage, signedInAs } from './page.ts';
import type { Route, Visit } from './visit.ts';

/** About two months of daily weigh-ins with what goes with them. */
const itemsShown = 120;

export const overviewRoutes: readonly Route[] = [{ method: 'GET', path: '/', answer: overview }];

async function overview(visit: Visit) {
  const { account, now, site } = visit;
  const items = await site.measurements.newest(account.account, itemsShown);
  return ownPage(200, statusPage(statusView(account, items, now, site), signedInAs(visit)));
}
