import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bundleOf, functionNames } from './bundles.ts';
import { Synthesized } from './synthesized.ts';

const oneOrMany = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.union([v.array(schema), schema]),
    v.transform((value) => [value].flat()),
  );
const policy = v.object({
  Roles: v.array(v.object({ Ref: v.string() })),
  PolicyDocument: v.object({
    Statement: v.array(
      v.strictObject({ Effect: v.literal('Allow'), Action: oneOrMany(v.string()), Resource: oneOrMany(v.unknown()) }),
    ),
  }),
});

const stack = new Synthesized();
const policies = Object.values(stack.resources('AWS::IAM::Policy')).map((properties) => v.parse(policy, properties));

/** What the holders of a role may do, by resource. */
function permissionsOf(role: string): Record<string, string[]> {
  const permissions: Record<string, string[]> = {};
  for (const { Roles, PolicyDocument } of policies) {
    if (!Roles.some(({ Ref }) => stack.nameOf(Ref) === role)) continue;
    for (const { Action, Resource } of PolicyDocument.Statement) {
      for (const resource of Resource.map((value) => stack.text(value))) {
        permissions[resource] = [...(permissions[resource] ?? []), ...Action].sort();
      }
    }
  }
  return permissions;
}

const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const ledger = ['DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action}`);
const secret = ['secretsmanager:GetSecretValue'];
const send = ['sqs:SendMessage'];

it.each([
  [
    'Connect/connect',
    {
      'Connect/connect-log': log,
      'Storage/Accounts': ['dynamodb:GetItem'],
      'Storage/Secret': secret,
    },
  ],
  [
    'Connect/oauth-callback',
    {
      'Connect/oauth-callback-log': log,
      'Storage/Accounts': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
      'Storage/Secret': secret,
      'SyncQueue/Queue': send,
    },
  ],
  ['Webhook/webhook', { 'Webhook/webhook-log': log, 'Storage/Secret': secret, 'SyncQueue/Queue': send }],
  [
    'Website/web',
    {
      'Website/web-log': log,
      'Storage/Accounts': [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
      ],
      'Storage/Measurements': ledger,
      'Storage/Measurements/index/pending': ['dynamodb:Query'],
      'Storage/Archive': ['s3:ListBucket'],
      'Storage/Archive/fit/*': ['s3:DeleteObject', 's3:GetObject'],
      'Storage/Secret': secret,
      'SyncQueue/Queue': ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
      'SyncQueue/DeadLetters': [
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:StartMessageMoveTask',
      ],
    },
  ],
  [
    'Timetable/dispatch',
    {
      'Timetable/dispatch-log': log,
      'Storage/Accounts': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
      'SyncQueue/Queue': send,
    },
  ],
  [
    'Sync/sync',
    {
      'Sync/sync-log': log,
      'Storage/Accounts': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      'Storage/Measurements': ledger,
      'Storage/Measurements/index/pending': ['dynamodb:Query'],
      'Storage/Archive/fit/*': ['s3:DeleteObject', 's3:PutObject'],
      'Storage/Archive': ['s3:ListBucket'],
      'Alarms/Topic': ['sns:Publish'],
      'Storage/Secret': secret,
      'SyncQueue/Queue': [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
    },
  ],
  ['Timetable/scheduler', { 'Timetable/dispatch': ['lambda:InvokeFunction'] }],
])('%s may do this and nothing else', (holder, permissions) => {
  expect(permissionsOf(`${holder}-role`)).toEqual(permissions);
});

describe.each(functionNames)('%s', (name) => {
  const role = Object.keys(stack.resources('AWS::IAM::Role')).find((candidate) => candidate.endsWith(`/${name}-role`));
  // Called by AWS for the function: its log, and the queue that feeds it.
  const others = [...log, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'];

  it('may do nothing that its code could not ask for', () => {
    const commands = bundleOf(name).kept.flatMap((file) => {
      const [, client, command] = /@aws-sdk\/client-([a-z0-9-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
      return client && command ? [`${client.replaceAll('-', '')}:${command}`] : [];
    });
    // The one call that goes without a client of the SDK.
    if (bundleOf(name).kept.includes('lib/owner-topic.ts')) commands.push('sns:Publish');
    // One right covers the asking for a list, whichever version of it.
    if (commands.includes('s3:ListObjectsV2')) commands.push('s3:ListBucket');
    const granted = Object.values(permissionsOf(role ?? '')).flat();
    expect(granted.length).toBeGreaterThan(2);
    expect(granted.filter((action) => !commands.includes(action) && !others.includes(action))).toEqual([]);
  });
});

it('nobody else has a role, and no role has a policy from elsewhere', () => {
  const roles = stack.resources('AWS::IAM::Role');
  expect(Object.keys(roles)).toHaveLength(7);
  for (const role of Object.values(roles)) {
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    expect(role).not.toHaveProperty('Policies');
  }
});

it('the only wildcards are those over archived files', () => {
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const named = statements.flatMap(({ Action, Resource }) => [
    ...Action,
    ...Resource.map((value) => stack.text(value)),
  ]);
  expect(named.filter((name) => name.includes('*'))).toEqual(['Storage/Archive/fit/*', 'Storage/Archive/fit/*']);
});

it('the scheduler takes its role only on behalf of this AWS account', () => {
  expect(stack.resource('AWS::IAM::Role', 'Timetable/scheduler-role')).toMatchObject({
    AssumeRolePolicyDocument: {
      Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }],
    },
  });
});
