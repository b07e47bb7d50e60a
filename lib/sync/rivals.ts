import type { Destination, TimeSpan } from '../destination.ts';
import type { Deliverable } from '../ledger.ts';
import type { MeasurementStore } from '../store/measurements.ts';
import { spansOfRivals } from './plan-turn.ts';

/** A gap between spans longer than this starts another query of the ledger: a history has a span for every day. */
const runGapSeconds = 7 * 86_400;

/** The events that share records with these at a destination, in order of time. */
export async function rivalsOf(
  items: readonly Deliverable[],
  destination: Destination,
  account: string,
  measurements: Pick<MeasurementStore, 'eventsBetween'>,
): Promise<Deliverable[]> {
  const found: Deliverable[] = [];
  for (const run of runs(spansOfRivals(destination, items))) {
    const events = await measurements.eventsBetween(account, run[0]!.from, run.at(-1)!.to);
    found.push(...within(run, events));
  }
  return found;
}

function runs(spans: readonly TimeSpan[]): TimeSpan[][] {
  const result: TimeSpan[][] = [];
  for (const span of spans) {
    const run = result.at(-1);
    if (run && span.from - run.at(-1)!.to <= runGapSeconds) run.push(span);
    else result.push([span]);
  }
  return result;
}

/** Those of some events that lie in one of the spans; both in order of time. */
function within(spans: readonly TimeSpan[], events: readonly Deliverable[]): Deliverable[] {
  let index = 0;
  return events.filter(({ measuredAt }) => {
    while (index < spans.length && spans[index]!.to < measuredAt) index += 1;
    const span = spans[index];
    return span !== undefined && span.from <= measuredAt;
  });
}
