import { html } from 'hono/html';
import type { Tallies } from '../../store/rounds.ts';
import type { Markup } from '../pages/layout.ts';
import { page } from '../site/page.ts';
import type { Route, Visit } from '../site/visit.ts';
import { assumed, type CostLine, type Estimate, elapsedOf, estimateOf } from './estimate.ts';
import { forOwner } from './for-owner.ts';
import type { Office } from './office.ts';
import { costPath, systemPath } from './paths.ts';
import { prices } from './prices.ts';

export const costRoutes = ({ rounds }: Pick<Office, 'rounds'>): readonly Route[] => [
  forOwner('GET', costPath, async (visit) => costPage(estimateFrom(await rounds.month(visit.now), visit.now), visit)),
];

/** From what the timetable noted; who was asked for last is who there is. */
export function estimateFrom({ schedule, maintenance }: Tallies, now: number): Estimate {
  return estimateOf({
    asked: (schedule?.asked ?? 0) + (maintenance?.asked ?? 0),
    rounds: (schedule?.rounds ?? 0) + (maintenance?.rounds ?? 0),
    people: schedule?.lastAccounts ?? maintenance?.lastAccounts ?? 0,
    elapsed: elapsedOf(now),
  });
}

/** `about $0.42 by the end of the month` */
export const costWords = ({ afterFree }: Estimate, locale: string): string =>
  `about ${dollars(locale)(afterFree)} by the end of the month`;

const costPage = (estimate: Estimate, visit: Visit) =>
  page(visit, { title: 'What it costs', current: systemPath, content: contentOf(estimate, visit.locale) });

export function contentOf({ lines, listPrice, afterFree, soFar }: Estimate, locale: string): Markup {
  const money = dollars(locale);
  return html`<h1>What it costs</h1>
<section class="spaced">
<p>This month so far about <b>${money(soFar)}</b>, by its end about <b>${money(afterFree)}</b>. Where something else in your AWS account uses what AWS gives for nothing, it is up to ${money(listPrice)}.</p>
<p class="soft">This is an estimate, not your bill: that is in the Billing console of AWS. It follows from what Weighbridge counts itself, how often the timetable ran and for how many people. The rest is assumed: ${assumed.notificationsADay} measurements and ${assumed.pagesADay} pages a day for each person, ${new Intl.NumberFormat(locale).format(assumed.syncSeconds)} seconds for each sync. Prices are the list prices of us-east-1 as of ${prices.asOf}, without taxes; what is stored costs less than a cent.</p>
</section>
<section>
<table role="table" class="costs">
<caption><b>By the end of the month</b> <span>The list price, and what is left of it beyond AWS’s free tier.</span></caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">For</th><th scope="col" role="columnheader" class="value">List price</th><th scope="col" role="columnheader" class="value">You pay</th></tr></thead>
<tbody role="rowgroup">
${lines.map((line) => rowOf(line, locale, money))}
</tbody>
</table>
</section>
<p><a href="${systemPath}">Back to the system</a></p>`;
}

const rowOf = ({ what, count, unit, listPrice, afterFree }: CostLine, locale: string, money: Money): Markup =>
  html`<tr role="row">
<th scope="row" role="rowheader">${what} <span>${figure(count, locale)}${unit && ` ${unit}`}</span></th>
<td role="cell" class="value">${money(listPrice)}</td>
<td role="cell" class="value"><b>${money(afterFree)}</b></td>
</tr>
`;

const figure = (count: number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(count);

type Money = (amount: number) => string;

/** Below a cent the digits that are left would pretend to be exact. */
function dollars(locale: string): Money {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' });
  return (amount) => (amount > 0 && amount < 0.01 ? `<\u00a0${format.format(0.01)}` : format.format(amount));
}
