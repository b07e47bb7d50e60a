import { WeighbridgeError } from '../../errors.ts';
import type { Host } from '../../host.ts';
import { exchange } from '../../http.ts';
import { callbackUrl } from '../../runtime.ts';
import { clockQuestion } from '../clock-in-mind.ts';
import { UserError } from '../user-error.ts';

/**
 * Asks the callback address as Withings does when it is registered.
 *
 * @returns the address
 * @throws UserError when Withings would refuse it
 */
export async function answeringCallback(host: Host): Promise<string> {
  const url = callbackUrl(host);
  const call = { service: 'The callback address', action: 'HEAD' };
  // The first call after a deployment wakes the function up.
  const init = { method: 'HEAD', timeoutMs: 20_000 };
  const { status } = await exchange(host.fetch, url, init, call).catch((cause) => {
    if (!(cause instanceof WeighbridgeError)) throw cause;
    throw new UserError(
      clockQuestion(cause) ??
        `${url} does not answer from here. Is there a network? If you use a domain of your own, does its name lead there yet?`,
      { cause },
    );
  });
  if (status === 200) return url;
  throw new UserError(
    `${url} answers with HTTP ${status} instead of 200, and Withings would not accept it. ` +
      'Right after a deployment wait a minute; otherwise deploy again: npm run deploy',
  );
}
