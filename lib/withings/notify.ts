import * as v from 'valibot';
import { BugError, RejectedError } from '../errors.ts';
import { parseAs } from '../http.ts';
import { checkNames, unusable } from './options.ts';
import type { Caller } from './transport.ts';

/** Withings posts to `callbackurl` whenever data of this `appli` are created, changed or deleted. */
export interface Subscription {
  appli: number;
  callbackurl: string;
  comment?: string;
}

/** Which of the subscriptions. */
export type SubscriptionKey = Pick<Subscription, 'callbackurl' | 'appli'>;

/** One thing about a subscription that is to change. */
export type SubscriptionChange =
  | { new_callbackurl: string; new_appli?: never; comment?: never }
  | { new_callbackurl?: never; new_appli: number; comment?: never }
  | { new_callbackurl?: never; new_appli?: never; comment: string };

const service = 'Withings';
const path = '/notify';

/**
 * Asks for notifications; asking twice does no harm. Withings tries the URL at once with an HTTP HEAD.
 *
 * @throws RejectedError when Withings cannot use the URL.
 */
export async function subscribe(caller: Caller, { callbackurl, appli, comment }: Subscription): Promise<void> {
  const action = 'subscribe';
  checkLengths(action, { callbackurl, comment });
  const params = { callbackurl, appli, ...(comment && { comment }) };
  await caller.call({ path, action, params, explain: ({ status }) => explainAddress(action, status) });
}

function explainAddress(action: string, status: number): RejectedError | undefined {
  if (status !== 293) return undefined;
  return new RejectedError(
    'Withings cannot notify this address (status 293): it must answer HEAD with 200 and its host must be a callback URL of the application in the Withings dashboard.',
    { service, action, status },
  );
}

const lengthAtMost = 255;

function checkLengths(action: string, texts: Readonly<Record<string, string | undefined>>): void {
  const tooLong = Object.keys(texts).find((name) => (texts[name]?.length ?? 0) > lengthAtMost);
  if (tooLong) throw unusable(action, `${tooLong} is too long: Withings takes ${lengthAtMost} characters.`);
}

const profileSchema = v.object({ appli: v.number(), callbackurl: v.string(), comment: v.nullish(v.string()) });
/**
 * An answer of 2012 holds only comments: without an `appli` it is about the one that Withings assumes, and the
 * address is unknown.
 */
const listedSchema = v.object({
  ...profileSchema.entries,
  appli: v.nullish(v.number(), 1),
  callbackurl: v.nullish(v.string(), ''),
});
const profilesSchema = v.object({ profiles: v.nullish(v.array(listedSchema), []) });

const subscriptionOf = ({ appli, callbackurl, comment }: v.InferOutput<typeof profileSchema>): Subscription => ({
  appli,
  callbackurl,
  ...(comment && { comment }),
});

/** The subscriptions this application holds for the person, of one `appli` or all. */
export async function listSubscriptions(caller: Caller, only: { appli?: number } = {}): Promise<Subscription[]> {
  const action = 'list';
  checkNames(action, only, ['appli']);
  const params = only.appli === undefined ? {} : { appli: only.appli };
  const { profiles } = parseAs(profilesSchema, await caller.call({ path, action, params }), { service, action });
  return profiles.map(subscriptionOf);
}

/** One subscription, or undefined when there is none. */
export async function getSubscription(
  caller: Caller,
  { callbackurl, appli }: SubscriptionKey,
): Promise<Subscription | undefined> {
  const action = 'get';
  const body = await unlessMissing(caller.call({ path, action, params: { callbackurl, appli } }));
  if (body === undefined) return undefined;
  // Older answers tell only the comment.
  const { comment } = parseAs(v.object({ comment: profileSchema.entries.comment }), body, { service, action });
  return subscriptionOf({ callbackurl, appli, comment });
}

/**
 * Changes the address, the `appli` or the comment of a subscription; one of them at a time.
 *
 * @throws RejectedError when it is not one of them, when Withings cannot use the address, or when there is
 * no such subscription
 */
export async function updateSubscription(caller: Caller, update: SubscriptionKey & SubscriptionChange): Promise<void> {
  const action = 'update';
  const { callbackurl, appli, new_callbackurl, new_appli, comment, ...others } = update;
  checkNames(action, others, ['callbackurl', 'appli', 'new_callbackurl', 'new_appli', 'comment']);
  checkLengths(action, { new_callbackurl, comment });
  const changes = Object.entries({ new_callbackurl, new_appli, comment }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (changes.length !== 1) {
    throw unusable(action, 'Withings changes one thing at a time: give one of new_callbackurl, new_appli, comment.');
  }
  await caller.call({
    path,
    action,
    params: { callbackurl, appli, ...Object.fromEntries(changes) },
    explain: ({ status }) =>
      noSuchSubscription.has(status)
        ? new RejectedError(`There is no such subscription (update, status ${status}): subscribe first.`, {
            service,
            action,
            status,
          })
        : explainAddress(action, status),
  });
}

/** Three ways in which Withings has said that there is no such subscription. */
const noSuchSubscription = new Set<number | undefined>([286, 294, 343]);

/** Ends a subscription; one that is not there is as good as ended. */
export async function revokeSubscription(caller: Caller, { callbackurl, appli }: SubscriptionKey): Promise<void> {
  await unlessMissing(caller.call({ path, action: 'revoke', params: { callbackurl, appli } }));
}

/** The answer, or undefined when there is no such subscription. */
async function unlessMissing(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof BugError && noSuchSubscription.has(error.status)) return undefined;
    throw error;
  }
}
