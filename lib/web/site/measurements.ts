import { eventInPath, measurementPath, measurementsPath } from '../pages/measurement-path.ts';
import { type MeasurementRow, measurementRow } from '../pages/measurement-rows.ts';
import { type MeasurementsView, measurementsPage } from '../pages/measurements.ts';
import { type Words, wordsFor } from '../pages/words.ts';
import type { WebResponse } from '../response.ts';
import { act, measurement } from './measurement.ts';
import { fileOf } from './measurement-file.ts';
import { ownPage, signedInAs } from './page.ts';
import { isPausedFor } from './paused.ts';
import type { Route, Visit } from './visit.ts';

const rowsAtOnce = 30;

export const measurementRoutes: Route[] = [
  { method: 'GET', path: measurementsPath, answer: list },
  { method: 'GET', path: `${measurementsPath}/{event}`, answer: measurement },
  { method: 'POST', path: `${measurementsPath}/{event}`, answer: act },
  { method: 'GET', path: `${measurementsPath}/{event}/file/{destination}`, answer: fileOf },
];

async function list(visit: Visit): Promise<WebResponse> {
  const { account, site, request } = visit;
  const before = eventInPath(request.query.get('before'));
  const items = await site.measurements.newest(account.account, rowsAtOnce + 1, before);
  const shown = items.slice(0, rowsAtOnce);
  const words = wordsFor(visit);
  const isPaused = isPausedFor(visit);
  const rows = shown.map((item) => ({
    at: item.measuredAt * 1000,
    row: measurementRow(item, words, isPaused, (at) => words.moments.time(at)),
  }));
  const last = shown.at(-1);
  const view: MeasurementsView = {
    months: byMonth(rows, words),
    timeZone: words.moments.timeZone,
    ...(words.moments.lang && { lang: words.moments.lang }),
    ...(before && { newest: measurementsPath }),
    ...(last && items.length > rowsAtOnce && { older: `${measurementsPath}?before=${addressOf(last.event)}` }),
  };
  return ownPage(200, measurementsPage(view, { ...signedInAs(visit), current: measurementsPath }));
}

const addressOf = (event: string): string => measurementPath(event).slice(measurementsPath.length + 1);

function byMonth(rows: readonly { at: number; row: MeasurementRow }[], { moments }: Words): MeasurementsView['months'] {
  return [...Map.groupBy(rows, ({ at }) => moments.month(at))].map(([title, inMonth]) => ({
    title,
    days: [...Map.groupBy(inMonth, ({ at }) => moments.weekdayAndDay(at))].map(([heading, inDay]) => ({
      heading,
      rows: inDay.map(({ row }) => row),
    })),
  }));
}
