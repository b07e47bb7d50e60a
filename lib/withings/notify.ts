import * as v from 'valibot';
import { BugError, RejectedError } from '../errors.ts';
import { parseAs } from '../http.ts';
import type { Caller } from './transport.ts';

/** Withings posts to `callbackurl` whenever data of this `appli` are created, changed or deleted. */
export interface Subscription {
  appli: number;
  callbackurl: string;
  comment?: string;
}

const service = 'Withings';
const path = '/notify';

/**
 * Asks for notifications; asking twice does no harm. Withings tries the URL at once with an HTTP HEAD.
 *
 * @throws RejectedError when Withings cannot use the URL.
 */
export async function subscribe(caller: Caller, { callbackurl, appli, comment }: Subscription): Promise<void> {
  await caller.call({
    path,
    action: 'subscribe',
    params: { callbackurl, appli, ...(comment && { comment }) },
    explain: ({ status }) =>
      status === 293
        ? new RejectedError(
            'Withings cannot notify this address (status 293): it must answer HEAD with 200 and its host must be a callback URL of the application in the Withings dashboard.',
            { service, action: 'subscribe', status },
          )
        : undefined,
  });
}

const profileSchema = v.object({ appli: v.number(), callbackurl: v.string(), comment: v.nullish(v.string()) });
const profilesSchema = v.object({ profiles: v.nullish(v.array(profileSchema), []) });

/** The subscriptions this application holds for the person. */
export async function listSubscriptions(caller: Caller): Promise<Subscription[]> {
  const action = 'list';
  const { profiles } = parseAs(profilesSchema, await caller.call({ path, action }), { service, action });
  return profiles.map(({ appli, callbackurl, comment }) => ({ appli, callbackurl, ...(comment && { comment }) }));
}

/** Three ways in which Withings has said that there is no such subscription. */
const noSuchSubscription = new Set<number | undefined>([286, 294, 343]);

/** Ends a subscription; one that is not there is as good as ended. */
export async function revokeSubscription(
  caller: Caller,
  { callbackurl, appli }: Pick<Subscription, 'callbackurl' | 'appli'>,
): Promise<void> {
  try {
    await caller.call({ path, action: 'revoke', params: { callbackurl, appli } });
  } catch (error) {
    if (error instanceof BugError && noSuchSubscription.has(error.status)) return;
    throw error;
  }
}
