import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from './clock.ts';
import { RetryError } from './errors.ts';
import { exchange, type Fetch } from './http.ts';

/** What the owner is told, in any script. No measured values, no secrets: mail is read on the way. */
export interface OwnerMail {
  subject: string;
  text: string;
}

export interface OwnerTopicOptions {
  /** Its region and partition say where SNS is. */
  arn: string;
  /** Where SNS is instead: the local cloud. */
  endpoint?: string | undefined;
  /** Who asks, as any AWS client knows it. */
  identity: Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'sha256'>;
  fetch: Fetch;
  clock: Clock;
}

/** The sync does not wait long for it: what could not be told now is told by the next one. */
const timeoutMs = 5_000;
/** SNS takes fewer than 100. */
const subjectAtMost = 99;

/**
 * The SNS topic the owner has subscribed to. One signed form: SNS's own client would be another 28 kB in the bundle
 * that is near its limit, for a call a month; the signer is in there already.
 */
export class OwnerTopic {
  readonly #options: OwnerTopicOptions;
  readonly #url: URL;
  readonly #signer: SignatureV4;

  constructor(options: OwnerTopicOptions) {
    const { arn, endpoint, identity } = options;
    const [, partition, , region = ''] = arn.split(':');
    const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    this.#options = options;
    this.#url = new URL(endpoint ?? `https://sns.${region}.${domain}`);
    this.#signer = new SignatureV4({ ...identity, service: 'sns', region });
  }

  /** @throws RetryError when SNS did not take it, whatever the reason: the mail is as true at the next try */
  async publish({ subject, text }: OwnerMail): Promise<void> {
    const { arn, clock, fetch } = this.#options;
    const form = { Action: 'Publish', Version: '2010-03-31', TopicArn: arn };
    const body = new URLSearchParams({ ...form, Subject: subjectLine(subject), Message: text }).toString();
    const { protocol, hostname, host } = this.#url;
    const signed = await this.#signer.sign(
      {
        ...{ method: 'POST', protocol, hostname, path: '/', body },
        headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      },
      { signingDate: new Date(clock.now()) },
    );
    const { host: _setByFetch, ...headers } = signed.headers;
    const call = { service: 'AWS', action: 'Publish' };
    const answer = await exchange(fetch, this.#url, { method: 'POST', headers, body, timeoutMs }, call);
    if (answer.status === 200) return;
    const code = /<Code>(\w+)<\/Code>/.exec(answer.text)?.[1] ?? 'no reason given';
    throw new RetryError(`SNS did not take a mail for the owner (HTTP ${answer.status}, ${code}).`, {
      ...call,
      status: answer.status,
    });
  }
}

/** The text in ASCII, accents dropped; undefined when letters would be lost. */
export function inAscii(text: string): string | undefined {
  const plain = text.normalize('NFKD').replaceAll(/\p{Mark}/gu, '');
  return /^[\x20-\x7e]+$/.test(plain) ? plain : undefined;
}

/** SNS refuses a mail whose subject is long, has a line break, or is not ASCII. */
function subjectLine(subject: string): string {
  const words = subject
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^\x21-\x7e]+/g, ' ')
    .trim();
  return words.slice(0, subjectAtMost).trim() || 'Weighbridge';
}
