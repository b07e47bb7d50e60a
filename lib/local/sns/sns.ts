import { randomUUID } from 'node:crypto';
import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
import { formOf, queryAnswer, queryRefusal } from '../gateway/query-protocol.ts';
import { element } from '../gateway/xml.ts';
import type { Ask } from '../iam/statements.ts';
import type { Log } from '../log.ts';

/** SNS, as far as a person is told something: what is published appears in the log, as a mail. */
export class Sns implements StandIn {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  asks(call: AwsCall): Ask[] {
    const form = formOf(call);
    return [{ action: `sns:${form.get('Action')}`, resource: form.get('TopicArn') ?? form.get('TargetArn') ?? '*' }];
  }

  serve(call: AwsCall): AwsAnswer {
    const form = formOf(call);
    if (form.get('Action') !== 'Publish') {
      throw new AwsError('InvalidAction', `The local SNS knows Publish, not ${form.get('Action')}.`);
    }
    const topic = form.get('TopicArn')?.split(':').at(-1) ?? 'SNS';
    const subject = form.get('Subject');
    this.#log({ from: topic, text: [subject, form.get('Message')].filter(Boolean).join(': '), isMail: true });
    return queryAnswer('Publish', element('MessageId', randomUUID(), 'text'));
  }

  refuse(error: AwsError): AwsAnswer {
    return queryRefusal(error, 'AuthorizationError');
  }
}
