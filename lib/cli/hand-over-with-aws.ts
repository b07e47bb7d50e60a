import type { Account } from '../account.ts';
import { destinationTitles } from '../destination.ts';
import type { Host } from '../host.ts';
import { accountsOf, secretsOf } from '../runtime.ts';
import { keepCredentials } from '../sync/keep-credentials.ts';
import { handOverContextOf } from '../web-runtime.ts';
import { askingAws, deployedHost } from './deployment.ts';
import { findAccount, titleOf } from './find-account.ts';
import type { KeepConnection } from './hand-over.ts';
import { UserError } from './user-error.ts';

/**
 * Straight into an account of the deployed stack, with the AWS credentials of this terminal.
 *
 * @param wanted number or name of the account; may be undefined when there is only one
 * @throws UserError that names the other way too
 */
export async function keeperWithAws(wanted: string | undefined, env: NodeJS.ProcessEnv): Promise<KeepConnection> {
  try {
    const host = await deployedHost(env);
    const account = await askingAws(() => findAccount(accountsOf(host), wanted));
    return keeperInto(host, account);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(
      `${cause.message}\nWithout AWS credentials: ask the owner for a code (npx weighbridge link prints one), and add --code CODE --to ADDRESS.`,
      { cause },
    );
  }
}

/** Straight into this account. */
export function keeperInto(host: Host, account: Account): KeepConnection {
  const context = handOverContextOf(host, secretsOf(host));
  return async (name, credentials) => {
    await askingAws(async () => keepCredentials(account, name, credentials, await context()));
    return `${destinationTitles[name].full} is connected for ${titleOf(account)}. What is waiting for it is sent within the next minutes.`;
  };
}
