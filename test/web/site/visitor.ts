import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import type { Account } from '../../../lib/account.ts';
import { isEvent, type LedgerItem, withDeliveries } from '../../../lib/ledger.ts';
import { SyncQueue } from '../../../lib/queue.ts';
import { AccountStore } from '../../../lib/store/accounts.ts';
import { Archive } from '../../../lib/store/archive.ts';
import { MeasurementStore } from '../../../lib/store/measurements.ts';
import { Seal } from '../../../lib/store/seal.ts';
import { ShortLivedStore } from '../../../lib/store/short-lived.ts';
import type { WebResponse } from '../../../lib/web/response.ts';
import type { Route, Site, Visit } from '../../../lib/web/site/visit.ts';
import { WithingsSession } from '../../../lib/withings/session.ts';
import { memoryDatabase } from '../../store/memory-database.ts';
import { VirtualClock } from '../../virtual-clock.ts';
import { sandboxed, VariableStore } from '../../withings/connected.ts';
import { accountOf, now } from '../pages/household.ts';

export interface World {
  account?: Account;
  items?: readonly LedgerItem[];
  /** The archive, by key. */
  files?: Readonly<Record<string, Uint8Array>>;
  locale?: string;
  site?: Partial<Site>;
}

/** Somebody who is signed in, with the stores behind the pages, and Withings as its simulator has it. */
export async function visitorOf({ account = accountOf(), items = [], files = {}, locale = 'en-GB', site }: World = {}) {
  const database = memoryDatabase();
  const clock = new VirtualClock(now);
  const measurements = new MeasurementStore(database.documentClient, database.measurementsTable);
  await measurements.saveAll(
    items.map((item) => ({
      ...(isEvent(item) ? withDeliveries(item, {}) : item),
      account: account.account,
      version: 0,
    })),
  );
  const accounts = new AccountStore(database.documentClient, database.accountsTable);
  const s3 = new S3Client({ region: 'eu-central-1' });
  const archive = mockClient(s3);
  for (const [Key, bytes] of Object.entries(files)) {
    const Body = { transformToByteArray: async () => bytes } as never;
    archive.on(GetObjectCommand, { Bucket: 'archive', Key }).resolves({ Body });
  }
  const sqs = new SQSClient({ region: 'eu-central-1' });
  const queue = mockClient(sqs);
  queue.on(SendMessageCommand).resolves({});
  const sandbox = sandboxed();
  const session = new WithingsSession(sandbox.app, new VariableStore(await sandbox.connect()));
  const made: Site = {
    publicUrl: 'https://weighbridge.example',
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    accounts,
    measurements,
    archive: new Archive(s3, 'archive'),
    queue: new SyncQueue(sqs, 'https://sqs.example/sync.fifo', clock),
    shortLived: new ShortLivedStore(database.documentClient, database.accountsTable, clock),
    seal: new Seal(new Uint8Array(32)),
    syncEveryHours: 3,
    pausedDestinations: [],
    notifyAddress: 'https://weighbridge.example/webhook/secret',
    revokeWithings: async () => {},
    openWithings: async () => session,
    garminDoor: { pageOf: (domain) => `https://sso.${domain}/`, tokensFor: async () => ({}) as never },
    openDestination: () => {
      throw new Error('No page asks a destination.');
    },
    ...site,
  };

  /** Opens an address, or sends a form to it, as the router would. */
  async function go(routes: readonly Route[], address: string, form?: Record<string, string>): Promise<WebResponse> {
    const url = new URL(address, made.publicUrl);
    const method = form ? 'POST' : 'GET';
    for (const route of routes) {
      const pattern = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
      const match = pattern.exec(url.pathname);
      if (route.method !== method || !match) continue;
      const visit: Visit = {
        request: {
          method,
          path: url.pathname,
          headers: {},
          query: url.searchParams,
          cookies: new Map(),
          body: '',
          pathParameters: { ...match.groups },
        },
        site: made,
        account,
        session: { id: 'session', account: account.account, since: now, issuedAt: now },
        now,
        locale,
        csrf: 'the-csrf-token',
        form: new URLSearchParams(form),
      };
      return route.answer(visit);
    }
    throw new Error(`No route for ${method} ${url.pathname}.`);
  }

  const queued = (): unknown[] =>
    queue.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => JSON.parse(input.MessageBody ?? ''));

  return { go, queued, measurements, account, ...sandbox };
}
