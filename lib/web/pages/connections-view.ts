import type { Account, Connection } from '../../account.ts';
import { type DestinationName, destinationNames, destinationTitles } from '../../destination.ts';
import { scopes } from '../../withings/scope.ts';
import type { WithingsFacts } from '../site/withings-facts.ts';
import { batteryWords } from './battery.ts';
import { listed } from './listed.ts';
import type { Moments } from './moments.ts';
import { signInWithWithings } from './signing-in.ts';
import type { Tone } from './way.ts';

/** A name and what is to be said of it. */
export interface Detail {
  name: string;
  words: string;
}

export interface ConnectionCard {
  title: string;
  tone: Tone;
  /** How it is, in a sentence. */
  state: string;
  /** What somebody must do about it. */
  act?: string;
  mend?: { href: string; label: string };
  details: Detail[];
}

export interface DestinationCard extends ConnectionCard {
  name: DestinationName;
  connected: boolean;
  paused: boolean;
  /** Whether the form to connect is what is looked for. */
  needsSignIn: boolean;
}

export interface ConnectionsView {
  withings: ConnectionCard;
  destinations: DestinationCard[];
}

export interface ConnectionFacts {
  account: Account;
  withings: WithingsFacts | { problem: string };
  pausedDestinations: readonly DestinationName[];
  moments: Moments;
  /** Epoch milliseconds. */
  now: number;
}

export function connectionsView(facts: ConnectionFacts): ConnectionsView {
  const destinations = destinationNames.map((name) => destinationCard(name, facts));
  return { withings: withingsCard(facts), destinations };
}

function withingsCard({ account, withings: facts, moments }: ConnectionFacts): ConnectionCard {
  const { status, problem, scope, notifications } = account.withings;
  const granted = scope.split(',').filter((name) => name !== '');
  const permission = Object.entries(scopes).flatMap(([name, covers]) => (granted.includes(name) ? [covers] : []));
  const details = [
    { name: 'Connected since', words: moments.day(account.connectedAt) },
    { name: 'You allow to read', words: permission.length > 0 ? listed(permission) : 'nothing that is known here' },
  ];
  if (status === 'reauthorize') {
    const state =
      'Withings does not let your measurements be read any more. Nothing new is carried until you sign in again.';
    return { title: 'Withings', tone: 'act', state, act: problem ?? state, mend: signInWithWithings, details };
  }
  if ('problem' in facts) {
    const words = `Withings did not say just now: ${facts.problem}`;
    const card = { title: 'Withings', tone: 'ok' as const, state: 'Connected.' };
    return { ...card, ...(problem && { act: problem }), details: [...details, { name: 'Devices', words }] };
  }
  const alive = facts.notifies;
  const news = alive
    ? 'come at once, by notification'
    : 'come with the next look, within hours: Withings does not notify at the moment. It is asked for notifications again daily.';
  return {
    title: 'Withings',
    tone: alive ? 'ok' : 'wait',
    state: alive ? 'Connected.' : 'Connected, but new measurements come late.',
    ...(problem && notifications === 'refused' && !alive && { act: problem }),
    details: [...details, { name: 'New measurements', words: news }, ...devicesOf(facts, moments)],
  };
}

function devicesOf({ devices }: WithingsFacts, moments: Moments): Detail[] {
  const name = 'Devices';
  if (!devices)
    return [
      { name, words: 'Your permission does not cover them. Sign in again and leave it switched on to see them here.' },
    ];
  if (devices.length === 0) return [{ name, words: 'None is linked to your Withings account.' }];
  return devices.map(({ model, battery, seenAt }) => {
    const seen = seenAt ? `, last seen ${moments.at(seenAt * 1000).words}` : '';
    return {
      name: model ?? 'A device without a name',
      words: `${batteryWords(battery)}${seen}`,
    };
  });
}

function destinationCard(name: DestinationName, facts: ConnectionFacts): DestinationCard {
  const { full: title } = destinationTitles[name];
  const connection = facts.account.connections[name];
  if (!connection) {
    const state = 'Not connected.';
    return { name, title, tone: 'off', state, connected: false, paused: false, needsSignIn: true, details: [] };
  }
  return {
    ...{ name, title, connected: true, details: detailsOf(name, connection, facts.moments) },
    paused: connection.paused === true,
    needsSignIn: connection.status === 'reauthorize',
    ...stateOf(name, connection, facts, facts.pausedDestinations.includes(name)),
  };
}

function stateOf(
  name: DestinationName,
  { status, problem, needsOwner, blockedUntil = 0, enrolled, paused, domain }: Connection,
  { now, moments }: ConnectionFacts,
  pausedForAll: boolean,
): Pick<ConnectionCard, 'tone' | 'state' | 'act' | 'mend'> {
  const { full: title } = destinationTitles[name];
  const because = problem ? { act: problem } : {};
  if (pausedForAll)
    return { tone: 'off', state: 'Switched off by the person who runs this Weighbridge. What you measure waits.' };
  if (paused) return { tone: 'off', state: 'Paused by you. What you measure waits, and goes out when you resume.' };
  if (status === 'reauthorize') {
    return {
      tone: 'act',
      state: 'Nothing can be delivered until you sign in again.',
      act: problem ?? `${title} does not accept the sign-in any more.`,
      mend: { href: `#${name}-sign-in`, label: 'Sign in again' },
    };
  }
  if (needsOwner && problem) {
    return {
      tone: 'act',
      state: 'It waits for you.',
      ...because,
      mend: { href: siteOf(name, domain), label: `Open ${title}` },
    };
  }
  if (blockedUntil > now) {
    const until = moments.at(blockedUntil).words;
    return {
      tone: 'wait',
      state: `${title} asked to be left alone. It is tried again by itself ${until}.`,
      ...because,
    };
  }
  if (problem) return { tone: 'wait', state: 'The last try did not work; it is tried again by itself.', ...because };
  if (!enrolled) return { tone: 'wait', state: 'Connected. What you measured before is being queued for it.' };
  return { tone: 'ok', state: 'Connected.' };
}

/** Where its owner mends what nobody else can. */
function siteOf(name: DestinationName, domain: string | undefined): string {
  if (name === 'garmin') return `https://connect.${domain === 'garmin.cn' ? 'garmin.cn' : 'garmin.com'}/`;
  return name === 'trainerroad' ? 'https://www.trainerroad.com/' : 'https://intervals.icu/';
}

function detailsOf(
  name: DestinationName,
  { lastVerifiedAt, credentialsEndAt, domain }: Connection,
  moments: Moments,
): Detail[] {
  const last = lastVerifiedAt === undefined ? 'nothing yet' : moments.at(lastVerifiedAt).words;
  const details = [{ name: 'Last seen to arrive', words: last }];
  if (credentialsEndAt !== undefined) {
    const words = `${moments.day(credentialsEndAt)}, if nothing renews it; it is renewed daily by itself`;
    details.push({ name: 'Sign-in lasts until', words });
  }
  if (name === 'garmin') {
    details.push({ name: 'Region', words: domain === 'garmin.cn' ? 'China (garmin.cn)' : 'worldwide (garmin.com)' });
  }
  return details;
}
