import type { Clock } from '../clock.ts';
import type { TokenStore } from '../tokens.ts';
import type { WithingsApp } from '../withings/app.ts';
import { getmeas } from '../withings/measures.ts';
import { listSubscriptions, subscribe } from '../withings/notify.ts';
import type { WithingsTokens } from '../withings/oauth.ts';
import { WithingsSession } from '../withings/session.ts';
import type { WithingsAccount } from './sync-account.ts';

/** Weight and body composition, and blood pressure with pulse. */
const subscribedApplis = [1, 4];
/** Withings refuses subscriptions that follow each other too fast. */
const betweenSubscriptionsMs = 1_000;

/** One person's Withings account as a sync needs it. */
export function withingsAccount(
  app: WithingsApp,
  store: TokenStore<WithingsTokens>,
  callbackurl: string,
  clock: Clock,
): WithingsAccount {
  const session = new WithingsSession(app, store);
  return {
    getmeas: (query) => getmeas(session, query),
    subscribe: async () => {
      const ours = (await listSubscriptions(session)).filter(
        (subscription) => subscription.callbackurl === callbackurl,
      );
      const missing = subscribedApplis.filter((appli) => !ours.some((subscription) => subscription.appli === appli));
      for (const appli of missing) {
        await clock.sleep(betweenSubscriptionsMs);
        await subscribe(session, { callbackurl, appli });
      }
    },
  };
}
