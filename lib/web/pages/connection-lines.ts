import type { Account, Connection, WithingsConnection } from '../../account.ts';
import { type DestinationName, destinationNames, destinationTitles } from '../../destination.ts';
import type { Delivery, EventItem } from '../../ledger.ts';
import { counted } from './figures.ts';
import type { Moments } from './moments.ts';
import { signInWithWithings } from './signing-in.ts';
import type { Tone } from './way.ts';

/** How things stand with one vendor. */
export interface ConnectionLine {
  title: string;
  tone: Tone;
  /** `problem` is what somebody must act on, or what is being waited for. */
  problem?: string;
  /** Where the problem can be mended at once. */
  mend?: { href: string; label: string };
  sentences: string[];
}

const mendWithings = 'Withings does not let this account be read any more. Sign in there again, and it goes on.';
const mendDestination = (title: string): string =>
  `${title} does not accept the sign-in any more. Ask the owner to sign in there again.`;

const switchedOffForAll = 'Switched off by the person who runs this Weighbridge; what you measure waits.';
const switchedOff = 'Switched off in your settings; what you measure waits.';

/** What the lines are told from. */
export interface Circumstances {
  /** What is said of arrivals is said of these only. */
  items: readonly EventItem[];
  /** Epoch milliseconds. */
  now: number;
  moments: Moments;
  /** Switched off by whoever runs this. */
  pausedDestinations: readonly DestinationName[];
}

/** Withings first, then each destination, connected or not. */
export function connectionLines(
  { connectedAt, withings, connections, lastSync }: Account,
  circumstances: Circumstances,
): ConnectionLine[] {
  const { moments } = circumstances;
  const everSynced = (lastSync?.startedAt ?? 0) > 0;
  const lines = destinationNames.map((name) => destinationLine(name, connections[name], everSynced, circumstances));
  return [withingsLine(withings, `Connected since ${moments.day(connectedAt)}.`), ...lines];
}

function withingsLine({ status, problem }: WithingsConnection, since: string): ConnectionLine {
  if (status === 'reauthorize') {
    return {
      title: 'Withings',
      tone: 'act',
      problem: problem ?? mendWithings,
      mend: signInWithWithings,
      sentences: [],
    };
  }
  if (problem) return { title: 'Withings', tone: 'wait', problem, sentences: [since] };
  return { title: 'Withings', tone: 'ok', sentences: [since] };
}

function destinationLine(
  name: DestinationName,
  connection: Connection | undefined,
  everSynced: boolean,
  { items, now, moments, pausedDestinations }: Circumstances,
): ConnectionLine {
  const title = destinationTitles[name].full;
  if (!connection) return { title, tone: 'off', sentences: ['Not connected.'] };
  const { status, problem, needsOwner, blockedUntil = 0, enrolled, paused = false } = connection;
  const { waiting, sentences } = arrivals(name, connection, items, moments);
  if (pausedDestinations.includes(name)) return { title, tone: 'off', sentences: [switchedOffForAll, ...sentences] };
  if (paused) return { title, tone: 'off', sentences: [switchedOff, ...sentences] };
  if (status === 'reauthorize') return { title, tone: 'act', problem: problem ?? mendDestination(title), sentences };
  if (needsOwner && problem) return { title, tone: 'act', problem, sentences };
  if (blockedUntil > now) {
    const pause = `Left alone until ${moments.at(blockedUntil).words}, then tried again by itself.`;
    return { title, tone: 'wait', ...(problem && { problem }), sentences: [pause, ...sentences] };
  }
  if (problem) return { title, tone: 'wait', problem, sentences: ['It is tried again by itself.', ...sentences] };
  if (!enrolled)
    return { title, tone: 'wait', sentences: ['Connected. What you measured before is being queued for it.'] };
  // The list shows the newest only: before a sync has done everything, older ones may still be on their way.
  return { title, tone: waiting > 0 || !everSynced ? 'wait' : 'ok', sentences };
}

function arrivals(
  name: DestinationName,
  { lastVerifiedAt }: Connection,
  items: readonly EventItem[],
  moments: Moments,
): { waiting: number; sentences: string[] } {
  const deliveries = items.flatMap(({ deliveries }) => deliveries[name] ?? []);
  const count = (...states: Delivery['state'][]) => deliveries.filter(({ state }) => states.includes(state)).length;
  const waiting = count('pending', 'sending');
  const failed = count('failed');
  const arrived = count('verified');
  const last = lastVerifiedAt === undefined ? '' : `, the last one ${moments.at(lastVerifiedAt).words}`;

  const sentences: string[] = [];
  if (waiting > 0) sentences.push(`${waiting} of those listed ${waiting === 1 ? 'is' : 'are'} still to arrive.`);
  if (failed > 0) sentences.push(`${counted(failed, 'measurement')} failed; the reason stands in the list.`);
  if (arrived > 0) {
    const all = waiting + failed === 0;
    sentences.push(
      all
        ? `Everything listed that is meant for it has arrived${last}.`
        : `${arrived} of those listed ${arrived === 1 ? 'has' : 'have'} arrived${last}.`,
    );
  }
  if (sentences.length === 0) sentences.push('Nothing has been sent yet.');
  return { waiting, sentences };
}
