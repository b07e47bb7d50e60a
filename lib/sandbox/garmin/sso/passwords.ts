import type { GarminAccount } from '../state.ts';
import type { World } from '../world.ts';
import { sendCode } from './codes.ts';
import { type SsoSession, wrongPasswordsUntilLocked } from './state.ts';

export type Judgement = { is: 'wrong' } | { is: 'locked' | 'code' | 'in'; account: GarminAccount };

/** Looks at name and password. Too many wrong ones in a row lock the account, and only its owner can open it again. */
export function judge({ state }: World, username: string, password: string): Judgement {
  const account = Object.values(state.accounts).find(({ email }) => email.toLowerCase() === username.toLowerCase());
  if (!account) return { is: 'wrong' };
  if (account.locked) return { is: 'locked', account };
  if (account.password === password) {
    account.failedSignIns = 0;
    return { is: account.mfa === 'none' ? 'in' : 'code', account };
  }
  account.failedSignIns += 1;
  account.locked = account.failedSignIns >= wrongPasswordsUntilLocked;
  return { is: 'wrong' };
}

/** From here on this visit waits for a code. One that another visit waited for is worth nothing any more. */
export function awaitCode(
  world: World,
  session: SsoSession,
  { id, mfa }: GarminAccount,
  service: string,
  send: boolean,
): void {
  for (const other of Object.values(world.state.sso.sessions)) {
    if (other.pending?.accountId === id) delete other.pending;
  }
  session.pending = { accountId: id, service, method: mfa === 'none' ? 'email' : mfa };
  if (send) sendCode(world, session.pending);
}
