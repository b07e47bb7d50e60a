import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Agent, request, type Server } from 'node:http';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';
import * as v from 'valibot';
import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
import { inputAs, jsonRefusal } from '../gateway/json-protocol.ts';
import type { Ask } from '../iam/statements.ts';
import { listen } from '../listen.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import { accountId, region } from '../template/identity.ts';

const indexSchema = v.object({
  IndexName: v.string(),
  KeySchema: v.array(v.unknown()),
  Projection: v.unknown(),
});

/** What makes a table here; throughput, encryption, backups and time to live have no meaning on this machine. */
export const tableSchema = v.object({
  AttributeDefinitions: v.array(v.unknown()),
  KeySchema: v.array(v.unknown()),
  LocalSecondaryIndexes: v.optional(v.array(indexSchema)),
  GlobalSecondaryIndexes: v.optional(v.array(indexSchema)),
});

const askSchema = v.object({
  TableName: v.optional(v.string()),
  IndexName: v.optional(v.string()),
  RequestItems: v.optional(v.record(v.string(), v.unknown())),
  TransactItems: v.optional(v.array(v.record(v.string(), v.object({ TableName: v.string() })))),
});

const tableArn = (table: string): string =>
  table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;

/** The action that IAM checks for each part of a transaction. */
const transactActions: Record<string, string> = {
  ConditionCheck: 'dynamodb:ConditionCheckItem',
  Delete: 'dynamodb:DeleteItem',
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
};

/** DynamoDB on disk, by dynalite. It knows no transactions, no streams and no time to live. */
export class DynamoDb implements StandIn {
  readonly #folder: string;
  #dynalite: Server | undefined;
  /** Only the gateway knows it: dynalite itself would answer any web page that finds its port. */
  readonly #pass = randomUUID();
  readonly #agent = new Agent({ keepAlive: true });
  #port = 0;

  /** @param folder where the tables live */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws LocalCloudError when what is in the folder cannot be read */
  async open(): Promise<void> {
    await mustBeReadable(this.#folder);
    const server = behindPass(dynalite({ path: this.#folder, createTableMs: 0 }), this.#pass);
    server.keepAliveTimeout = 0;
    this.#dynalite = server;
    this.#port = await listen(server, 0);
  }

  /** Creates a table as the template describes it, unless an earlier run did. */
  async createTable(name: string, table: v.InferOutput<typeof tableSchema>): Promise<void> {
    const described = await this.#call('DescribeTable', { TableName: name });
    if (described.status === 200) return;
    const created = await this.#call('CreateTable', {
      TableName: name,
      ...table,
      BillingMode: 'PAY_PER_REQUEST',
    });
    if (created.status !== 200) throw new LocalCloudError(`Table ${name} could not be created: ${created.body}`);
    await this.#untilActive(name);
  }

  /** Where a client of this process finds it without the gateway, and the header that opens it. */
  get address(): { endpoint: string; headers: Record<string, string> } {
    return { endpoint: `http://127.0.0.1:${this.#port}`, headers: passHeader(this.#pass) };
  }

  asks(call: AwsCall): Ask[] {
    const { TableName, IndexName, RequestItems, TransactItems } = inputAs(askSchema, call);
    if (TransactItems) {
      return TransactItems.flatMap((item) => Object.entries(item)).map(([part, item]) => ({
        action: transactActions[part] ?? `dynamodb:${part}`,
        resource: tableArn(item.TableName),
      }));
    }
    const action = `dynamodb:${call.operation}`;
    if (RequestItems) return Object.keys(RequestItems).map((table) => ({ action, resource: tableArn(table) }));
    if (TableName === undefined) return [{ action, resource: '*' }];
    const table = tableArn(TableName);
    return [{ action, resource: IndexName === undefined ? table : `${table}/index/${IndexName}` }];
  }

  async serve(call: AwsCall): Promise<AwsAnswer> {
    if (call.operation.startsWith('Transact')) {
      throw new AwsError('UnknownOperationException', 'The local DynamoDB knows no transactions.');
    }
    return this.#forward(call.operation, call.body);
  }

  refuse(error: AwsError): AwsAnswer {
    return jsonRefusal('1.0', 'com.amazon.coral.service', new AwsError(error.code, error.message, 400));
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    const server = this.#dynalite;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  #call(operation: string, input: unknown): Promise<AwsAnswer> {
    return this.#forward(operation, Buffer.from(JSON.stringify(input)));
  }

  async #untilActive(table: string): Promise<void> {
    for (;;) {
      const { body } = await this.#call('DescribeTable', { TableName: table });
      if (body.toString().includes('"TableStatus":"ACTIVE"')) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #forward(operation: string, body: Buffer): Promise<AwsAnswer> {
    const contentType = 'application/x-amz-json-1.0';
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: this.#port,
          method: 'POST',
          agent: this.#agent,
          headers: {
            ...passHeader(this.#pass),
            authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=local, Signature=local',
            'content-type': contentType,
            'content-length': body.length,
            'x-amz-date': '20000101T000000Z',
            'x-amz-target': `DynamoDB_20120810.${operation}`,
          },
        },
        async (incoming) => {
          const chunks: Buffer[] = [];
          for await (const chunk of incoming) chunks.push(chunk);
          const answer = Buffer.concat(chunks);
          // The SDK checks this one, as it would in the cloud.
          const checksum = incoming.headers['x-amz-crc32'];
          const headers = {
            'content-type': contentType,
            ...(typeof checksum === 'string' && { 'x-amz-crc32': checksum }),
          };
          resolve({ status: incoming.statusCode ?? 500, headers, body: answer });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

const passHeader = (pass: string): Record<string, string> => ({ 'x-local-cloud-pass': pass });

/** The same server, deaf to whoever does not bring the pass. */
function behindPass(server: Server, pass: string): Server {
  const [serve] = server.listeners('request');
  server.removeAllListeners('request');
  return server.on('request', (incoming, response) => {
    if (incoming.headers['x-local-cloud-pass'] === pass) serve?.call(server, incoming, response);
    else response.writeHead(403).end();
  });
}

/** Asked of the database itself: dynalite would end the whole process at its first call. */
async function mustBeReadable(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const database = new ClassicLevel(folder);
  try {
    await database.open();
  } catch (cause) {
    throw new LocalCloudError(`${folder} is damaged; move the whole state folder away to start afresh.`, { cause });
  } finally {
    await database.close();
  }
}
