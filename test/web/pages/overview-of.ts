import type { Account } from '../../../lib/account.ts';
import { type EventItem, type EventSummary, eventOf, isEvent, isOpen, type LedgerItem } from '../../../lib/ledger.ts';
import { windowOf } from '../../../lib/web/chart/window.ts';
import type { SignedIn } from '../../../lib/web/pages/layout.ts';
import { overviewPage } from '../../../lib/web/pages/overview.ts';
import { overviewView } from '../../../lib/web/pages/overview-view.ts';
import { wordsFor } from '../../../lib/web/pages/words.ts';
import { now, signedIn } from './household.ts';

/** The overview of somebody whose ledger holds these, in any order. */
export function overviewOf(account: Account, items: readonly LedgerItem[], whose: SignedIn = signedIn): string {
  const newest = items.toSorted((a, b) => b.measuredAt - a.measuredAt);
  const summaries = newest.filter(isEvent).reverse().map(summaryOf);
  const pending = summaries.filter(({ deliveries }) => Object.values(deliveries).some(isOpen));
  const view = overviewView({
    ...{ account, newest, summaries, pending, now },
    range: '90d',
    window: windowOf('90d', now / 1000),
    words: wordsFor({ account, now, locale: 'en-GB' }),
    syncEveryHours: 3,
    pausedDestinations: [],
  });
  return overviewPage(view, { ...whose, current: '/' });
}

const summaryOf = (item: EventItem): EventSummary => {
  const { event, deliveries, withdrawn, held } = item;
  return { ...eventOf(item), event, deliveries, ...(withdrawn && { withdrawn }), ...(held !== undefined && { held }) };
};
