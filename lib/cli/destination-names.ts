import type { Account, Connection } from '../account.ts';
import { type DestinationName, destinationNames, destinationTitles, entriesOf } from '../destination.ts';
import { titleOf } from './find-account.ts';
import { UserError } from './user-error.ts';

/**
 * The destinations that somebody names, in whatever case, by their short name or their whole one.
 *
 * @throws UserError when one is none
 */
export function parseDestinations(words: readonly string[]): DestinationName[] {
  const wanted = words.map(parseDestination);
  return destinationNames.filter((name) => wanted.includes(name));
}

function parseDestination(word: string): DestinationName {
  const wanted = word.trim().toLowerCase();
  const name = destinationNames.find((name) => {
    const { full, short } = destinationTitles[name];
    return [name, full.toLowerCase(), short.toLowerCase()].includes(wanted);
  });
  if (name) return name;
  throw new UserError(`There is no destination “${word}”. There are: ${destinationNames.join(', ')}.`);
}

/**
 * Those of these destinations that a person has, or all they have when none is named.
 *
 * @throws UserError when one is not connected, or none at all
 */
export function connectedOf(account: Account, names: readonly DestinationName[]): [DestinationName, Connection][] {
  const connected = entriesOf(account.connections);
  const missing = names.find((name) => !connected.some(([one]) => one === name));
  if (missing)
    throw new UserError(
      `${destinationTitles[missing].full} is not connected for ${titleOf(account)}. Sign in: npx weighbridge ${missing} login --for ${account.account}`,
    );
  if (connected.length === 0)
    throw new UserError(`Nothing is connected for ${titleOf(account)} but Withings. Sign in: ${anySignIn}`);
  return names.length === 0 ? connected : connected.filter(([name]) => names.includes(name));
}

/** What to type where it does not matter which. */
export const anySignIn = `npx weighbridge ${destinationNames[0]} login (or ${destinationNames.slice(1).join(', ')})`;

/** `Garmin Connect and TrainerRoad`. */
export function titlesOf(names: readonly DestinationName[]): string {
  const titles = names.map((name) => destinationTitles[name].full);
  return [titles.slice(0, -1).join(', '), titles.at(-1)].filter(Boolean).join(' and ');
}
