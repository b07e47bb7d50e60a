import type { Clock } from '../clock.ts';
import { kindOf, RetryError } from '../errors.ts';
import type { TokenStore } from '../tokens.ts';
import type { WithingsApp } from '../withings/app.ts';
import { getmeas } from '../withings/measures.ts';
import { listSubscriptions, subscribe } from '../withings/notify.ts';
import type { WithingsTokens } from '../withings/oauth.ts';
import { revoke } from '../withings/revoke.ts';
import { WithingsSession } from '../withings/session.ts';
import type { Caller } from '../withings/transport.ts';
import type { WithingsAccount } from './sync-context.ts';

/** Weight and body composition, and blood pressure with pulse. */
const subscribedApplis = [1, 4];
/** Withings refuses subscriptions that follow each other too fast. */
const betweenSubscriptionsMs = 1_000;
/** Somebody may be waiting for the end of it in front of a browser: what takes longer is left to the next sync. */
const subscribeWithinMs = 5_000;

/** One person's Withings account as a sync needs it. */
export function withingsAccount(
  app: WithingsApp,
  store: TokenStore<WithingsTokens>,
  callbackurl: string,
  clock: Clock,
): WithingsAccount {
  const session = new WithingsSession(app, store);
  const impatient: Caller = { call: (call) => session.call({ ...call, tries: 1 }) };

  return {
    getmeas: (query) => getmeas(session, query),
    subscribe: async () => {
      const giveUpAt = clock.now() + subscribeWithinMs;
      for (const appli of await missingApplis(impatient, callbackurl)) {
        if (clock.now() > giveUpAt) throw tooSlow();
        await clock.sleep(betweenSubscriptionsMs);
        await subscribe(impatient, { callbackurl, appli });
      }
    },
  };
}

/** Of what Withings is to notify us, what it does not notify this address of. */
export async function missingApplis(caller: Caller, callbackurl: string): Promise<number[]> {
  const subscriptions = await listSubscriptions(caller);
  const ours = subscriptions.filter((subscription) => subscription.callbackurl === callbackurl);
  return subscribedApplis.filter((appli) => !ours.some((subscription) => subscription.appli === appli));
}

/**
 * Ends a person's consent, unless it was ended before. Withings ends everything of this application with it, also for
 * another deployment that the same person is connected to.
 */
export async function revokeOnce(app: WithingsApp, account: string): Promise<void> {
  try {
    await revoke(app, account);
  } catch (error) {
    if (kindOf(error) !== 'rejected') throw error;
  }
}

const tooSlow = (): RetryError =>
  new RetryError('Withings is slow to subscribe; the next sync goes on with it.', {
    service: 'Withings',
    action: 'subscribe',
  });
