/** A process of its own that makes calls for one person, all at once, as soon as it is told to. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { accountTokens } from '../../lib/store/account-tokens.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { documentClient } from '../../lib/store/document-client.ts';
import { OpenAccount } from '../../lib/store/open-account.ts';
import { Seal } from '../../lib/store/seal.ts';
import { withingsTokensSchema } from '../../lib/sync/credentials.ts';
import { FileTokenStore, WithingsClient, type WithingsUser } from '../../lib/withings/index.ts';
import { redirectUri } from './connected.ts';

const tableSchema = v.object({ endpoint: v.string(), table: v.string(), account: v.string(), key: v.string() });
const orderSchema = v.object({
  tokens: v.union([v.object({ file: v.string() }), tableSchema]),
  apiUrl: v.string(),
  /** Each call has to differ from all others: Withings refuses identical ones. */
  lastupdates: v.array(v.number()),
});

export type Order = v.InferInput<typeof orderSchema>;
export type Report = { failures: string[]; calls: number } | 'ready';

const report = (message: Report) => process.send?.(message);

async function userOf({ tokens, apiUrl }: v.InferOutput<typeof orderSchema>): Promise<WithingsUser> {
  const client = new WithingsClient({ clientId: 'client', clientSecret: 'secret', callbackURL: redirectUri, apiUrl });
  return client.forUser('file' in tokens ? new FileTokenStore(tokens.file) : await tableStore(tokens));
}

async function tableStore({ endpoint, table, account, key }: v.InferOutput<typeof tableSchema>) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const dynamo = documentClient(new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials }));
  const accounts = new AccountStore(dynamo, table);
  const open = new OpenAccount(accounts, await accounts.mustGet(account));
  return accountTokens(open, 'withings', new Seal(Buffer.from(key, 'hex')), withingsTokensSchema);
}

process.once('message', async (message) => {
  const order = v.parse(orderSchema, message);
  const user = await userOf(order);
  const calls = order.lastupdates.map(async (lastupdate) => user.getUserMeasures({ lastupdate }));
  const failures = (await Promise.allSettled(calls)).flatMap((call) =>
    call.status === 'rejected' ? [String(call.reason)] : [],
  );
  report({ failures, calls: calls.length });
  process.disconnect();
});
report('ready');
