import { leftReasons } from '../attribution.ts';
import { type EventItem, isEvent, type LedgerItem } from '../ledger.ts';
import { askingAws } from './deployment.ts';
import { titleOf } from './find-account.ts';
import type { Person } from './person.ts';
import { UserError } from './user-error.ts';

const namedAtMost = 5;

/**
 * The measurement that somebody at a terminal means: by its id, or by as much of the beginning of it as no other one
 * has, such as its minute.
 *
 * @throws UserError when it is none or could be several
 */
export async function findEvent({ account, measurements }: Person, wanted: string): Promise<EventItem> {
  // An id begins with its time, and is no longer than a key of DynamoDB may be.
  const isPossible = /^\d{4}[\w:#.+-]{0,500}$/.test(wanted);
  const found = isPossible ? await askingAws(() => measurements.beginningWith(account.account, wanted)) : [];
  const events = found.filter(isEvent);
  const [one, ...others] = events
    .filter(({ event }) => event === wanted)
    .concat(events.filter((item) => item.event !== wanted));
  if (one && (others.length === 0 || one.event === wanted)) return one;
  if (one) throw new UserError(`Several begin with “${wanted}”: ${listOf(events)}. Give more of the one.`);
  throw new UserError(`${titleOf(account)} has no measurement “${wanted}”${whyNot(found)}.`);
}

function whyNot([left]: readonly LedgerItem[]): string {
  if (left?.kind === 'left') return `: what was measured then was left out, because ${leftReasons[left.reason]}`;
  return '; an id begins with the time in UTC, such as 2026-11-20T06:30, and npx weighbridge story shows the newest';
}

function listOf(events: readonly EventItem[]): string {
  const hidden = events.length - namedAtMost;
  const shown = events.slice(0, namedAtMost).map(({ event }) => event);
  return `${shown.join(', ')}${hidden > 0 ? ` and ${hidden} more` : ''}`;
}
