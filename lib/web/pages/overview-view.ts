import type { Account } from '../../account.ts';
import type { DestinationName } from '../../destination.ts';
import { type EventSummary, eventOf, isEvent, type LedgerItem } from '../../ledger.ts';
import type { PressureSummary } from '../chart/pressure-chart.ts';
import { trendAt, trendOf } from '../chart/trend.ts';
import type { WeighInSummary } from '../chart/weight-chart.ts';
import type { RangeName, Window } from '../chart/window.ts';
import { type DestinationLine, destinationLines } from './destination-lines.ts';
import { isUnderWay, isYoung, type Notice, noticeOf } from './first-sync.ts';
import { type Fact, type Headline, headlineOf, pressureHeadline, weightHeadline } from './headline.ts';
import { type IsPaused, type MeasurementRow, measurementRow } from './measurement-rows.ts';
import { type Sync, syncOf } from './sync-line.ts';
import type { Words } from './words.ts';

/** Everything the overview says; the page adds markup, and draws the charts. */
export interface OverviewView {
  name?: string;
  headline?: Headline;
  notice?: Notice;
  range: RangeName;
  window: Window;
  /** That count: neither withdrawn nor held. In order of time. */
  weighIns: WeighInSummary[];
  pressures: PressureSummary[];
  destinations: DestinationLine[];
  sync: Sync;
  latest: MeasurementRow[];
  words: Words;
  /** The page is loaded again by itself: the first sync is running, and something can still come of it. */
  refreshes: boolean;
}

export interface OverviewInput {
  account: Account;
  /** The last of the ledger, newest first. */
  newest: readonly LedgerItem[];
  /** Of the window and of what leads its trend in, in order of time. */
  summaries: readonly EventSummary[];
  pending: readonly EventSummary[];
  range: RangeName;
  window: Window;
  words: Words;
  /** Epoch milliseconds. */
  now: number;
  syncEveryHours: number;
  pausedDestinations: readonly DestinationName[];
}

const rowsAtMost = 10;
const daySeconds = 86_400;

export function overviewView(input: OverviewInput): OverviewView {
  const { account, newest, summaries, pending, range, window, words, now, pausedDestinations } = input;
  const sure = summaries.filter((one) => !one.withdrawn && one.held === undefined);
  const weighIns = sure.filter((one) => one.kind === 'weight');
  const pressures = sure.filter((one) => one.kind === 'bloodPressure');
  const known = newest.filter(isEvent).filter((one) => !one.withdrawn && one.held === undefined);
  // The last measurement of somebody may lie before everything that is shown: it has no trend then.
  const headline = headlineIn(weighIns, pressures, words, now / 1000) ?? headlineOf(known.map(eventOf), words);
  const isPaused: IsPaused = (name) => pausedDestinations.includes(name) || account.connections[name]?.paused === true;
  const young = isYoung(account, now);
  // Of somebody who has not measured for long the last arrivals lie before everything that is shown.
  const begins = summaries[0]?.measuredAt ?? Number.POSITIVE_INFINITY;
  const earlier = newest.filter(isEvent).filter(({ measuredAt }) => measuredAt < begins);
  const whole = [...earlier.reverse(), ...summaries];
  const destinations = destinationLines(account, { summaries: whole, pending, words, now, pausedDestinations });
  return {
    ...(account.name && { name: account.name }),
    ...(headline ? { headline } : { notice: noticeOf(account, young) }),
    ...{ range, window, weighIns, pressures, destinations, words },
    sync: syncOf(account, destinations, { now, moments: words.moments, syncEveryHours: input.syncEveryHours }),
    latest: newest
      .filter((item) =>
        isEvent(item) ? !item.withdrawn || item.pendingSince !== undefined : item.reason === 'ambiguous',
      )
      .slice(0, rowsAtMost)
      .map((item) => measurementRow(item, words, isPaused)),
    refreshes: young && isUnderWay(account, pending, isPaused, now),
  };
}

/** The newest weight with where it is going; for somebody without a scale, the blood pressure. */
function headlineIn(
  weighIns: readonly WeighInSummary[],
  pressures: readonly PressureSummary[],
  words: Words,
  nowSeconds: number,
): Headline | undefined {
  const [weighIn, pressure] = [weighIns.at(-1), pressures.at(-1)];
  if (weighIn) return weightHeadline(weighIn, pressure, words, trendFacts(weighIns, nowSeconds, words.numbers));
  return pressure && pressureHeadline(pressure, words);
}

function trendFacts(weighIns: readonly WeighInSummary[], now: number, numbers: Words['numbers']): Fact[] {
  const points = weighIns.map(({ measuredAt, values }) => ({ at: measuredAt, value: values.weightKg }));
  const trend = trendOf(points);
  const [before, current] = [trendAt(trend, now - 30 * daySeconds), trendAt(trend, now)];
  const week = points.filter(({ at }) => at > now - 7 * daySeconds).map(({ value }) => value);
  const { figure, unit } = numbers.shortWeight(week.reduce((sum, one) => sum + one, 0) / week.length);
  return [
    ...(before === undefined || current === undefined
      ? []
      : [{ figure: numbers.weightChange(current - before), words: 'in 30 days' }]),
    ...(week.length > 0 ? [{ figure: `${figure} ${unit}`, words: '7-day average' }] : []),
  ];
}
