import type { Alarms } from './alarms.ts';
import type { Config } from './config.ts';
import type { PublicApi } from './public-api.ts';
import type { Storage } from './storage.ts';
import type { SyncQueue } from './sync-queue.ts';

/** What stands around every function. */
export interface Surroundings {
  config: Config;
  alarms: Alarms;
  storage: Storage;
  syncQueue: SyncQueue;
  api: PublicApi;
}

/**
 * Where things are: the same for each function, because all start from the same composition root. What one may touch is
 * decided by its grants.
 */
export function environmentOf({ config, storage, syncQueue, api }: Surroundings): Record<string, string> {
  return {
    ACCOUNTS_TABLE: storage.accounts.tableName,
    MEASUREMENTS_TABLE: storage.measurements.tableName,
    ARCHIVE_BUCKET: storage.archive.bucketName,
    SYNC_QUEUE_URL: syncQueue.queue.queueUrl,
    SECRET_ID: storage.secret.secretArn,
    PUBLIC_URL: api.url,
    SYNC_EVERY_HOURS: String(config.syncEveryHours),
    ...(config.garminClientIds && { GARMIN_CLIENT_IDS: config.garminClientIds.join(',') }),
    ...(config.pausedDestinations.length > 0 && { PAUSED_DESTINATIONS: config.pausedDestinations.join(',') }),
  };
}
