import { randomUUID } from 'node:crypto';
import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
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
    return xmlAnswer(
      200,
      element('PublishResponse', element('PublishResult', element('MessageId', randomUUID(), 'text'))),
    );
  }

  refuse({ code, message, status }: AwsError): AwsAnswer {
    const wireCode = code === 'AccessDeniedException' ? 'AuthorizationError' : code;
    const error =
      element('Type', 'Sender', 'text') + element('Code', wireCode, 'text') + element('Message', message, 'text');
    return xmlAnswer(
      code === 'AccessDeniedException' ? 403 : status,
      element('ErrorResponse', element('Error', error)),
    );
  }
}

const formOf = (call: AwsCall): URLSearchParams => new URLSearchParams(call.body.toString());

const xmlAnswer = (status: number, body: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
