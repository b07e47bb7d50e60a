import { describe, expect, it } from 'vitest';
import { loadAssembly } from '../../../lib/local/template/assembly.ts';
import { Stack } from '../../../lib/local/template/stack.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type TinyStack, writeAssembly } from '../tiny-stack.ts';

const place = { stackName: 'Tiny', apiUrl: 'http://localhost:4000', endpoint: 'http://127.0.0.1:5000' };

const stackOf = (stack: TinyStack, parameters?: Record<string, string>): Stack =>
  new Stack(loadAssembly(writeAssembly(temporaryFolder(), stack)), place, parameters);

const outputOf = (resources: TinyStack['resources'], value: unknown): string | undefined =>
  stackOf({ resources, outputs: { Value: { Value: value } } }).outputs.Value;

describe('a resource gets the name and the ARN it would have in AWS', () => {
  it.each<[string, object, unknown, string]>([
    ['AWS::DynamoDB::Table', {}, { Ref: 'It' }, 'Tiny-It'],
    [
      'AWS::DynamoDB::Table',
      {},
      { 'Fn::GetAtt': ['It', 'Arn'] },
      'arn:aws:dynamodb:eu-central-1:000000000000:table/Tiny-It',
    ],
    ['AWS::S3::Bucket', {}, { Ref: 'It' }, 'tiny-it'],
    [
      'AWS::S3::Bucket',
      { BucketName: { 'Fn::Sub': `b-\${AWS::AccountId}` } },
      { 'Fn::GetAtt': ['It', 'Arn'] },
      'arn:aws:s3:::b-000000000000',
    ],
    ['AWS::SQS::Queue', { FifoQueue: true }, { Ref: 'It' }, 'http://127.0.0.1:5000/000000000000/Tiny-It.fifo'],
    ['AWS::SQS::Queue', { QueueName: 'q' }, { 'Fn::GetAtt': ['It', 'Arn'] }, 'arn:aws:sqs:eu-central-1:000000000000:q'],
    ['AWS::SNS::Topic', {}, { Ref: 'It' }, 'arn:aws:sns:eu-central-1:000000000000:Tiny-It'],
    [
      'AWS::Lambda::Function',
      {},
      { 'Fn::GetAtt': ['It', 'Arn'] },
      'arn:aws:lambda:eu-central-1:000000000000:function:Tiny-It',
    ],
    [
      'AWS::Lambda::Alias',
      { FunctionName: 'f', Name: 'live' },
      { Ref: 'It' },
      'arn:aws:lambda:eu-central-1:000000000000:function:f:live',
    ],
    ['AWS::IAM::Role', {}, { 'Fn::GetAtt': ['It', 'Arn'] }, 'arn:aws:iam::000000000000:role/Tiny-It'],
    [
      'AWS::CloudWatch::Alarm',
      {},
      { 'Fn::GetAtt': ['It', 'Arn'] },
      'arn:aws:cloudwatch:eu-central-1:000000000000:alarm:Tiny-It',
    ],
    ['AWS::Nobody::Knows', {}, { Ref: 'It' }, 'Tiny-It'],
  ])('%s %j, %j', (type, properties, value, expected) => {
    expect(outputOf({ It: { Type: type, Properties: properties } }, value)).toBe(expected);
  });

  it('a secret keeps its ARN over restarts, random-looking end included', () => {
    const secret = () =>
      outputOf({ Key: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'k' } } }, { Ref: 'Key' });
    expect(secret()).toMatch(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:k-[0-9a-f]{6}$/);
    expect(secret()).toBe(secret());
  });
});

it.each<[string, unknown]>([
  ['its endpoint attribute', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
  [
    'the address CDK spells out',
    {
      'Fn::Join': [
        '',
        ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }],
      ],
    },
  ],
  ['the same with Sub', { 'Fn::Sub': `https://\${Api}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}` }],
])('the API is on this machine, by %s', (_, value) => {
  expect(outputOf({ Api: { Type: 'AWS::ApiGatewayV2::Api' } }, value)).toBe('http://localhost:4000');
});

it.each([
  ['https://weight.example.com/oauth/callback', 'http://localhost:4000/oauth/callback'],
  [{ 'Fn::GetAtt': ['Name', 'RegionalDomainName'] }, 'localhost:4000'],
])('and so is the owner’s name for it: %j', (value, expected) => {
  const Name = { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'weight.example.com' } };
  expect(outputOf({ Api: { Type: 'AWS::ApiGatewayV2::Api' }, Name }, value)).toBe(expected);
});

it('a resource whose condition is false does not exist', () => {
  const { resources } = stackOf({
    conditions: {
      Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
      Elsewhere: { 'Fn::Not': [{ Condition: 'Here' }] },
    },
    resources: {
      A: { Type: 'AWS::SNS::Topic', Condition: 'Here' },
      B: { Type: 'AWS::SNS::Topic', Condition: 'Elsewhere' },
    },
  });
  expect(resources.map(({ logicalId }) => logicalId)).toEqual(['A']);
});

it('a parameter has its default, or the value that was given', () => {
  const stack: TinyStack = {
    resources: {},
    parameters: { Mail: { Type: 'String', Default: 'nobody' }, Other: { Type: 'String' } },
    outputs: { Mail: { Value: { Ref: 'Mail' } } },
  };
  expect(stackOf(stack).outputs.Mail).toBe('nobody');
  expect(stackOf(stack, { Mail: 'ann' }).outputs.Mail).toBe('ann');
  expect(() => stackOf({ ...stack, outputs: { Other: { Value: { Ref: 'Other' } } } }).outputs).toThrow(
    "The template's parameter Other has no default; give it a value.",
  );
});

it('a resource is called by its place in the CDK app', () => {
  const Metadata = { 'aws:cdk:path': 'Tiny/Sync/Function/Resource' };
  expect(stackOf({ resources: { F: { Type: 'AWS::SNS::Topic', Metadata } } }).resources[0]?.path).toBe('Sync/Function');
});

it.each<[unknown, string]>([
  [{ Ref: 'Ghost' }, 'The template refers to Ghost, which it does not contain.'],
  [
    { 'Fn::GetAtt': ['Topic', 'Colour'] },
    'The template asks AWS::SNS::Topic Topic for Colour, which the local cloud does not know.',
  ],
])('%j is refused in words', (value, message) => {
  expect(() => outputOf({ Topic: { Type: 'AWS::SNS::Topic' } }, value)).toThrow(message);
});
