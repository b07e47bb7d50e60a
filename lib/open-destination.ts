import type { Destination, DestinationName } from './destination.ts';
import { garminHosts, parseGarminDomain } from './garmin/region.ts';
import type { Host } from './host.ts';
import { intervalsUrl } from './intervals/api.ts';
import { settingsOf } from './settings.ts';
import { accountTokens } from './store/account-tokens.ts';
import type { OpenAccount } from './store/open-account.ts';
import type { Seal } from './store/seal.ts';
import { garminTokensSchema, intervalsCredentialsSchema, trainerRoadCredentialsSchema } from './sync/credentials.ts';
import type { SyncContext } from './sync/sync-context.ts';
import { trainerRoadUrl } from './trainerroad/web.ts';

/**
 * Puts a destination together for one person, for a sync as for a page. Each is loaded when it is first called: most
 * syncs find nothing to deliver, most pages only tell of it, and few people have all.
 */
export const openDestination =
  (host: Host, seal: Seal): SyncContext['openDestination'] =>
  (name, open) =>
    openers[name](host, open, seal);

/** How each destination is opened for one person. */
const openers: Readonly<Record<DestinationName, (host: Host, open: OpenAccount, seal: Seal) => Promise<Destination>>> =
  {
    garmin: async ({ env, fetch, clock }, open, seal) => {
      const { garminDestination } = await import('./garmin/destination.ts');
      return garminDestination({
        fetch,
        clock,
        hosts: garminHosts(parseGarminDomain(open.current.connections.garmin?.domain ?? 'garmin.com'), {
          diauth: env.GARMIN_DIAUTH_URL,
          connectapi: env.GARMIN_CONNECTAPI_URL,
        }),
        store: accountTokens(open, 'garmin', seal, garminTokensSchema),
        zone: open.current.timeZone,
        settings: settingsOf(open.current),
        ...(env.GARMIN_CLIENT_IDS && { clientIds: env.GARMIN_CLIENT_IDS.split(',') }),
      });
    },
    trainerroad: async ({ env, fetch, clock }, open, seal) => {
      const { trainerRoadDestination } = await import('./trainerroad/destination.ts');
      return trainerRoadDestination(
        { fetch, clock, baseUrl: env.TRAINERROAD_URL ?? trainerRoadUrl },
        accountTokens(open, 'trainerroad', seal, trainerRoadCredentialsSchema),
      );
    },
    intervals: async ({ env, fetch, clock }, open, seal) => {
      const { intervalsDestination } = await import('./intervals/destination.ts');
      return intervalsDestination(
        {
          ...{ fetch, clock, zone: open.current.timeZone, settings: settingsOf(open.current) },
          baseUrl: env.INTERVALS_URL ?? intervalsUrl,
        },
        accountTokens(open, 'intervals', seal, intervalsCredentialsSchema),
      );
    },
  };
