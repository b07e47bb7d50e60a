import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { clientOf, functionOf, startTiny } from '../tiny-stack.ts';

const outputs = { Where: { Value: 'a <place> & more' }, Bucket: { Value: { Ref: 'Bucket' } } };
const bucket = { Bucket: { Type: 'AWS::S3::Bucket' } };

describe('the local CloudFormation', () => {
  it('tells the outputs of the stack, as the SDK reads them', async () => {
    const cloud = await startTiny({ resources: bucket, outputs });
    const { Stacks } = await new CloudFormationClient(clientOf(cloud, 'admin')).send(
      new DescribeStacksCommand({ StackName: 'Tiny' }),
    );
    expect(Stacks).toMatchObject([
      {
        StackName: 'Tiny',
        StackStatus: 'CREATE_COMPLETE',
        CreationTime: expect.any(Date),
        Outputs: [
          { OutputKey: 'Where', OutputValue: 'a <place> & more' },
          { OutputKey: 'Bucket', OutputValue: 'tiny-bucket' },
        ],
      },
    ]);
  });

  it('knows no other stack, and says so as AWS does', async () => {
    const cloud = await startTiny({ resources: bucket, outputs });
    const asked = new CloudFormationClient(clientOf(cloud, 'admin')).send(
      new DescribeStacksCommand({ StackName: 'Elsewhere' }),
    );
    await expect(asked).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id Elsewhere does not exist',
    });
  });

  it('knows nothing else', async () => {
    const cloud = await startTiny({ resources: bucket, outputs });
    await expect(new CloudFormationClient(clientOf(cloud, 'admin')).send(new ListStacksCommand({}))).rejects.toThrow(
      'knows DescribeStacks, not ListStacks',
    );
  });

  it.each([
    ['may', [{ Action: 'cloudformation:DescribeStacks', Resource: '*' }], 'Tiny'],
    ['may not', [], 'AccessDenied'],
  ])('a function %s ask when its policy says so', async (_, allow, outcome) => {
    const assembly = temporaryFolder();
    const resources = functionOf(assembly, 'Ask', { code: 'export const handler = async () => {};', allow });
    const cloud = await startTiny({ resources }, { assembly });
    const asked = new CloudFormationClient(clientOf(cloud, 'Ask'))
      .send(new DescribeStacksCommand({ StackName: 'Tiny' }))
      .then(
        ({ Stacks }) => Stacks?.[0]?.StackName,
        ({ name }: Error) => name,
      );
    expect(await asked).toBe(outcome);
  });
});
