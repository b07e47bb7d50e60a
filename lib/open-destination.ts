import type { Destination, DestinationName } from './destination.ts';
import { garminDestination } from './garmin/destination.ts';
import { garminHosts, parseGarminDomain } from './garmin/region.ts';
import type { Host } from './host.ts';
import { intervalsUrl } from './intervals/api.ts';
import { intervalsDestination } from './intervals/destination.ts';
import { settingsOf } from './settings.ts';
import { accountTokens } from './store/account-tokens.ts';
import type { OpenAccount } from './store/open-account.ts';
import type { Seal } from './store/seal.ts';
import { garminTokensSchema, intervalsCredentialsSchema, trainerRoadCredentialsSchema } from './sync/credentials.ts';
import type { SyncContext } from './sync/sync-context.ts';
import { trainerRoadDestination } from './trainerroad/destination.ts';
import { trainerRoadUrl } from './trainerroad/web.ts';

/** Puts a destination together for one person, for a sync as for a page. */
export const openDestination =
  (host: Host, seal: Seal): SyncContext['openDestination'] =>
  async (name, open) =>
    openers[name](host, open, seal);

/** How each destination is opened for one person. */
const openers: Readonly<Record<DestinationName, (host: Host, open: OpenAccount, seal: Seal) => Destination>> = {
  garmin: ({ env, fetch, clock }, open, seal) =>
    garminDestination({
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
    }),
  trainerroad: ({ env, fetch, clock }, open, seal) =>
    trainerRoadDestination(
      { fetch, clock, baseUrl: env.TRAINERROAD_URL ?? trainerRoadUrl },
      accountTokens(open, 'trainerroad', seal, trainerRoadCredentialsSchema),
    ),
  intervals: ({ env, fetch, clock }, open, seal) =>
    intervalsDestination(
      {
        ...{ fetch, clock, zone: open.current.timeZone, settings: settingsOf(open.current) },
        baseUrl: env.INTERVALS_URL ?? intervalsUrl,
      },
      accountTokens(open, 'intervals', seal, intervalsCredentialsSchema),
    ),
};
