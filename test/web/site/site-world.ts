import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import type { DestinationName } from '../../../lib/destination.ts';
import { garminDoor } from '../../../lib/garmin-door.ts';
import { seeded } from '../../../lib/sandbox/withings/chance.ts';
import { accountTokens } from '../../../lib/store/account-tokens.ts';
import { Archive } from '../../../lib/store/archive.ts';
import { Seal } from '../../../lib/store/seal.ts';
import { ShortLivedStore } from '../../../lib/store/short-lived.ts';
import { withingsTokensSchema } from '../../../lib/sync/credentials.ts';
import type { Parts } from '../../../lib/web/site/parts.ts';
// Loaded before anybody goes there: virtual time flows on while a file is read.
import '../../../lib/web/site/further-routes.ts';
import { ownParts } from '../../../lib/web/site/routes.ts';
import type { Site } from '../../../lib/web/site/visit.ts';
import { revoke } from '../../../lib/withings/revoke.ts';
import type { Scope } from '../../../lib/withings/scope.ts';
import { WithingsSession } from '../../../lib/withings/session.ts';
import { FlowingClock } from '../../flowing-clock.ts';
import { memoryDatabase } from '../../store/memory-database.ts';
import { engine } from '../../sync/engine.ts';
import { addPerson } from '../../sync/person.ts';
import { QueueInMemory } from '../../sync/queue-in-memory.ts';
import { simulatedVendors } from '../../sync/simulated-vendors.ts';
import { SiteVisitor } from './site-visitor.ts';

export const publicUrl = 'https://weighbridge.test';

/** The site with real stores in memory, simulated vendors and virtual time. */
export function siteWorld({ address = publicUrl, pages = ownParts }: { address?: string; pages?: Parts } = {}) {
  const clock = new FlowingClock();
  const random = seeded(7);
  const database = memoryDatabase();
  const vendors = simulatedVendors({ clock, random, notify: async () => new Response(null, { status: 200 }) });
  const seal = new Seal(new Uint8Array(32).fill(7));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const files = new Map<string, Uint8Array>();
  const archive = archiveIn(files);
  const parts = engine({
    ...{ database, clock, random, seal, archive, log, fetch: vendors.fetch },
    mailOwner: async () => {},
  });
  const { accounts, measurements, app, context } = parts;
  const sqs = new QueueInMemory(clock);
  const site: Site = {
    ...{ publicUrl: address, clock, log, accounts, measurements, archive, seal, queue: sqs.queue },
    shortLived: new ShortLivedStore(database.documentClient, database.accountsTable, clock),
    syncEveryHours: 3,
    pausedDestinations: [],
    notifyAddress: 'http://localhost/webhook/secret',
    openWithings: async (open) => new WithingsSession(app, accountTokens(open, 'withings', seal, withingsTokensSchema)),
    openDestination: (name, open) => context.openDestination(name, open),
    garminDoor: garminDoor({ env: {}, fetch: vendors.fetch, clock }),
    revokeWithings: (account) => revoke(app, account),
  };
  const key = new Uint8Array(32).fill(3);
  let people = 0;

  /** Somebody whom every vendor knows, connected here to some of them. */
  const person = (
    name = 'robin',
    connect: readonly DestinationName[] = ['garmin', 'trainerroad', 'intervals'],
    scopes: readonly Scope[] = ['user.metrics'],
  ) => addPerson({ name, userid: 1_000 + ++people, connect, scopes }, vendors, parts, seal);

  const visitor = () => new SiteVisitor({ site, key, parts: pages });

  /** A browser in which somebody is signed in. */
  async function signedIn(account: string) {
    const browser = visitor();
    await browser.signIn(account);
    return browser;
  }

  return {
    ...parts,
    ...{ clock, vendors, seal, archive, files, sqs, site, key, pages, context, person, visitor, signedIn },
  };
}

export type SiteWorld = ReturnType<typeof siteWorld>;

function archiveIn(files: Map<string, Uint8Array>): Archive {
  const client = new S3Client({ region: 'eu-central-1' });
  const s3 = mockClient(client);
  s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: Uint8Array }) => void files.set(Key, Body));
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => ({
    Body: { transformToByteArray: async () => files.get(Key) },
  }));
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }: { Prefix: string }) => ({
    Contents: [...files.keys()].filter((key) => key.startsWith(Prefix)).map((Key) => ({ Key })),
  }));
  s3.on(DeleteObjectCommand).callsFake(({ Key }: { Key: string }) => void files.delete(Key));
  return new Archive(client, 'archive');
}
