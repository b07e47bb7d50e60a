import type { Account, WithingsConnection } from '../account.ts';
import type { WithingsTokens } from '../withings/oauth.ts';
import type { ConnectContext } from './connect-account.ts';

/**
 * Somebody comes back from Withings to see their page: whose account it is, or undefined when nobody is connected with
 * that Withings account; then nothing is kept. Their newest consent replaces the stored one, because that is the one
 * which certainly lives. A connection that was revoked is mended by it: it goes on from where it was, with a sync at
 * once that asks for notifications anew.
 */
export async function signIn(
  tokens: WithingsTokens,
  { accounts, queue, seal }: Pick<ConnectContext, 'accounts' | 'queue' | 'seal'>,
): Promise<Account | undefined> {
  const known = await accounts.get(tokens.userId);
  if (!known || !suffices(tokens, known.withings)) return known;
  const credentials = { sealed: await seal.seal(tokens, known.account, 'withings') };
  const { scope } = tokens;
  const account = await accounts.change(known, ({ withings, ...rest }) => ({
    ...rest,
    withings:
      withings.status === 'reauthorize'
        ? mended(withings, { scope, credentials })
        : { ...withings, scope, credentials },
  }));
  if (known.withings.status === 'reauthorize') await queue.send({ account: known.account, reason: 'connect' });
  return account;
}

const scopesOf = (scope: string): string[] => scope.split(',').filter((name) => name !== '');

/**
 * A consent with permissions left out must not replace one that had them; a broken one is mended by what a sync needs.
 */
function suffices(tokens: WithingsTokens, { status, scope }: WithingsConnection): boolean {
  const granted = scopesOf(tokens.scope);
  const needed = status === 'reauthorize' ? ['user.metrics'] : scopesOf(scope);
  return needed.every((name) => granted.includes(name));
}

function mended(
  { problem: _mended, notifications: _askedAnew, ...before }: WithingsConnection,
  consent: Pick<WithingsConnection, 'scope' | 'credentials'>,
): WithingsConnection {
  return { ...before, ...consent, status: 'connected' };
}
