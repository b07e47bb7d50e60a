import { destinationTitles, entriesOf } from '../destination.ts';
import type { Delivery, EventItem } from '../ledger.ts';

/** One step on the way of a measurement, in words; `at` in epoch milliseconds. */
export interface Step {
  at: number;
  words: string;
}

/**
 * Measured, received, sent, proven: what the ledger knows of one event, in order of time. No values.
 *
 * @param fileWords what is said of a file that was sent: by default its key in the archive
 */
export function storyOf(item: EventItem, fileWords = (key: string): string => key): Step[] {
  const { kind, model, device, measuredAt, receivedAt, deliveries } = item;
  const what = kind === 'weight' ? 'weighed' : 'blood pressure measured';
  const where = model ?? (device === 'manual' ? 'entered by hand' : 'a device without a name');
  const steps: Step[] = [
    { at: measuredAt * 1000, words: `${what}: ${where}` },
    { at: receivedAt, words: 'received from Withings' },
    ...entriesOf(deliveries).flatMap(([name, delivery]) => stepsAt(destinationTitles[name].full, delivery, fileWords)),
  ];
  return steps.sort((a, b) => a.at - b.at);
}

function stepsAt(title: string, delivery: Delivery, fileWords: (key: string) => string): Step[] {
  const { state, at, sentAt, file, reason, attempts = 0 } = delivery;
  const because = reason ? `: ${reason}` : '';
  const sent = sentAt === undefined ? [] : [{ at: sentAt, words: sentence(title, file && fileWords(file), attempts) }];
  switch (state) {
    case 'verified':
      return [...sent, { at, words: `${title}: ${provenBy(delivery)}` }];
    case 'sending':
      return [...sent, { at, words: `${title}: not seen there yet${because}` }];
    case 'pending':
      return [...sent, { at, words: `${title}: waits${because}` }];
    case 'skipped':
      return [...sent, { at, words: `${title}: left out${because}` }];
    case 'failed':
      return [...sent, { at, words: `${title}: failed${because}` }];
  }
}

function sentence(title: string, file: string | undefined, attempts: number): string {
  const again = attempts > 1 ? `, attempt ${attempts}` : '';
  return `${title}: sent${again}${file ? ` as ${file}` : ''}`;
}

const provenBy = ({ attempts = 0, remoteId }: Delivery): string =>
  `${attempts > 0 ? 'arrived, read back' : 'found there already'}${remoteId ? ` as entry ${remoteId}` : ''}`;
