import type { EventItem } from '../ledger.ts';
import { inColumns } from './columns.ts';
import { figuresOf } from './report-table.ts';
import type { WallClock } from './wall-clock.ts';

/** What waits for a look: when, what, and the id to release it by. */
export function heldTable(items: readonly EventItem[], wall: WallClock): string {
  const rows = items.map(({ measuredAt, kind, values, event }) => [
    wall.at(measuredAt * 1000),
    figuresOf({ kind, values })[0],
    event,
  ]);
  const { lines, rule } = inColumns([['measured', 'weight', 'id'], ...rows]);
  const [heads, ...rest] = lines;
  const hint = 'If one is right, release it: npx weighbridge release ID. If not, delete it in the Withings app.';
  return [`Times are in ${wall.timeZone}.`, heads, rule, ...rest, rule, hint].join('\n');
}
