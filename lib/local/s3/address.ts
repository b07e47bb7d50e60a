import { type AwsCall, AwsError } from '../gateway/aws-call.ts';
import type { Ask } from '../iam/statements.ts';

/** Which bucket and key a request means; an empty key means the bucket itself. */
export interface S3Address {
  bucket: string;
  key: string;
}

/**
 * Path style, `/bucket/key`, which is what SDKs use for an endpoint without a name; virtual hosts, `bucket.localhost`,
 * are understood too.
 */
export function addressOf({ url, path: encodedPath }: AwsCall): S3Address {
  const path = decode(encodedPath.slice(1));
  if (url.hostname.endsWith('.localhost')) return { bucket: url.hostname.slice(0, -'.localhost'.length), key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

/** What IAM checks for a request. */
export function asksOf(call: AwsCall): Ask[] {
  const { bucket, key } = addressOf(call);
  const resource = key === '' ? bucketArn(bucket) : `${bucketArn(bucket)}/${key}`;
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  if (key === '') {
    return [
      {
        action: call.method === 'GET' || call.method === 'HEAD' ? 's3:ListBucket' : `s3:${call.method}Bucket`,
        resource,
      },
    ];
  }
  switch (call.method) {
    case 'GET':
    case 'HEAD':
      return [{ action: call.url.searchParams.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject', resource }];
    case 'PUT': {
      const tagged = call.headers['x-amz-tagging'] !== undefined;
      return [{ action: 's3:PutObject', resource }, ...(tagged ? [{ action: 's3:PutObjectTagging', resource }] : [])];
    }
    case 'DELETE':
      return [{ action: 's3:DeleteObject', resource }];
    default:
      return [{ action: `s3:${call.method}Object`, resource }];
  }
}
