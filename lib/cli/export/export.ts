import { systemClock } from '../../clock.ts';
import type { TimeSpan } from '../../destination.ts';
import { type EventItem, isEvent } from '../../ledger.ts';
import { type Settings, settingsOf } from '../../settings.ts';
import { everSince, parseDays } from '../sync/days.ts';
import { fitFiles } from '../sync/fit-files.ts';
import { counted } from '../sync/outcome.ts';
import { writeAsked } from '../sync/output-files.ts';
import { UsageError } from '../sync/usage-error.ts';
import { historyCsv, historyJson } from './history.ts';
import { type Ledger, type SourceOptions, withLedger } from './ledger-source.ts';

export interface ExportOptions extends SourceOptions {
  format: 'csv' | 'json' | 'fit';
  from?: string;
  to?: string;
  output?: string;
}

/**
 * `weighbridge export`: the history that the ledger has of a person.
 *
 * @returns the exit code: 1 when something is in no file
 */
export async function exportHistory(options: ExportOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const { format, from, to, output } = options;
  const { span } = parseDays({ from, to, names: { from: '--from', to: '--to' } }, systemClock.now());
  if (format === 'fit' && output === undefined) {
    throw new UsageError('FIT files need a name: give its beginning with --output, such as --output history.');
  }
  const { items, settings } = await withLedger(options, env, async (ledger) => ({
    items: await itemsOf(ledger, span),
    settings: settingsOf(ledger.account),
  }));
  if (format === 'fit') return exportFit(items, settings, output ?? '');
  const text = format === 'csv' ? historyCsv(items) : historyJson(items);
  if (output === undefined) process.stdout.write(text);
  else writeAsked(output, text);
  say(`${counted(items) || 'No measurement'}${output === undefined ? '' : ` in ${output}`}.`);
  return 0;
}

function exportFit(items: readonly EventItem[], settings: Settings, output: string): number {
  const { files, problems } = fitFiles(items, settings);
  const name = output.replace(/\.fit$/i, '');
  for (const { ending, bytes } of files) writeAsked(name + ending, bytes);
  for (const problem of problems) say(problem);
  say(files.length === 0 ? 'No measurement.' : `Written: ${files.map(({ ending }) => name + ending).join(', ')}`);
  return problems.length === 0 ? 0 : 1;
}

async function itemsOf({ account, measurements }: Ledger, span: TimeSpan | undefined): Promise<EventItem[]> {
  const { from, to } = span ?? everSince;
  const items: EventItem[] = [];
  for await (const page of measurements.all(account.account)) items.push(...page.filter(isEvent));
  return items.filter(
    ({ measuredAt, withdrawn }) => !withdrawn && (span === undefined || (measuredAt >= from && measuredAt <= to)),
  );
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);
