import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { RetryError } from '../lib/errors.ts';
import type { Fetch } from '../lib/http.ts';
import { OwnerTopic } from '../lib/owner-topic.ts';
import { VirtualClock } from './virtual-clock.ts';

const arn = 'arn:aws:sns:eu-central-1:000000000000:owner';
const accepted = () => new Response('<PublishResponse><PublishResult/></PublishResponse>');

function topic({ answer = accepted, ...options }: { answer?: () => Response; arn?: string; endpoint?: string } = {}) {
  const requests: Request[] = [];
  const fetch: Fetch = async (input, init) => {
    requests.push(new Request(input, init));
    return answer();
  };
  const { credentials, sha256 } = new SQSClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' },
  }).config;
  const made = new OwnerTopic({ arn, ...options, identity: { credentials, sha256 }, fetch, clock: new VirtualClock() });
  return { publish: made.publish.bind(made), requests };
}

/** The subject as SNS gets it. */
async function subjectOf(subject: string): Promise<string | null> {
  const { publish, requests } = topic();
  await publish({ subject, text: 'text' });
  return new URLSearchParams(await requests[0]?.text()).get('Subject');
}

describe('a mail to the owner', () => {
  it('is one signed form, with the text in any script', async () => {
    const { publish, requests } = topic();
    await publish({ subject: 'Garmin needs you', text: '李雷:\n\nsign in again & “soon”' });
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: 'https://sns.eu-central-1.amazonaws.com/' });
    expect(request?.headers.get('authorization')).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/sns\/aws4_request, SignedHeaders=content-type;host;.*x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
    expect(request?.headers.get('x-amz-security-token')).toBe('session');
    expect(Object.fromEntries(new URLSearchParams(await request?.text()))).toEqual({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: arn,
      Subject: 'Garmin needs you',
      Message: '李雷:\n\nsign in again & “soon”',
    });
  });

  it.each([
    [{ arn: 'arn:aws-cn:sns:cn-north-1:000000000000:owner' }, 'https://sns.cn-north-1.amazonaws.com.cn/'],
    [{ endpoint: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/'],
  ])('of %j goes to %s', async (options, url) => {
    const { publish, requests } = topic(options);
    await publish({ subject: 'Well again', text: 'text' });
    expect(requests[0]?.url).toBe(url);
  });

  it.each([
    ['Zoë Müller needs you', 'Zoe Muller needs you'],
    ['one\r\nBcc: two', 'one Bcc: two'],
    ['Well again: 李雷', 'Well again:'],
    ['李雷', 'Weighbridge'],
    ['🙂 fine', 'fine'],
    ['x'.repeat(120), 'x'.repeat(99)],
  ])('with the subject %j has one that SNS takes', async (subject, taken) => {
    expect(await subjectOf(subject)).toBe(taken);
  });

  it('that SNS refuses fails with the reason, to be tried again', async () => {
    const refusal = '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>';
    const { publish } = topic({ answer: () => new Response(refusal, { status: 403 }) });
    const failure = publish({ subject: 'Garmin needs you', text: 'text' });
    await expect(failure).rejects.toThrow('SNS did not take a mail for the owner (HTTP 403, AuthorizationError).');
    await expect(failure).rejects.toBeInstanceOf(RetryError);
  });
});
