import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Ask, allows, type RequestContext, type Statement } from '../iam/statements.ts';
import { listen } from '../listen.ts';
import type { Log } from '../log.ts';
import { readBody } from '../read-body.ts';
import { accountId, region } from '../template/identity.ts';
import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from './aws-call.ts';
import { credentialOf } from './credential.ts';

/** A function as IAM sees it. */
export interface Principal {
  /** `arn:aws:sts::<account>:assumed-role/<role>/<function>`, as in AWS's own refusals. */
  arn: string;
  statements: readonly Statement[];
}

/** The access key id that may do everything: for the command line and for tests. */
export const adminAccessKeyId = 'admin';

/** S3 takes bodies up to 5 GB; what passes here are files of some kilobytes. */
const longestBodyBytes = 64 * 1024 * 1024;

/**
 * All of AWS behind one address, `AWS_ENDPOINT_URL`. Every call is held against the caller's policies first, so that
 * what lacks a permission in the cloud fails here too.
 */
export class Gateway {
  readonly #standIns = new Map<string, StandIn>();
  readonly #principals = new Map<string, Principal>();
  readonly #server: Server;
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error) => {
        // A caller that was killed while it sent is no failure of ours.
        if (!request.complete) return;
        this.#log({ from: 'local cloud', text: `The gateway failed: ${error instanceof Error ? error.stack : error}` });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    });
  }

  /** Starts to listen; returns the endpoint. An address by number makes the SDK put S3 bucket names into the path. */
  async listen(): Promise<string> {
    // Connections stay open: one that is closed just as a client uses it again looks to it like a network failure.
    this.#server.keepAliveTimeout = 0;
    const port = await listen(this.#server, 0);
    return `http://127.0.0.1:${port}`;
  }

  /** @param service as in the credential scope */
  play(service: string, standIn: StandIn): void {
    this.#standIns.set(service, standIn);
  }

  /** Lets the holder of this access key id call AWS with these permissions. */
  admit(accessKeyId: string, principal: Principal): void {
    this.#principals.set(accessKeyId, principal);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A web page that had its own name resolve to this machine would arrive with that name.
    if (!/^(127\.0\.0\.1|(.+\.)?localhost)(:\d+)?$/.test(request.headers.host ?? '')) {
      response.writeHead(403).end();
      return;
    }
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const credential = credentialOf(request.headers, url);
    const standIn = this.#standIns.get(credential?.service ?? '');
    if (!credential || !standIn) {
      const what = credential ? `There is no ${credential.service} in the local cloud.` : 'The request is not signed.';
      this.#log({ from: 'local cloud', text: what });
      response.writeHead(400).end(what);
      return;
    }
    const hungUp = new AbortController();
    response.on('close', () => hungUp.abort());
    const body = await readBody(request, longestBodyBytes);
    if (!body) {
      response.writeHead(413).end();
      return;
    }
    const answer = await this.#answer(standIn, {
      caller: credential.accessKeyId,
      service: credential.service,
      method: request.method ?? 'GET',
      url,
      path: request.url?.split('?')[0] ?? '/',
      headers: request.headers,
      operation: operationOf(request),
      body,
      signal: hungUp.signal,
    });
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
    response.end(answer.body);
  }

  async #answer(standIn: StandIn, call: AwsCall): Promise<AwsAnswer> {
    try {
      const demand = this.#gateFor(call.caller);
      for (const ask of standIn.asks(call)) demand(ask);
      return await standIn.serve(call, demand);
    } catch (error) {
      if (error instanceof AwsError) return standIn.refuse(error);
      throw error;
    }
  }

  /** The check of one caller's policies: throws what AWS would answer. */
  #gateFor(accessKeyId: string): (ask: Ask) => void {
    if (accessKeyId === adminAccessKeyId) return () => {};
    const principal = this.#principals.get(accessKeyId);
    if (!principal) {
      throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
    }
    const context: RequestContext = {
      'aws:principalaccount': accountId,
      'aws:principalarn': principal.arn,
      'aws:requestedregion': region,
      'aws:resourceaccount': accountId,
      // In the cloud every call comes over TLS: a policy that asks for it judges this call as it would there.
      'aws:securetransport': 'true',
    };
    return (ask) => {
      if (allows(principal.statements, ask, context)) return;
      const refusal = accessDenied(principal.arn, ask);
      this.#log({ from: 'local cloud', text: refusal.message });
      throw refusal;
    };
  }
}

/** The sentence AWS itself refuses with. */
const accessDenied = (principalArn: string, { action, resource }: Ask): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );

/** `DynamoDB_20120810.PutItem` -> `PutItem`. */
function operationOf(request: IncomingMessage): string {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? (target.split('.').at(-1) ?? '') : '';
}
