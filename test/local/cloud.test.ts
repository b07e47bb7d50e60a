import { createServer, request } from 'node:http';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../lib/local/listen.ts';
import type { LogLine } from '../../lib/local/log.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { clientOf, functionOf, type Resources, startTiny } from './tiny-stack.ts';

/** Makes the project's AWS clients importable from a bundle that lies elsewhere. */
const sdk = `
  import { createRequire } from 'node:module';
  const require = createRequire(${JSON.stringify(import.meta.filename)});
  const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
  const { DynamoDBClient, PutItemCommand, ScanCommand } = require('@aws-sdk/client-dynamodb');
  const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
`;

/** Ask sends each account to the queue; Work writes it down and archives it. */
function pipeline(assembly: string, { mayPoll = true } = {}): Resources {
  const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const polling = { Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: queueArn };
  return {
    Dead: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        FifoQueue: true,
        ContentBasedDeduplication: true,
        VisibilityTimeout: 0,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'account', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'account', KeyType: 'HASH' }],
      },
    },
    Bucket: { Type: 'AWS::S3::Bucket' },
    ...functionOf(assembly, 'Ask', {
      code: `${sdk}
        const sqs = new SQSClient({});
        export const handler = async ({ accounts }) => {
          for (const account of accounts) {
            await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: account, MessageGroupId: account }));
          }
        };`,
      allow: [{ Action: 'sqs:SendMessage', Resource: queueArn }],
      environment: { QUEUE: { Ref: 'Queue' } },
    }),
    ...functionOf(assembly, 'Work', {
      code: `${sdk}
        const dynamo = new DynamoDBClient({});
        const s3 = new S3Client({});
        export const handler = async ({ Records, scan }) => {
          const TableName = process.env.TABLE;
          if (scan) return (await dynamo.send(new ScanCommand({ TableName }))).Items;
          const batchItemFailures = [];
          for (const { messageId, body } of Records) {
            if (body === 'poison') batchItemFailures.push({ itemIdentifier: messageId });
            else {
              await dynamo.send(new PutItemCommand({ TableName, Item: { account: { S: body } } }));
              await s3.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: body, Body: body }));
            }
          }
          return { batchItemFailures };
        };`,
      allow: [
        { Action: ['dynamodb:PutItem', 'dynamodb:Scan'], Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
        { Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] } },
        ...(mayPoll ? [polling] : []),
      ],
      environment: { TABLE: { Ref: 'Table' }, BUCKET: { Ref: 'Bucket' } },
    }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: queueArn,
        FunctionName: { Ref: 'Work' },
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
  };
}

const outputs = { Queue: { Value: { Ref: 'Queue' } }, Dead: { Value: { Ref: 'Dead' } } };

async function start(state?: string) {
  const assembly = temporaryFolder();
  const lines: LogLine[] = [];
  const cloud = await startTiny(
    { resources: pipeline(assembly), outputs },
    { assembly, log: (line) => lines.push(line), ...(state && { state }) },
  );
  return { cloud, lines };
}

const accountsIn = (outcome: object): string[] =>
  'payload' in outcome && Array.isArray(outcome.payload) ? outcome.payload.map(({ account }) => account.S).sort() : [];

it('a function’s message becomes another function’s work, table and archive', async () => {
  const { cloud, lines } = await start();
  expect(await cloud.invoke('Ask', { accounts: ['ann', 'bob', 'cy'] })).toEqual({ payload: null });
  await cloud.idle();
  expect(accountsIn(await cloud.invoke('Work', { scan: true }))).toEqual(['ann', 'bob', 'cy']);
  expect(lines).toEqual([]);
});

it('a message that is never dealt with ends in the dead-letter queue', async () => {
  const { cloud } = await start();
  await cloud.invoke('Ask', { accounts: ['poison', 'ann'] });
  await cloud.idle();
  const sqs = new SQSClient(clientOf(cloud, 'admin'));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: cloud.outputs.Dead }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['poison']);
});

it('a restart goes on where the last run stopped, messages and all', async () => {
  const { cloud } = await start();
  await cloud.invoke('Ask', { accounts: ['ann'] });
  await cloud.idle();
  await cloud.stop();
  const again = await start(cloud.state);
  await again.cloud.invoke('Ask', { accounts: ['bob'] });
  await again.cloud.idle();
  expect(accountsIn(await again.cloud.invoke('Work', { scan: true }))).toEqual(['ann', 'bob']);
});

it('a message whose function is cut off by the stop is there for the next run', async () => {
  const assembly = temporaryFolder();
  const started = Promise.withResolvers<void>();
  const resources = pipeline(assembly);
  Object.assign(resources.Queue?.Properties ?? {}, { VisibilityTimeout: 3600 });
  const hanging = functionOf(assembly, 'Work', {
    code: `export const handler = async () => { console.log('started'); await new Promise((done) => setTimeout(done, 600_000)) }`,
    properties: { Timeout: 900 },
  });
  const cloud = await startTiny(
    { resources: { ...resources, Work: { ...hanging.Work, Type: 'AWS::Lambda::Function' } }, outputs },
    { assembly, graceMs: 0, log: () => started.resolve() },
  );
  await cloud.invoke('Ask', { accounts: ['ann'] });
  await started.promise;
  await cloud.stop();
  const again = await start(cloud.state);
  await again.cloud.idle();
  expect(accountsIn(await again.cloud.invoke('Work', { scan: true }))).toEqual(['ann']);
});

