import { type Host, required } from './host.ts';
import { late } from './late.ts';
import type { SyncQueue } from './queue.ts';
import type { Archive } from './store/archive.ts';
import type { Seal } from './store/seal.ts';
import type { SyncContext } from './sync/sync-context.ts';

/**
 * The clients of S3 and SQS are a fifth of the code of a function, and most syncs and most pages need neither; nor do
 * they call a destination. Each of these looks like what it stands for and is loaded by the first call.
 */

/** The archive, opened when there is a file for it, one is to be read, or somebody's are to go. */
export function lateArchiveOf({ env, aws }: Host): Pick<Archive, 'put' | 'get' | 'removeAll'> {
  const bucket = required(env, 'ARCHIVE_BUCKET');
  const opened = late(async () => (await import('./store/archive.ts')).openArchive(aws, bucket));
  return {
    put: async (...file) => (await opened()).put(...file),
    get: async (key) => (await opened()).get(key),
    removeAll: async (...whose) => (await opened()).removeAll(...whose),
  };
}

/** The queue, opened when there is something to say to it. */
export function lateQueueOf({ env, aws, clock }: Host): Pick<SyncQueue, 'send' | 'wait'> {
  const url = required(env, 'SYNC_QUEUE_URL');
  const opened = late(async () => (await import('./queue.ts')).openQueue(aws, url, clock));
  return {
    send: async (...message) => (await opened()).send(...message),
    wait: async (...receipt) => (await opened()).wait(...receipt),
  };
}

/** The destinations, for a sync that has something to deliver and for a page on which somebody tries one. */
export const lateDestinationsOf =
  (host: Host, seal: Seal): SyncContext['openDestination'] =>
  async (...one) =>
    (await import('./open-destination.ts')).openDestination(host, seal)(...one);
