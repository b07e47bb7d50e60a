import type { Account } from '../account.ts';
import { entriesOf } from '../destination.ts';

/**
 * New credentials end what was wrong with a destination; what it was given, and how long it asked to be left alone,
 * is known on. Whose account they open is still to be asked.
 */
export function renewed(
  { connections: known, version: newSince }: Pick<Account, 'connections' | 'version'>,
  connections: Account['connections'],
): Account['connections'] {
  const result: Account['connections'] = {};
  for (const [name, fresh] of entriesOf(connections)) {
    const {
      problem: _mended,
      needsOwner,
      credentialsEndAt: _renewed,
      domain: _elsewhere,
      ...before
    } = known[name] ?? fresh;
    result[name] = { ...before, ...fresh, newSince };
    // That block was for its owner to mend something, which the new sign-in may have done.
    if (needsOwner) delete result[name].blockedUntil;
  }
  return result;
}
