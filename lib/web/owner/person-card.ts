import type { Account, Connection } from '../../account.ts';
import { type DestinationName, destinationNames, destinationTitles } from '../../destination.ts';
import { concernsOf } from '../../sync/concerns.ts';
import type { Moments } from '../pages/moments.ts';
import type { Tone } from '../pages/way.ts';

/** How things stand with one vendor of a person, in a few words. */
export interface Mark {
  title: string;
  tone: Tone;
  words: string;
}

export interface PersonCard {
  account: string;
  title: string;
  /** Whoever looks at it. */
  isYou: boolean;
  isOwner: boolean;
  state: 'carried' | 'paused' | 'leaving';
  marks: Mark[];
  lastSync: string;
  /** What only a person can mend, a sentence each. */
  concerns: string[];
}

export interface Onlooker {
  /** Whose page it is. */
  you: string;
  now: number;
  publicUrl: string;
  moments: Moments;
  pausedDestinations: readonly DestinationName[];
}

export function personCard(account: Account, onlooker: Onlooker): PersonCard {
  const { you, now, publicUrl, moments } = onlooker;
  const state = account.leaving ? 'leaving' : account.paused ? 'paused' : 'carried';
  return {
    account: account.account,
    title: titleOf(account),
    isYou: account.account === you,
    isOwner: account.owner === true,
    state,
    marks: [
      withingsMark(account),
      ...destinationNames.map((name) => markOf(name, account.connections[name], onlooker)),
    ],
    lastSync: account.lastSync ? `Last sync ${moments.at(account.lastSync.finishedAt).words}.` : 'No sync yet.',
    concerns: state === 'carried' ? concernsOf(account, now, publicUrl).map(({ title }) => `${title}.`) : [],
  };
}

/** Whoever needs a person first, then by name. */
export const inOrder = (cards: readonly PersonCard[]): PersonCard[] =>
  cards.toSorted((a, b) => b.concerns.length - a.concerns.length || a.title.localeCompare(b.title));

/** What the owner calls a person; the number of their Withings account where they have no name. */
export const titleOf = ({ name, account }: Pick<Account, 'name' | 'account'>): string =>
  name?.replaceAll(/\s+/g, ' ').trim() || `Withings user ${account}`;

function withingsMark({ withings }: Account): Mark {
  const title = 'Withings';
  if (withings.status === 'reauthorize') return { title, tone: 'act', words: 'has to be connected again' };
  if (withings.notifications === 'refused') return { title, tone: 'wait', words: 'connected, but does not notify' };
  return { title, tone: 'ok', words: 'connected' };
}

function markOf(
  name: DestinationName,
  connection: Connection | undefined,
  { now, moments, pausedDestinations }: Onlooker,
): Mark {
  const title = destinationTitles[name].full;
  const mark = (tone: Tone, words: string): Mark => ({ title, tone, words });
  if (!connection) return mark('off', 'not connected');
  const { status, needsOwner, blockedUntil = 0, problem, paused, lastVerifiedAt } = connection;
  if (pausedDestinations.includes(name)) return mark('off', 'switched off for everybody');
  if (paused) return mark('off', 'switched off in their settings');
  if (status === 'reauthorize') return mark('act', 'has to be connected again');
  if (needsOwner) return mark('act', 'has to be mended there');
  if (blockedUntil > now) return mark('wait', `left alone until ${moments.at(blockedUntil).words}`);
  if (problem) return mark('wait', 'is tried again by itself');
  if (lastVerifiedAt === undefined) return mark('wait', 'connected, nothing has arrived yet');
  return mark('ok', `connected, last arrival ${moments.at(lastVerifiedAt).words}`);
}
