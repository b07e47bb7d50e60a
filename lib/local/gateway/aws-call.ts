import type { IncomingMessage } from 'node:http';
import type { Ask } from '../iam/statements.ts';

/** One call of an AWS SDK, as it reaches the gateway. */
export interface AwsCall {
  /** Access key id: the logical id of a function, or `admin`. */
  caller: string;
  /** As in the credential scope: `dynamodb`, `s3`, `sqs`, `secretsmanager`, `sns`, `cloudformation`. */
  service: string;
  method: string;
  url: URL;
  /** Percent-encoded and as it was sent: `url` has already followed any `..` in it. */
  path: string;
  headers: IncomingMessage['headers'];
  /** The operation of the JSON protocols, `PutItem`; empty for the others. */
  operation: string;
  body: Buffer;
  /** Aborted when the caller hangs up. */
  signal: AbortSignal;
}

export interface AwsAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** What a service refuses a call with; the service's own protocol decides how it looks on the wire. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** One AWS service played on this machine. */
export interface StandIn {
  /** What IAM has to allow before the call is served. */
  asks(call: AwsCall): Ask[];
  /** @param demand throws unless the caller may do this too: some answers take more than `asks` names */
  serve(call: AwsCall, demand: (ask: Ask) => void): AwsAnswer | Promise<AwsAnswer>;
  refuse(error: AwsError): AwsAnswer;
}
