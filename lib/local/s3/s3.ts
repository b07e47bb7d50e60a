import { type AwsAnswer, type AwsCall, AwsError, type StandIn } from '../gateway/aws-call.ts';
import { element } from '../gateway/xml.ts';
import type { Ask } from '../iam/statements.ts';
import { addressOf, asksOf, bucketArn } from './address.ts';
import { unchunk } from './aws-chunked.ts';
import { checksumHeaders, verifyChecksums } from './checksum.ts';
import { listObjects } from './list.ts';
import type { ObjectFolder, StoredObject } from './object-folder.ts';

/** S3 over folders: put, get, head, list and delete objects. No versions: a second put replaces the first. */
export class S3 implements StandIn {
  readonly #buckets = new Map<string, ObjectFolder>();

  createBucket(name: string, folder: ObjectFolder): void {
    this.#buckets.set(name, folder);
  }

  asks(call: AwsCall): Ask[] {
    return asksOf(call);
  }

  serve(call: AwsCall, demand: (ask: Ask) => void): AwsAnswer {
    const { bucket, key } = addressOf(call);
    const folder = this.#buckets.get(bucket);
    if (!folder) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    if (key === '') return serveBucket(call, bucket, folder);
    switch (call.method) {
      case 'PUT':
        return put(call, folder, key);
      case 'GET':
      case 'HEAD':
        return get(
          call,
          found(folder, key, () => demand({ action: 's3:ListBucket', resource: bucketArn(bucket) })),
        );
      case 'DELETE':
        folder.delete(key);
        return { status: 204, headers: {}, body: '' };
      default:
        throw notImplemented(call);
    }
  }

  refuse({ code, message, status }: AwsError): AwsAnswer {
    const denied = code === 'AccessDeniedException';
    const content = element('Code', denied ? 'AccessDenied' : code, 'text') + element('Message', message, 'text');
    return xmlAnswer(denied ? 403 : status, element('Error', content));
  }
}

const xmlAnswer = (status: number, body: string): AwsAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

const notImplemented = (call: AwsCall): AwsError =>
  new AwsError('NotImplemented', `The local S3 does not know ${call.method} ${call.url.search}.`, 501);

function serveBucket(call: AwsCall, bucket: string, folder: ObjectFolder): AwsAnswer {
  if (call.method === 'HEAD') return { status: 200, headers: {}, body: '' };
  const query = call.url.searchParams;
  if (call.method !== 'GET' || query.get('list-type') !== '2') throw notImplemented(call);
  return xmlAnswer(200, listObjects(bucket, folder.list(query.get('prefix') ?? ''), query));
}

/** S3 tells a caller that a key is missing only if he may list the bucket; everybody else is refused. */
function found(folder: ObjectFolder, key: string, demandList: () => void): StoredObject {
  const object = folder.get(key);
  if (object) return object;
  demandList();
  throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
}

function put(call: AwsCall, folder: ObjectFolder, key: string): AwsAnswer {
  if (call.headers['x-amz-copy-source'] !== undefined) throw notImplemented(call);
  const chunked = String(call.headers['x-amz-content-sha256']).startsWith('STREAMING-');
  const { body, trailers } = chunked ? unchunk(call.body) : { body: call.body, trailers: {} };
  verifyChecksums(body, { ...call.headers, ...trailers });
  checkPreconditions(call, folder.get(key));
  const etag = folder.put(key, body, storedHeaders(call.headers));
  return { status: 200, headers: { etag, ...checksumHeaders(body) }, body: '' };
}

/** `If-None-Match: *` writes only what is not there yet, `If-Match` only over the version one has seen. */
function checkPreconditions({ headers }: AwsCall, existing: StoredObject | undefined): void {
  const unwanted = headers['if-none-match'] === '*' && existing !== undefined;
  const changed = headers['if-match'] !== undefined && headers['if-match'] !== existing?.etag;
  if (unwanted || changed) {
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  }
}

const keptHeaders = /^(content-type|content-disposition|content-language|cache-control|expires|x-amz-meta-.*)$/;

function storedHeaders(headers: AwsCall['headers']): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    keptHeaders.test(name) && typeof value === 'string' ? [[name, value] as const] : [],
  );
  const encoding = headers['content-encoding']
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked');
  return Object.fromEntries([
    ...kept,
    ...(encoding?.length ? [['content-encoding', encoding.join(',')] as const] : []),
  ]);
}

function get(call: AwsCall, object: StoredObject): AwsAnswer {
  const headers = {
    'content-type': 'application/octet-stream',
    ...object.headers,
    etag: object.etag,
    'last-modified': object.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
    ...(call.headers['x-amz-checksum-mode'] === 'ENABLED' && checksumHeaders(object.body)),
  };
  if (call.headers['if-none-match'] === object.etag) return { status: 304, headers, body: '' };
  return { status: 200, headers, body: object.body };
}
