import { unusable } from './options.ts';
import type { Caller } from './transport.ts';

const action = 'confirmuser';

/**
 * Says whether a measure group that may be somebody else's (`attrib` 1) is this person's: the only thing about a
 * measurement that can be written.
 */
export async function confirmUser(
  caller: Caller,
  { grpid, isConfirmed }: { grpid: number; isConfirmed: boolean },
): Promise<void> {
  if (!Number.isSafeInteger(grpid)) throw unusable(action, 'grpid is no id of a measure group: give its number.');
  await caller.call({ path: '/v2/measure', action, params: { grpid, is_confirmed: String(isConfirmed) } });
}
