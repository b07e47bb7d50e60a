import type { Account, Connection } from '../../account.ts';
import { type DestinationName, destinationNames, destinationTitles } from '../../destination.ts';
import { type EventItem, type EventSummary, isOpen } from '../../ledger.ts';
import { measurementPath } from './measurement-path.ts';
import { signInWithWithings } from './signing-in.ts';
import type { Words } from './words.ts';

export interface Mend {
  href: string;
  label: string;
}

/**
 * How things stand with one vendor, in sentences. What somebody must act on says where it can be mended, and what has
 * arrived where that is proven.
 */
export type DestinationLine = { title: string; sentences: string[]; problem?: string } & (
  | { tone: 'act'; mend: Mend }
  | { tone: 'ok' | 'wait' | 'off'; mend?: Mend }
);

/** What is asked of a measurement here. */
type Sent = Pick<EventItem, 'event' | 'measuredAt' | 'kind' | 'withdrawn'> & Pick<EventSummary, 'deliveries'>;

export interface Whereabouts {
  /** What a page has read of the past, in order of time. */
  summaries: readonly Sent[];
  /** Everything that some destination still waits for. */
  pending: readonly Sent[];
  words: Words;
  /** Epoch milliseconds. */
  now: number;
  /** Switched off by whoever runs this. */
  pausedDestinations: readonly DestinationName[];
}

/** Each destination, connected or not; before them Withings, if there is something to mend. */
export function destinationLines({ withings, connections }: Account, whereabouts: Whereabouts): DestinationLine[] {
  const lines = destinationNames.map((name) => lineOf(name, connections[name], whereabouts));
  const problem = withings.problem ?? 'Withings does not let this account be read any more.';
  if (withings.status === 'reauthorize') {
    return [{ title: 'Withings', tone: 'act', problem, mend: signInWithWithings, sentences: [] }, ...lines];
  }
  return withings.problem ? [{ title: 'Withings', tone: 'wait', problem, sentences: [] }, ...lines] : lines;
}

const connectionPath = (name: DestinationName): string => `/connections#${name}`;

function lineOf(name: DestinationName, connection: Connection | undefined, whereabouts: Whereabouts): DestinationLine {
  const title = destinationTitles[name].full;
  const href = connectionPath(name);
  if (!connection) {
    return { title, tone: 'off', sentences: ['Not connected.'], mend: { href, label: 'Connect it' } };
  }
  const { now, words, pausedDestinations } = whereabouts;
  const { arrived, proof, waits, failed } = standingOf(name, whereabouts);
  const waiting = waits ? [`${waits}.`] : [];
  const { status, problem, needsOwner, blockedUntil = 0, enrolled, paused = false, lastVerifiedAt } = connection;
  if (pausedDestinations.includes(name)) {
    return { title, tone: 'off', sentences: ['Switched off by the person who runs this Weighbridge.', ...waiting] };
  }
  if (paused) {
    return { title, tone: 'off', sentences: ['Paused by you.', ...waiting], mend: { href, label: 'Resume it' } };
  }
  if (status === 'reauthorize') {
    const refused = problem ?? `${title} does not accept the sign-in any more.`;
    return { title, tone: 'act', problem: refused, sentences: waiting, mend: { href, label: 'Connect it again' } };
  }
  if (needsOwner && problem) {
    return { title, tone: 'act', problem, sentences: waiting, mend: { href, label: 'See what to do' } };
  }
  if (blockedUntil > now) {
    const pause = `Left alone until ${words.moments.at(blockedUntil).words}, then tried again by itself.`;
    return { title, tone: 'wait', ...(problem && { problem }), sentences: [pause, ...waiting] };
  }
  if (problem) return { title, tone: 'wait', problem, sentences: ['It is tried again by itself.', ...waiting] };
  if (failed)
    return { title, tone: 'act', problem: failed.words, sentences: [...arrived, ...waiting], mend: failed.mend };
  if (!enrolled) {
    return { title, tone: 'wait', sentences: ['Connected. What you measured before is being queued for it.'] };
  }
  if (waits) return { title, tone: 'wait', sentences: [...arrived, ...waiting] };
  if (proof) return { title, tone: 'ok', sentences: arrived, mend: { href: proof, label: 'See the proof' } };
  const last =
    lastVerifiedAt === undefined
      ? 'Nothing has been sent yet.'
      : `The last measurement arrived ${words.moments.at(lastVerifiedAt).words}.`;
  return { title, tone: 'ok', sentences: [`Connected. ${last}`] };
}

interface Standing {
  arrived: string[];
  /** Where the last arrival is proven. */
  proof?: string;
  /** `2 weigh-ins wait` */
  waits?: string;
  failed?: { words: string; mend: Mend };
}

function standingOf(name: DestinationName, { summaries, pending, words }: Whereabouts): Standing {
  const waiting = pending.filter(({ deliveries: { [name]: delivery } }) => delivery && isOpen(delivery));
  const going = waiting.filter(({ withdrawn }) => !withdrawn);
  const leaving = waiting.length - going.length;
  const since = going[0]?.measuredAt ?? Number.POSITIVE_INFINITY;
  const last = summaries.findLast(
    ({ deliveries, measuredAt }) => deliveries[name]?.state === 'verified' && measuredAt < since,
  );
  const refused = summaries.filter(({ deliveries }) => deliveries[name]?.state === 'failed');
  const newest = refused.at(-1);
  const reason = going.findLast(({ deliveries }) => deliveries[name]?.reason)?.deliveries[name]?.reason;
  const because = reason ? `: ${reason.replace(/\.$/, '')}` : '';
  const parts = [
    ...(going.length > 0 ? [`${measured(going, words)} ${going.length === 1 ? 'waits' : 'wait'}${because}`] : []),
    ...(leaving > 0 ? [`${words.numbers.counted(leaving, 'entry', 'entries')} to be deleted there`] : []),
  ];
  return {
    arrived: last
      ? [`Everything${newest ? ' else' : ''} up to ${words.moments.at(last.measuredAt * 1000).words} has arrived.`]
      : [],
    ...(last && { proof: `${measurementPath(last.event)}#${name}` }),
    ...(parts.length > 0 && { waits: parts.join('; ') }),
    ...(newest && {
      failed: {
        words: `${measured(refused, words)} ${refused.length === 1 ? 'was' : 'were'} refused there and will not arrive without you.`,
        mend: { href: measurementPath(newest.event), label: 'See why' },
      },
    }),
  };
}

/** `2 weigh-ins and 1 blood pressure` */
function measured(summaries: readonly Sent[], { numbers }: Words): string {
  const weighIns = summaries.filter(({ kind }) => kind === 'weight').length;
  const pressures = summaries.length - weighIns;
  return [
    ...(weighIns > 0 ? [numbers.counted(weighIns, 'weigh-in')] : []),
    ...(pressures > 0 ? [numbers.counted(pressures, 'blood pressure')] : []),
  ].join(' and ');
}
