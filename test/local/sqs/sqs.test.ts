import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { md5OfAttributes } from '../../../lib/local/sqs/message.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { clientOf, functionOf, startTiny } from '../tiny-stack.ts';

async function start(state?: string) {
  const assembly = temporaryFolder();
  const resources = {
    Dead: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    Work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        FifoQueue: true,
        DeduplicationScope: 'messageGroup',
        VisibilityTimeout: 360,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
      },
    },
    Plain: { Type: 'AWS::SQS::Queue' },
    ...functionOf(assembly, 'Sender', {
      code: 'export const handler = () => {}',
      allow: [{ Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Work', 'Arn'] } }],
    }),
  };
  Object.assign(
    resources,
    functionOf(assembly, 'Mover', {
      code: 'export const handler = () => {}',
      allow: [{ Action: 'sqs:StartMessageMoveTask', Resource: { 'Fn::GetAtt': ['Dead', 'Arn'] } }],
    }),
  );
  const outputs = { Work: { Value: { Ref: 'Work' } }, Plain: { Value: { Ref: 'Plain' } } };
  const cloud = await startTiny({ resources, outputs }, { assembly, ...(state && { state }) });
  return {
    cloud,
    work: cloud.outputs.Work ?? '',
    plain: cloud.outputs.Plain ?? '',
    as: (caller: string) => new SQSClient(clientOf(cloud, caller)),
  };
}

const message = (MessageBody: string, MessageGroupId = 'ann') => ({
  MessageBody,
  MessageGroupId,
  MessageDeduplicationId: `${MessageGroupId}-${MessageBody}`,
});

it('send, receive, hide, delete', async () => {
  const { as, work } = await start();
  const admin = as('admin');
  const sent = await as('Sender').send(
    new SendMessageCommand({
      QueueUrl: work,
      ...message('{"ü":1}'),
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    }),
  );
  expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
  const receive = new ReceiveMessageCommand({
    QueueUrl: work,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  const { Messages } = await admin.send(receive);
  expect(Messages).toMatchObject([
    {
      MessageId: sent.MessageId,
      Body: '{"ü":1}',
      Attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'ann', SequenceNumber: sent.SequenceNumber },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
    },
  ]);
  const ReceiptHandle = Messages?.[0]?.ReceiptHandle ?? '';
  expect((await admin.send(receive)).Messages).toBeUndefined();
  await admin.send(new ChangeMessageVisibilityCommand({ QueueUrl: work, ReceiptHandle, VisibilityTimeout: 0 }));
  const again = (await admin.send(receive)).Messages?.[0];
  await admin.send(new DeleteMessageCommand({ QueueUrl: work, ReceiptHandle: again?.ReceiptHandle ?? '' }));
  const { Attributes } = await admin.send(new GetQueueAttributesCommand({ QueueUrl: work, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    VisibilityTimeout: '360',
    FifoQueue: 'true',
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:000000000000:Tiny-Dead.fifo","maxReceiveCount":3}',
  });
});

it('a batch succeeds in part', async () => {
  const { as, work } = await start();
  const { MessageGroupId: _, ...groupless } = message('b');
  const { Successful, Failed } = await as('Sender').send(
    new SendMessageBatchCommand({
      QueueUrl: work,
      Entries: [
        { Id: '1', ...message('a') },
        { Id: '2', ...groupless },
      ],
    }),
  );
  expect(Successful?.map(({ Id }) => Id)).toEqual(['1']);
  expect(Failed).toMatchObject([{ Id: '2', SenderFault: true, Code: 'MissingParameter' }]);
});

describe('a redrive', () => {
  const move = (sent: { arn: string }) => new StartMessageMoveTaskCommand({ SourceArn: sent.arn });
  const arn = 'arn:aws:sqs:eu-central-1:000000000000:Tiny-Dead.fifo';

  async function buried() {
    const started = await start();
    const admin = started.as('admin');
    await admin.send(new SendMessageCommand({ QueueUrl: started.work, ...message('poison') }));
    for (let time = 0; time < 4; time++) {
      await admin.send(new ReceiveMessageCommand({ QueueUrl: started.work, VisibilityTimeout: 0 }));
    }
    return { ...started, admin, receive: new ReceiveMessageCommand({ QueueUrl: started.work }) };
  }

  it('gives the dead letters back to the queue they came from', async () => {
    const { admin, receive } = await buried();
    expect((await admin.send(receive)).Messages).toBeUndefined();
    expect((await admin.send(move({ arn }))).TaskHandle).toBeTruthy();
    expect((await admin.send(receive)).Messages).toMatchObject([{ Body: 'poison' }]);
  });

  it('takes the right to move, and those to receive and delete there and to send here', async () => {
    const { as } = await buried();
    await expect(as('Sender').send(move({ arn }))).rejects.toThrow(
      `not authorized to perform: sqs:StartMessageMoveTask on resource: ${arn}`,
    );
    await expect(as('Mover').send(move({ arn }))).rejects.toThrow(
      `not authorized to perform: sqs:ReceiveMessage on resource: ${arn}`,
    );
  });

  it('is only for a queue of dead letters', async () => {
    const { admin } = await buried();
    await expect(admin.send(move({ arn: arn.replace('Dead', 'Work') }))).rejects.toThrow('Dead Letter Queue');
  });
});

describe('refused as SQS would', () => {
  it('what the policy does not name', async () => {
    const { as, work, plain } = await start();
    await expect(as('Sender').send(new ReceiveMessageCommand({ QueueUrl: work }))).rejects.toMatchObject({
      name: expect.stringContaining('AccessDenied'),
      message: expect.stringMatching(
        /Tiny-Sender is not authorized .* sqs:ReceiveMessage on resource: arn:aws:sqs:.*:Tiny-Work\.fifo/,
      ),
    });
    await expect(as('Sender').send(new SendMessageCommand({ QueueUrl: plain, MessageBody: 'x' }))).rejects.toThrow(
      'not authorized to perform: sqs:SendMessage',
    );
  });

  it.each([
    ['an empty batch', { Entries: [] }, /at least one entry/],
    [
      'a batch of eleven',
      { Entries: Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, ...message('x') })) },
      /You have sent 11/,
    ],
    [
      'an id twice',
      {
        Entries: [
          { Id: '1', ...message('x') },
          { Id: '1', ...message('y') },
        ],
      },
      /same Id/,
    ],
    [
      'a batch too long',
      {
        Entries: [
          { Id: '1', ...message('x'.repeat(2 ** 20)) },
          { Id: '2', ...message('y') },
        ],
      },
      /more than the limit/,
    ],
  ])('%s', async (_, batch, reason) => {
    const { as, work } = await start();
    await expect(as('admin').send(new SendMessageBatchCommand({ QueueUrl: work, ...batch }))).rejects.toThrow(reason);
  });

  it('a message without what a FIFO queue needs', async () => {
    const { as, work } = await start();
    const send = (input: object) =>
      as('admin').send(new SendMessageCommand({ QueueUrl: work, MessageBody: 'x', ...input }));
    await expect(send({})).rejects.toThrow('MessageGroupId');
    await expect(send({ MessageGroupId: 'g' })).rejects.toThrow('ContentBasedDeduplication');
  });

  it('a queue that is not there', async () => {
    const { as } = await start();
    await expect(as('admin').send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });
});

