import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError } from '../gateway/aws-call.ts';

/** The checksums of S3 that Node can compute by itself, by header; CRC32 is what current SDKs send unasked. */
const checksums: Record<string, (body: Buffer) => string> = {
  'x-amz-checksum-crc32': (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
  },
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest('base64'),
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest('base64'),
  'content-md5': (body) => createHash('md5').update(body).digest('base64'),
};

/**
 * Compares a body with the checksums that came with it, in headers or trailers.
 *
 * @throws AwsError `BadDigest` as S3 does.
 */
export function verifyChecksums(body: Buffer, given: Record<string, string | string[] | undefined>): void {
  for (const [header, compute] of Object.entries(checksums)) {
    const expected = given[header];
    if (typeof expected === 'string' && expected !== compute(body)) {
      throw new AwsError('BadDigest', `The ${header} you specified did not match what we received.`);
    }
  }
}

/** What an SDK that asks with `x-amz-checksum-mode: ENABLED` compares the body it gets with. */
export const checksumHeaders = (body: Buffer): Record<string, string> => ({
  'x-amz-checksum-crc32': checksums['x-amz-checksum-crc32']?.(body) ?? '',
  'x-amz-checksum-type': 'FULL_OBJECT',
});
