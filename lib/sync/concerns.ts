import type { Account, Connection } from '../account.ts';
import { type DestinationName, destinationTitles, entriesOf } from '../destination.ts';
import type { OwnerMail } from '../owner-topic.ts';
import { settingsOf } from '../settings.ts';
import { dayOf, letter, nameOf, subjectNameOf } from './letter.ts';

/** Something that stays as it is until a person sees to it, with the mail that asks for it. */
export interface Concern extends OwnerMail {
  /**
   * The same as long as it is the same concern: `withings`, `garmin`, `garmin-ends`, `silence`. What was told is
   * remembered by it.
   */
  key: string;
  /** What is wrong, without whom it is about. */
  title: string;
}

const dayMs = 24 * 3_600_000;
/** Enough to be on holiday when the mail comes. */
const endsSoonMs = 7 * dayMs;

const nothingIsLost = 'Nothing is lost: what is measured meanwhile waits, and is carried as soon as this is mended.';
const onlyOnce = 'You are told once, and again when it is well.';

/** All that needs a person, whether it was told or not. Pure: the same account at the same time has the same concerns. */
export function concernsOf(account: Account, now: number, publicUrl: string): Concern[] {
  const concerns = entriesOf(account.connections).flatMap(([name, connection]) => [
    ...(needsPerson(connection) ? [broken(name, connection, account, publicUrl)] : []),
    ...(endsSoon(connection, now) ? [ending(name, connection.credentialsEndAt, account, publicUrl)] : []),
  ]);
  if (account.withings.status === 'reauthorize') concerns.unshift(consentMissing(account, publicUrl));
  if (isSilent(account, now)) concerns.push(silence(account.unprovenSince, account, publicUrl));
  return concerns;
}

const headed = (title: string, account: Account) => ({ title, subject: `${title}: ${subjectNameOf(account)}` });

/** What its owner has switched off asks nobody for anything. */
export const needsPerson = ({ paused, status, needsOwner }: Connection): boolean =>
  !paused && (status === 'reauthorize' || needsOwner === true);

/** The daily maintenance renews what can be renewed: what comes near its end all the same cannot be. */
const endsSoon = (connection: Connection, now: number): connection is Connection & { credentialsEndAt: number } =>
  connection.status === 'connected' &&
  !connection.paused &&
  connection.credentialsEndAt !== undefined &&
  connection.credentialsEndAt < now + endsSoonMs;

function isSilent(account: Account, now: number): account is Account & { unprovenSince: number } {
  const { silenceDays } = settingsOf(account);
  const isAwaited = entriesOf(account.connections).some(([, { paused }]) => !paused);
  const since = account.unprovenSince;
  return isAwaited && silenceDays > 0 && since !== undefined && since < now - silenceDays * dayMs;
}

function consentMissing(account: Account, publicUrl: string): Concern {
  return {
    key: 'withings',
    ...headed('Withings has to be connected again', account),
    text: letter(
      account,
      publicUrl,
      'Withings does not let these measurements be read any more, so none is carried.',
      account.withings.problem,
      `What to do: have ${nameOf(account)} open ${publicUrl}/sign-in and sign in with Withings. That mends it.`,
      nothingIsLost,
      onlyOnce,
    ),
  };
}

function broken(name: DestinationName, { status, problem }: Connection, account: Account, publicUrl: string): Concern {
  const title = destinationTitles[name].full;
  if (status === 'reauthorize') {
    return {
      key: name,
      ...headed(`${title} has to be connected again`, account),
      text: letter(
        account,
        publicUrl,
        `Nothing reaches ${title} any more.`,
        problem,
        `What to do: ${connectAgain(name, account)}`,
        nothingIsLost,
        onlyOnce,
      ),
    };
  }
  return {
    key: name,
    ...headed(`${title} needs a person`, account),
    text: letter(
      account,
      publicUrl,
      `Something has to be mended at ${title} by its owner.`,
      problem,
      'It is tried again by itself; no new link is needed.',
      nothingIsLost,
      onlyOnce,
    ),
  };
}

function ending(name: DestinationName, endsAt: number, account: Account, publicUrl: string): Concern {
  const title = destinationTitles[name].full;
  return {
    key: endsKey(name),
    ...headed(`The sign-in to ${title} ends soon`, account),
    text: letter(
      account,
      publicUrl,
      `The sign-in to ${title} lasts until ${dayOf(endsAt, account)}, and could not be renewed by itself. After that nothing arrives there.`,
      `What to do before: ${connectAgain(name, account)}`,
      onlyOnce,
    ),
  };
}

function silence(since: number, account: Account, publicUrl: string): Concern {
  return {
    key: 'silence',
    ...headed(`Nothing has arrived since ${dayOf(since, account)}`, account),
    text: letter(
      account,
      publicUrl,
      `A measurement was received on ${dayOf(since, account)}, and since then nothing was seen to arrive anywhere.`,
      'What to do: look at the page below. It says of each measurement where it is and what it waits for.',
      nothingIsLost,
      onlyOnce,
    ),
  };
}

export const endsKey = (name: DestinationName): string => `${name}-ends`;

const connectAgain = (name: DestinationName, account: Account): string =>
  `sign in to ${destinationTitles[name].full} again with npx weighbridge ${name} login --for ${account.account}. ` +
  `Or have ${nameOf(account)} do it on their own computer: npx weighbridge link prints the command for that, and a link to open afterwards.`;
