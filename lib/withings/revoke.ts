import { RejectedError, type WeighbridgeError } from '../errors.ts';
import { applicationRefused, type WithingsApp } from './app.ts';
import { unusable } from './options.ts';
import { signed } from './signature.ts';
import type { Refusal } from './transport.ts';

const action = 'revoke';

/**
 * Ends a person's consent: their tokens die, and all subscriptions to their data end with them.
 *
 * @param userid as it came with their tokens
 * @throws RejectedError when nobody of this id has consented, or not any more
 */
export async function revoke(app: WithingsApp, userid: string | number): Promise<void> {
  if (!/^\d+$/.test(String(userid))) {
    throw unusable(action, 'userid is no user id of Withings: give the digits that came with the tokens.');
  }
  await app.transport.call({
    path: '/v2/oauth2',
    action,
    params: { userid },
    credentials: () => signed(app, action),
    explain,
  });
}

/** Withings' text is the only thing that tells a person without consent from an application without rights. */
function explain({ status, text }: Refusal): WeighbridgeError | undefined {
  if (status !== 503) return undefined;
  if (!/userid/i.test(text)) return applicationRefused(action, status);
  const message = `Withings has no consent of this user id (revoke, status ${status}): it was revoked before, or it is of another application.`;
  return new RejectedError(message, { service: 'Withings', action, status });
}
