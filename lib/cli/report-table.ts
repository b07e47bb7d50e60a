import { type DestinationName, destinationNames, destinationTitles } from '../destination.ts';
import type { Delivery } from '../ledger.ts';
import { inColumns } from './columns.ts';
import { countStates, type Report, type ReportedEvent } from './report.ts';

const shortTitles = destinationNames.map((name) => destinationTitles[name].short);
const columns = ['measured', 'weight or pressure', 'body fat', ...shortTitles];

const words: Record<Delivery['state'], string> = {
  verified: 'arrived ✓',
  skipped: 'not sent',
  pending: 'waiting',
  sending: 'sent, not seen yet',
  failed: 'refused ✗',
};

/** When measured, what, and the proof of arrival; all events, or the newest ones with the number of the others. */
export function reportTable(report: Report, { newest = Number.POSITIVE_INFINITY }: { newest?: number } = {}): string {
  const shown = report.events.slice(Math.max(0, report.events.length - newest));
  const { lines, rule } = inColumns([columns, ...shown.map(rowOf)]);
  const hidden = report.events.length - shown.length;
  return [
    lines[0],
    rule,
    ...(hidden > 0 ? [`… ${hidden} earlier`] : []),
    ...lines.slice(1),
    rule,
    ...summary(report),
  ].join('\n');
}

function rowOf({ measuredAt, kind, values, deliveries }: ReportedEvent): string[] {
  return [
    measuredAt.replace('T', ' ').replace('Z', ' UTC'),
    ...figuresOf({ kind, values }),
    ...destinationNames.map((name) => wordsFor(deliveries[name])),
  ];
}

/** Weight or pressure, and body fat. */
export function figuresOf({ kind, values }: Pick<ReportedEvent, 'kind' | 'values'>): [string, string] {
  if (kind === 'weight' && 'weightKg' in values) {
    const fat = values.fatPercent === undefined ? '' : `${values.fatPercent.toFixed(1)} %`;
    return [`${values.weightKg.toFixed(2)} kg`, fat];
  }
  return ['systolicMmHg' in values ? `${values.systolicMmHg}/${values.diastolicMmHg} mmHg` : '', ''];
}

function wordsFor(delivery: ReportedEvent['deliveries'][DestinationName]): string {
  if (!delivery) return 'not connected';
  const proof = delivery.state === 'verified' && delivery.file ? `, ${fileName(delivery.file)}` : '';
  const reason = delivery.reason ? `: ${delivery.reason}` : '';
  return `${words[delivery.state]}${proof}${delivery.state === 'skipped' ? '' : reason}`;
}

/** The last part of the key, with only as much of the hash as tells files apart. */
const fileName = (key: string): string =>
  key
    .split('/')
    .at(-1)!
    .replace(/-([0-9a-f]{8})[0-9a-f]+\./, '-$1.');

function summary(report: Report): string[] {
  const counts = countStates(report);
  const perDestination = destinationNames.flatMap((name) => {
    const states = Object.entries(counts[name]).map(
      ([state, count]) => `${count} ${words[state as Delivery['state']]}`,
    );
    return states.length > 0 ? [`${destinationTitles[name].short}: ${states.join(', ')}`] : [];
  });
  const left = report.left.map(({ count, explanation }) => `Left out: ${count} × ${explanation}`);
  const skipped = skippedReasons(report).map(([reason, count]) => `Not sent: ${count} × ${reason}`);
  const events = report.events.length;
  return [`${events} event${events === 1 ? '' : 's'}`, ...perDestination, ...skipped, ...left];
}

/** Why rules kept events from a destination, and how many. */
function skippedReasons({ events }: Report): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { deliveries } of events) {
    for (const { state, reason } of Object.values(deliveries)) {
      if (state === 'skipped' && reason) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
