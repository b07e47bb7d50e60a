import { expect, it } from 'vitest';
import { permissionsOf } from '../../../lib/local/iam/roles.ts';
import { loadAssembly } from '../../../lib/local/template/assembly.ts';
import { Stack } from '../../../lib/local/template/stack.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Resources, writeAssembly } from '../tiny-stack.ts';

const stackOf = (resources: Resources): Stack =>
  new Stack(loadAssembly(writeAssembly(temporaryFolder(), { resources })), {
    stackName: 'Tiny',
    apiUrl: '',
    endpoint: '',
  });

const document = (Action: string | string[]) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const roles = [{ Ref: 'Role' }];

it('a role has what is written in it, what is attached to it, and its managed policies', () => {
  const stack = stackOf({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [{ PolicyName: 'inline', PolicyDocument: document('s3:GetObject') }],
        ManagedPolicyArns: [
          { Ref: 'Managed' },
          { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole` },
          'arn:aws:iam::aws:policy/AmazonS3FullAccess',
        ],
      },
    },
    Attached: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document(['sqs:SendMessage']), Roles: roles } },
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('sns:Publish') } },
    AlsoManaged: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: document('kms:Sign'), Roles: roles },
    },
    Foreign: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document('iam:*'), Roles: ['somebody-else'] } },
  });
  const { statements, unknownPolicies } = permissionsOf(stack, 'arn:aws:iam::000000000000:role/Tiny-Role');
  const actions = statements.flatMap((statement) => statement.actions).sort();
  expect(actions).toEqual(['kms:Sign', 's3:GetObject', 'sns:Publish', 'sqs:SendMessage']);
  expect(unknownPolicies).toEqual(['arn:aws:iam::aws:policy/AmazonS3FullAccess']);
});

it('a role from outside the template grants nothing and is named', () => {
  const elsewhere = 'arn:aws:iam::123456789012:role/elsewhere';
  expect(permissionsOf(stackOf({}), elsewhere)).toEqual({ statements: [], unknownPolicies: [elsewhere] });
});
