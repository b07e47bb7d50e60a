import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts a finding of cdk-nag on this construct and what is inside it. The reason is for whoever reviews the stack.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/**
 * Accepts that a policy in `construct` names everything in `resource` that matches `pattern`, and no other wildcard.
 */
export function acknowledgeWildcard(
  construct: IConstruct,
  resource: IConstruct,
  pattern: string,
  reason: string,
): void {
  const element = resource.node.defaultChild;
  if (!CfnElement.isCfnElement(element)) throw new Error(`${resource.node.path} is not one CloudFormation resource.`);
  const logicalId = Stack.of(element).getLogicalId(element);
  acknowledge(construct, `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>${pattern}]`, reason);
}
