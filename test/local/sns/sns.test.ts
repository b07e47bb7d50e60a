import { expect, it } from 'vitest';
import type { AwsCall } from '../../../lib/local/gateway/aws-call.ts';
import type { LogLine } from '../../../lib/local/log.ts';
import { Sns } from '../../../lib/local/sns/sns.ts';

const callOf = (form: Record<string, string>): AwsCall => ({
  caller: 'admin',
  service: 'sns',
  method: 'POST',
  url: new URL('http://127.0.0.1/'),
  path: '/',
  headers: {},
  operation: '',
  body: Buffer.from(new URLSearchParams(form).toString()),
  signal: new AbortController().signal,
});

const TopicArn = 'arn:aws:sns:eu-central-1:000000000000:alarms';

it('what is published is seen in the log', () => {
  const lines: LogLine[] = [];
  const sns = new Sns((line) => lines.push(line));
  const call = callOf({ Action: 'Publish', TopicArn, Subject: 'Help', Message: 'The <scale> is gone' });
  expect(sns.asks(call)).toEqual([{ action: 'sns:Publish', resource: TopicArn }]);
  expect(sns.serve(call).body).toMatch(/<MessageId>[\w-]+<\/MessageId>/);
  expect(lines).toEqual([{ from: 'alarms', text: 'Help: The <scale> is gone', isMail: true }]);
});

it('anything else is not known', () => {
  expect(() => new Sns(() => {}).serve(callOf({ Action: 'CreateTopic' }))).toThrow('knows Publish, not CreateTopic');
});
