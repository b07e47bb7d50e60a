import { type DestinationName, destinationNames, destinationTitles, entriesOf } from '../destination.ts';
import { isEvent, type LedgerItem } from '../ledger.ts';
import { inColumns } from './columns.ts';
import type { WallClock } from './wall-clock.ts';

/** A file of the archive, by what the ledger knows of it. */
export interface ArchivedFile {
  key: string;
  destination: DestinationName;
  /** How many measurements were last sent in it. */
  events: number;
  /** When the first and the last of them were measured, epoch seconds. */
  from: number;
  to: number;
}

/** Oldest first. A file whose measurements were all sent anew since, in other files, is not among them. */
export function filesIn(items: readonly LedgerItem[]): ArchivedFile[] {
  const files = new Map<string, ArchivedFile>();
  for (const { deliveries, measuredAt } of items.filter(isEvent)) {
    for (const [destination, { file: key }] of entriesOf(deliveries)) {
      if (key === undefined) continue;
      const { events, from, to } = files.get(key) ?? { events: 0, from: measuredAt, to: measuredAt };
      const span = { from: Math.min(from, measuredAt), to: Math.max(to, measuredAt) };
      files.set(key, { key, destination, events: events + 1, ...span });
    }
  }
  return [...files.values()].sort((a, b) => a.from - b.from || a.to - b.to || (a.key < b.key ? -1 : 1));
}

export function filesTable(files: readonly ArchivedFile[], wall: WallClock): string {
  const rows = files.map(({ key, destination, events, from, to }) => [
    wall.dayOf(from * 1000),
    wall.dayOf(to * 1000),
    destinationTitles[destination].short,
    String(events),
    key,
  ]);
  const { lines, rule } = inColumns([['from', 'to', 'destination', 'events', 'file'], ...rows]);
  const perDestination = destinationNames.flatMap((name) => {
    const count = files.filter(({ destination }) => destination === name).length;
    return count > 0 ? [`${count} for ${destinationTitles[name].short}`] : [];
  });
  return [
    lines[0],
    rule,
    ...lines.slice(1),
    rule,
    `Days of ${wall.timeZone}; files: ${perDestination.join(', ')}`,
  ].join('\n');
}
