import { unusable } from './options.ts';

/** What each scope lets an application read. */
export const scopes = {
  'user.info': 'devices and goals',
  'user.metrics': 'weight, body composition, blood pressure, heart and other measures',
  'user.activity': 'activity, workouts and sleep',
  'user.sleepevents': 'notifications of a bed: in, out, inflated',
} as const;

export type Scope = keyof typeof scopes;

/** One scope, several, or several in a text with commas as Withings writes them. */
export type Scopes =
  | readonly Scope[]
  | Scope
  | `${Scope},${Scope}`
  | `${Scope},${Scope},${Scope}`
  | `${Scope},${Scope},${Scope},${Scope}`;

const isScope = (name: string): name is Scope => Object.hasOwn(scopes, name);

/**
 * Reads scopes that come as a list, or as a text with commas or spaces.
 *
 * @throws RejectedError when there is none, or one that Withings does not have
 */
export function parseScopes(given: string | readonly string[]): Scope[] {
  const names = (typeof given === 'string' ? given.split(/[\s,]+/) : [...given]).filter((name) => name !== '');
  const unknown = names.find((name) => !isScope(name));
  if (names.length === 0 || unknown !== undefined) {
    const problem = unknown === undefined ? 'No scope is given' : `There is no scope ${unknown}`;
    throw unusable('authorize', `${problem}: choose among ${Object.keys(scopes).join(', ')}.`);
  }
  return [...new Set(names.filter(isScope))];
}
