import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
import { formOf, queryAnswer, queryRefusal } from '../gateway/query-protocol.ts';
import { element } from '../gateway/xml.ts';
import type { Ask } from '../iam/statements.ts';
import { accountId, region } from '../template/identity.ts';
import type { Stack } from '../template/stack.ts';

/** CloudFormation, as far as it tells what a stack is made of: its outputs. */
export class CloudFormation implements StandIn {
  readonly #stack: Stack;
  readonly #startedAt: number;

  constructor(stack: Stack, startedAt: number) {
    this.#stack = stack;
    this.#startedAt = startedAt;
  }

  asks(call: AwsCall): Ask[] {
    const form = formOf(call);
    const name = form.get('StackName');
    const resource = name?.startsWith('arn:') ? name : name ? stackArn(name, '*') : '*';
    return [{ action: `cloudformation:${form.get('Action')}`, resource }];
  }

  serve(call: AwsCall): AwsAnswer {
    const form = formOf(call);
    if (form.get('Action') !== 'DescribeStacks') {
      throw new AwsError('InvalidAction', `The local CloudFormation knows DescribeStacks, not ${form.get('Action')}.`);
    }
    const wanted = form.get('StackName');
    const { stackName } = this.#stack;
    const id = stackArn(stackName, 'local');
    if (wanted !== null && wanted !== stackName && wanted !== id) {
      throw new AwsError('ValidationError', `Stack with id ${wanted} does not exist`);
    }
    return queryAnswer('DescribeStacks', element('Stacks', element('member', this.#describe(id))));
  }

  refuse(error: AwsError): AwsAnswer {
    return queryRefusal(error, 'AccessDenied');
  }

  #describe(id: string): string {
    const outputs = Object.entries(this.#stack.outputs).map(([key, value]) =>
      element('member', element('OutputKey', key, 'text') + element('OutputValue', value, 'text')),
    );
    return [
      element('StackId', id, 'text'),
      element('StackName', this.#stack.stackName, 'text'),
      element('CreationTime', new Date(this.#startedAt).toISOString(), 'text'),
      element('StackStatus', 'CREATE_COMPLETE', 'text'),
      element('Outputs', outputs.join('')),
    ].join('');
  }
}

const stackArn = (name: string, id: string): string =>
  `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${id}`;
