import type { Account } from '../../../lib/account.ts';
import type { DestinationName } from '../../../lib/destination.ts';
import { type EventItem, type EventSummary, isEvent, isOpen, type LedgerItem } from '../../../lib/ledger.ts';
import { windowOf } from '../../../lib/web/chart/window.ts';
import type { SignedIn } from '../../../lib/web/pages/layout.ts';
import { overviewPage } from '../../../lib/web/pages/overview.ts';
import { type OverviewView, overviewView } from '../../../lib/web/pages/overview-view.ts';
import { wordsFor } from '../../../lib/web/pages/words.ts';
import { now, signedIn } from './household.ts';

/** What the overview says of somebody with this ledger. */
export function overviewOf(
  account: Account,
  items: readonly LedgerItem[],
  pausedDestinations: readonly DestinationName[] = [],
): OverviewView {
  const newest = items.toSorted((a, b) => b.measuredAt - a.measuredAt);
  const events = newest.filter(isEvent).reverse();
  const range = '90d';
  return overviewView({
    ...{ account, newest, range, now, pausedDestinations },
    summaries: events.map(summaryOf),
    pending: events.filter(({ deliveries }) => Object.values(deliveries).some(isOpen)).map(summaryOf),
    window: windowOf(range, now / 1000),
    words: wordsFor({ account, now, locale: 'en-GB' }),
    syncEveryHours: 3,
  });
}

export const overviewMarkup = (account: Account, items: readonly LedgerItem[], visitor: SignedIn = signedIn): string =>
  overviewPage(overviewOf(account, items), { ...visitor, current: '/' });

const summaryOf = ({ event, measuredAt, kind, values, deliveries, held, withdrawn }: EventItem): EventSummary =>
  ({
    ...{ event, measuredAt, kind, values, deliveries },
    ...(held !== undefined && { held }),
    ...(withdrawn && { withdrawn }),
  }) as EventSummary;