it('idle gives up in words when something goes on and on', async () => {
  const assembly = temporaryFolder();
  const code = 'export const handler = () => new Promise((done) => setTimeout(done, 600_000))';
  const cloud = await startTiny(
    { resources: functionOf(assembly, 'Slow', { code, properties: { Timeout: 900 } }) },
    { assembly },
  );
  void cloud.invoke('Slow', {});
  await expect(cloud.idle({ timeoutMs: 10 })).rejects.toThrow('Still busy after 0.01 s: Slow.');
});

it('what is refused is also said in the log', async () => {
  const { cloud, lines } = await start();
  const sqs = new SQSClient(clientOf(cloud, 'Work'));
  const send = new SendMessageCommand({ QueueUrl: cloud.outputs.Queue, MessageBody: 'x', MessageGroupId: 'x' });
  await expect(sqs.send(send)).rejects.toThrow('not authorized');
  expect(lines).toEqual([
    { from: 'local cloud', text: expect.stringContaining('Tiny-Work is not authorized to perform: sqs:SendMessage') },
  ]);
});

it('resources are found by type, with their names and ARNs', async () => {
  const { cloud } = await start();
  const queues = cloud
    .resources('AWS::SQS::Queue')
    .map((queue) => [queue.logicalId, queue.ref, queue.attribute('Arn')]);
  expect(queues).toContainEqual(['Dead', cloud.outputs.Dead, 'arn:aws:sqs:eu-central-1:000000000000:Tiny-Dead.fifo']);
});

describe('it does not start', () => {
  it('on a port that is taken', async () => {
    const other = createServer();
    const port = await listen(other, 0);
    onTestFinished(() => void other.close());
    await expect(startTiny({ resources: {} }, { port })).rejects.toThrow(
      `Port ${port} is in use by another program; stop it, or choose another port.`,
    );
  });

  it('without an assembly', async () => {
    const { startCloud } = await import('../../lib/local/cloud.ts');
    await expect(startCloud({ assembly: '/nowhere', state: temporaryFolder() })).rejects.toThrow('run "npm run synth"');
  });

  it('twice on the same state, and the first goes on', async () => {
    const { cloud } = await start();
    await expect(start(cloud.state)).rejects.toThrow('A local cloud already runs on');
    await cloud.invoke('Ask', { accounts: [] });
  });

  it('with an event source that AWS would refuse', async () => {
    const assembly = temporaryFolder();
    await expect(startTiny({ resources: pipeline(assembly, { mayPoll: false }) }, { assembly })).rejects.toThrow(
      'Event source Mapping: AWS would refuse it, the function lacks sqs:ReceiveMessage.',
    );
  });

  it('and then leaves nothing locked', async () => {
    const assembly = temporaryFolder();
    const state = temporaryFolder();
    const resources = pipeline(assembly, { mayPoll: false });
    await expect(startTiny({ resources }, { assembly, state })).rejects.toThrow();
    await startTiny({ resources: pipeline(assembly) }, { assembly, state });
  });
});

it('resources of unknown types are left out, and named once', async () => {
  const lines: string[] = [];
  const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::Cidr': [] } } };
  await startTiny({ resources: { A: vpc, B: vpc } }, { log: ({ text }) => lines.push(text) });
  expect(lines).toEqual(['Left out, because unknown here: AWS::EC2::VPC.']);
});

describe('the gateway', () => {
  const ask = async (endpoint: string, headers: Record<string, string>): Promise<[number | undefined, string]> => {
    const { promise, resolve } = Promise.withResolvers<[number | undefined, string]>();
    const outgoing = request(endpoint, { headers }, async (response) => {
      resolve([response.statusCode, Buffer.concat(await response.toArray()).toString()]);
    });
    outgoing.end();
    return promise;
  };

  it('does not talk to web pages that come under another name', async () => {
    const { cloud } = await start();
    expect(await ask(cloud.endpoint, { host: 'evil.example' })).toEqual([403, '']);
  });

  it('takes signed requests only, for services it has', async () => {
    const { cloud } = await start();
    expect(await ask(cloud.endpoint, {})).toEqual([400, 'The request is not signed.']);
    const authorization =
      'AWS4-HMAC-SHA256 Credential=admin/20260101/eu-central-1/ec2/aws4_request, SignedHeaders=host, Signature=0';
    expect(await ask(cloud.endpoint, { authorization })).toEqual([400, 'There is no ec2 in the local cloud.']);
  });
});
