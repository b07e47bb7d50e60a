import type { Account } from '../account.ts';
import { destinationNames, destinationTitles, entriesOf } from '../destination.ts';
import { type EventItem, isEvent, type LedgerItem } from '../ledger.ts';
import type { OwnerMail } from '../owner-topic.ts';
import { endsKey, needsPerson } from './concerns.ts';
import { letter, subjectNameOf } from './letter.ts';

/**
 * What to say of a concern that was told and is no more. Nothing when it only made way: for a worse one of the same
 * connection, or because the owner has paused, removed or silenced what it was about.
 */
export function wellAgain(key: string, account: Account, publicUrl: string): OwnerMail | undefined {
  const what = mendedBy(key, account);
  if (what === undefined) return undefined;
  return {
    subject: `Well again: ${what.subject}: ${subjectNameOf(account)}`,
    text: letter(account, publicUrl, what.sentence, 'There is nothing to do.'),
  };
}

function mendedBy(key: string, { withings, connections, unprovenSince }: Account) {
  if (key === 'withings') {
    if (withings.status !== 'connected') return undefined;
    return {
      subject: 'Withings',
      sentence: 'Withings is connected again. What was measured meanwhile is being carried.',
    };
  }
  if (key === 'silence') {
    if (unprovenSince !== undefined) return undefined;
    return { subject: 'measurements arrive', sentence: 'Measurements arrive again, and were seen where they arrived.' };
  }
  const name = destinationNames.find((candidate) => key === candidate || key === endsKey(candidate));
  const connection = name && connections[name];
  if (!name || !connection || connection.paused || needsPerson(connection)) return undefined;
  const title = destinationTitles[name].full;
  return key === name
    ? { subject: title, sentence: `${title} is connected again. What waited for it is being carried.` }
    : { subject: `the sign-in to ${title}`, sentence: `The sign-in to ${title} was renewed and lasts on.` };
}

/** The monthly line: how many of these were measured, and where they arrived. */
export function allWell(account: Account, items: readonly LedgerItem[], publicUrl: string): OwnerMail {
  const measured = items.filter(isEvent).filter(({ withdrawn }) => !withdrawn);
  const arrivals = entriesOf(account.connections)
    .filter(([, { paused }]) => !paused)
    .map(([name]) => `${arrivedAt(name, measured)} at ${destinationTitles[name].full}`);
  return {
    subject: `All well: ${subjectNameOf(account)}`,
    text: letter(
      account,
      publicUrl,
      `All is well. In the last 30 days ${measured.length} ${measured.length === 1 ? 'measurement was' : 'measurements were'} received.`,
      arrivals.length > 0 ? `Arrived, and seen there: ${arrivals.join(', ')}.` : undefined,
      'A destination that keeps one weight a day, or no blood pressure, takes fewer by rule.',
    ),
  };
}

const arrivedAt = (name: keyof EventItem['deliveries'], items: readonly EventItem[]): number =>
  items.filter(({ deliveries }) => deliveries[name]?.state === 'verified').length;
