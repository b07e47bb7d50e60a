import { createHash } from 'node:crypto';
import { emptySso } from './sso/state.ts';
import { emptyState, type GarminAccount, type GarminState } from './state.ts';

/** What signing in takes, for somebody of whom nothing is said. */
export const newPerson = (id: string) => ({
  email: `${id}@example.com`,
  password: `invented-password-of-${id}`,
  mfa: 'none' as const,
  authenticatorSecret: createHash('sha1').update(id).digest('hex'),
  locked: false,
  failedSignIns: 0,
  isChild: false,
});

/** Adds in place what an earlier version did not know of: the sign-in by password. */
export function completeState(state: GarminState): GarminState {
  const { calls, sso }: { calls: object; sso?: Partial<GarminState['sso']> } = state;
  state.calls = { ...emptyState().calls, ...calls };
  state.sso = { ...emptySso(), ...sso, knobs: { ...emptySso().knobs, ...sso?.knobs } };
  for (const account of Object.values(state.accounts)) complete(account);
  return state;
}

function complete(account: GarminAccount): void {
  const known: Partial<GarminAccount> = account;
  Object.assign(account, { ...newPerson(account.id), inactiveTokens: [], ...known });
}
