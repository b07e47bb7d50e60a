import * as v from 'valibot';
import type { Account } from '../account.ts';
import { destinationNames } from '../destination.ts';
import { settingsSchema } from '../settings.ts';

const status = v.picklist(['connected', 'reauthorize']);

const credentials = v.looseObject({ sealed: v.string(), refreshingUntil: v.exactOptional(v.number()) });

const withings = v.looseObject({
  status,
  credentials,
  scope: v.string(),
  cursor: v.exactOptional(v.number()),
  notifications: v.exactOptional(v.picklist(['subscribed', 'refused'])),
  recent: v.exactOptional(v.string()),
  problem: v.exactOptional(v.string()),
  doubt: v.exactOptional(v.looseObject({ what: v.string(), since: v.number() })),
});

const connection = v.looseObject({
  status,
  credentials,
  domain: v.exactOptional(v.string()),
  enrolled: v.boolean(),
  blockedUntil: v.exactOptional(v.number()),
  blockedSeconds: v.exactOptional(v.number()),
  lastVerifiedAt: v.exactOptional(v.number()),
  problem: v.exactOptional(v.string()),
  needsOwner: v.exactOptional(v.boolean()),
  paused: v.exactOptional(v.boolean()),
  credentialsEndAt: v.exactOptional(v.number()),
  newSince: v.exactOptional(v.number()),
});

/**
 * An account as it is stored. Loose on purpose: during a deployment two versions of the code write the same item, and
 * neither may lose what only the other knows.
 */
export const accountSchema: v.GenericSchema<unknown, Account> = v.looseObject({
  account: v.string(),
  version: v.number(),
  name: v.exactOptional(v.string()),
  timeZone: v.string(),
  height: v.exactOptional(v.looseObject({ heightM: v.number(), date: v.number() })),
  connectedAt: v.number(),
  withings,
  connections: v.looseObject(v.entriesFromList(destinationNames, v.exactOptional(connection))),
  deliveredTo: v.exactOptional(v.looseObject(v.entriesFromList(destinationNames, v.exactOptional(v.string())))),
  lastSync: v.exactOptional(
    v.looseObject({
      startedAt: v.number(),
      finishedAt: v.number(),
      covered: v.exactOptional(v.looseObject({ from: v.number(), to: v.number() })),
      problem: v.exactOptional(v.string()),
      settled: v.exactOptional(v.literal(true)),
    }),
  ),
  settings: v.exactOptional(settingsSchema),
  unprovenSince: v.exactOptional(v.number()),
  told: v.exactOptional(v.record(v.string(), v.number())),
  sessionsSince: v.exactOptional(v.number()),
  owner: v.exactOptional(v.literal(true)),
  paused: v.exactOptional(v.literal(true)),
  leaving: v.exactOptional(v.literal(true)),
});
