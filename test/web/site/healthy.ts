import type { Account } from '../../../lib/account.ts';
import { inventHistory } from '../../../lib/sandbox/withings/invented/history.ts';
import { inventRecords } from '../../../lib/sandbox/withings/invented/records.ts';
import { Recently } from '../../../lib/web/health/recently.ts';
import type { Shown } from '../../../lib/web/pages/health.ts';
import { healthRoutesWith } from '../../../lib/web/site/health.ts';
import type { Site } from '../../../lib/web/site/visit.ts';
import { accountOf, now } from '../pages/household.ts';
import { outlineOf } from '../pages/outline.ts';
import { visitorOf } from './visitor.ts';

export const everything = 'user.info,user.metrics,user.activity';

/** Somebody with a month of everything, who has shared so much of it. */
export async function healthy(scope = everything, site: Partial<Site> = {}, changes: Partial<Account> = {}) {
  const account = accountOf(changes);
  const visitor = await visitorOf({ account: { ...account, withings: { ...account.withings, scope } }, site });
  const until = now / 1000;
  visitor.person.groups = inventHistory({ seed: 7, until, years: 1 });
  visitor.person.records = inventRecords(
    { seed: 7, until, days: 30, timezone: 'Europe/Berlin' },
    visitor.person.groups,
  );
  const routes = healthRoutesWith(new Recently<Shown>());
  const asked: string[] = [];
  const handle = visitor.simulator.fetch.bind(visitor.simulator);
  visitor.simulator.fetch = async (request) => {
    asked.push(String(new URLSearchParams(await request.clone().text()).get('action')));
    return handle(request);
  };
  const markup = async () => String((await visitor.go(routes, '/health')).body);
  return {
    ...visitor,
    asked,
    markup,
    look: async () => outlineOf(await markup()),
  };
}
