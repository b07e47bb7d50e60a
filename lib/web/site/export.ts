import { zipSync } from 'fflate';
import type { LedgerItem } from '../../ledger.ts';
import { settingsOf } from '../../settings.ts';
import { csvOf } from '../export/csv.ts';
import { fitFilesOf } from '../export/fit-files.ts';
import { jsonOf } from '../export/json.ts';
import { html } from '../html.ts';
import { exportTooLargeContent } from '../pages/export-too-large.ts';
import { notFoundPage } from '../pages/plain.ts';
import { download, type WebResponse } from '../response.ts';
import { page } from './page.ts';
import type { Route, Visit } from './visit.ts';

interface Format {
  contentType: string;
  write(items: readonly LedgerItem[], visit: Visit): string | Uint8Array;
}

const formats: ReadonlyMap<string, Format> = new Map([
  ['csv', { contentType: 'text/csv; charset=utf-8', write: (items) => csvOf(items) }],
  [
    'json',
    { contentType: 'application/json; charset=utf-8', write: (items, { account, now }) => jsonOf(account, items, now) },
  ],
  ['fit.zip', { contentType: 'application/zip', write: zipOfFit }],
]);

/** Lambda answers with 6 MB at most, counted as it is wrapped: text with its quotes escaped, bytes as base64. */
const answerAtMostBytes = 5_800_000;

export const exportRoutes: readonly Route[] = [{ method: 'GET', path: '/export/{file}', answer: exportFile }];

/** Everything in one file, or a calendar year (in UTC) of it where that would be too much. */
async function exportFile(visit: Visit): Promise<WebResponse> {
  const { account, site, request } = visit;
  const [, year = '', extension = ''] =
    /^weighbridge(?:-(\d{4}))?\.(.+)$/.exec(request.pathParameters.file ?? '') ?? [];
  const format = formats.get(extension);
  if (!format) return html(404, notFoundPage());
  const items = year
    ? await site.measurements.between(account.account, startOf(year), startOf(String(Number(year) + 1)) - 1)
    : (await Array.fromAsync(site.measurements.all(account.account))).flat();
  const content = format.write(items, visit);
  if (wrappedBytes(content) <= answerAtMostBytes) {
    return download(`weighbridge${year && `-${year}`}.${extension}`, format.contentType, content);
  }
  const years = [...new Set(items.map(({ measuredAt }) => new Date(measuredAt * 1000).getUTCFullYear()))];
  const content413 = exportTooLargeContent({ extension, years: year ? [] : years });
  return page(visit, { title: 'Too much for one file', current: '/settings', status: 413, content: content413 });
}

const startOf = (year: string): number => Date.UTC(Number(year)) / 1000;

const wrappedBytes = (content: string | Uint8Array): number =>
  typeof content === 'string' ? Buffer.byteLength(JSON.stringify(content)) : Math.ceil(content.length / 3) * 4;

function zipOfFit(items: readonly LedgerItem[], { account, now }: Visit): Uint8Array {
  const files = fitFilesOf(items, settingsOf(account));
  return zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { mtime: now });
}
