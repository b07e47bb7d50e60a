import * as v from 'valibot';
import { propertiesAs } from '../template/properties.ts';
import type { Stack } from '../template/stack.ts';
import type { Statement } from './statements.ts';

const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => [value].flat()),
);

const scalars = v.pipe(
  v.union([v.string(), v.boolean(), v.number(), v.array(v.union([v.string(), v.boolean(), v.number()]))]),
  v.transform((value) => [value].flat().map(String)),
);

const statementSchema = v.pipe(
  v.object({
    Effect: v.picklist(['Allow', 'Deny']),
    Action: v.optional(oneOrMore),
    NotAction: v.optional(oneOrMore),
    Resource: v.optional(oneOrMore),
    NotResource: v.optional(oneOrMore),
    Condition: v.optional(v.record(v.string(), v.record(v.string(), scalars)), {}),
  }),
  v.transform(
    (statement): Statement => ({
      effect: statement.Effect,
      actions: statement.Action ?? statement.NotAction ?? [],
      exceptActions: statement.NotAction !== undefined,
      resources: statement.Resource ?? statement.NotResource ?? [],
      exceptResources: statement.NotResource !== undefined,
      conditions: statement.Condition,
    }),
  ),
);

const documentSchema = v.object({
  Statement: v.pipe(
    v.union([statementSchema, v.array(statementSchema)]),
    v.transform((value) => [value].flat()),
  ),
});

const roleSchema = v.object({
  Policies: v.optional(v.array(v.object({ PolicyDocument: documentSchema })), []),
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
});

const policySchema = v.object({ PolicyDocument: documentSchema, Roles: v.optional(v.array(v.string()), []) });

/** AWS's own policies that a function's role usually has: they concern logs and tracing, which need no gateway here. */
const harmlessPolicies = [
  'AWSLambdaBasicExecutionRole',
  'AWSXRayDaemonWriteAccess',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
];

export interface Permissions {
  statements: Statement[];
  /** AWS's managed policies on the role whose content is not in the template and not known here. */
  unknownPolicies: string[];
}

/** Every statement that applies to a role of the template: inline, attached by `AWS::IAM::Policy`, or managed. */
export function permissionsOf(stack: Stack, roleArn: string): Permissions {
  const role = stack.find('AWS::IAM::Role', roleArn);
  if (!role) return { statements: [], unknownPolicies: [roleArn] };
  const { Policies, ManagedPolicyArns } = propertiesAs(roleSchema, role);
  const managed = stack
    .ofType('AWS::IAM::ManagedPolicy')
    .map((policy) => ({ arn: policy.ref, ...propertiesAs(policySchema, policy) }));
  const attached = stack.ofType('AWS::IAM::Policy').map((policy) => propertiesAs(policySchema, policy));
  const documents = [
    ...Policies.map(({ PolicyDocument }) => PolicyDocument),
    ...attached.filter(({ Roles }) => Roles.includes(role.name)).map(({ PolicyDocument }) => PolicyDocument),
    ...managed
      .filter(({ arn, Roles }) => Roles.includes(role.name) || ManagedPolicyArns.includes(arn))
      .map(({ PolicyDocument }) => PolicyDocument),
  ];
  const ownArns = managed.map(({ arn }) => arn);
  return {
    statements: documents.flatMap(({ Statement }) => Statement),
    unknownPolicies: ManagedPolicyArns.filter(
      (arn) => !ownArns.includes(arn) && !harmlessPolicies.some((name) => arn.endsWith(`/${name}`)),
    ),
  };
}
