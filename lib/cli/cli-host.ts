import { systemClock } from '../clock.ts';
import type { Host } from '../host.ts';

/** The outputs of a deployed stack, by name. */
export type StackOutputs = Readonly<Record<string, string>>;

/** The command line in the place of a Lambda: the same stores, named by the stack's outputs. */
export function cliHost(outputs: StackOutputs, aws: Host['aws']): Host {
  return {
    env: {
      ACCOUNTS_TABLE: outputs.AccountsTable,
      MEASUREMENTS_TABLE: outputs.MeasurementsTable,
      ARCHIVE_BUCKET: outputs.ArchiveBucket,
      SYNC_QUEUE_URL: outputs.SyncQueueUrl,
      SECRET_ID: outputs.SecretName,
    },
    aws,
    clock: systemClock,
    fetch: globalThis.fetch,
    random: Math.random,
    publicUrl: outputs.ApiUrl ?? '',
    log: { begin: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
}