it('a long poll ends as soon as something is there', async () => {
  const { as, plain } = await start();
  const poll = as('admin').send(new ReceiveMessageCommand({ QueueUrl: plain, WaitTimeSeconds: 20 }));
  await as('admin').send(new SendMessageCommand({ QueueUrl: plain, MessageBody: 'x' }));
  expect((await poll).Messages?.map(({ Body }) => Body)).toEqual(['x']);
});

it('whoever hangs up during a long poll takes nothing along', async () => {
  const { as, plain } = await start();
  const hangUp = new AbortController();
  const poll = as('admin').send(new ReceiveMessageCommand({ QueueUrl: plain, WaitTimeSeconds: 20 }), {
    abortSignal: hangUp.signal,
  });
  await as('admin').send(new GetQueueAttributesCommand({ QueueUrl: plain }));
  hangUp.abort();
  await expect(poll).rejects.toMatchObject({ name: 'AbortError' });
  await as('admin').send(new GetQueueAttributesCommand({ QueueUrl: plain }));
  await as('admin').send(new SendMessageCommand({ QueueUrl: plain, MessageBody: 'x' }));
  const { Messages } = await as('admin').send(new ReceiveMessageCommand({ QueueUrl: plain }));
  expect(Messages).toHaveLength(1);
});

it('messages outlive a restart', async () => {
  const { cloud, as, work } = await start();
  await as('Sender').send(new SendMessageCommand({ QueueUrl: work, ...message('a') }));
  await cloud.stop();
  const again = await start(cloud.state);
  const { Messages } = await again.as('admin').send(new ReceiveMessageCommand({ QueueUrl: again.work }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['a']);
});

it('the MD5 of attributes is the documented one', () => {
  // Recomputed by hand from the description: sorted names, lengths as four bytes, 1 for text and 2 for bytes.
  const attributes = { b: { DataType: 'Binary', BinaryValue: 'AQI=' }, a: { DataType: 'String', StringValue: 'é' } };
  expect(md5OfAttributes(attributes)).toBe('cbee78d671b660d27e9f3aa555a2860f');
  expect(md5OfAttributes({})).toBeUndefined();
});
