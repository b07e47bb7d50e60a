import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { DeliveryFile } from '../destination.ts';
import { BugError } from '../errors.ts';
import { instant } from '../measurement.ts';

const contentTypes = { fit: 'application/vnd.ant.fit', json: 'application/json' } as const;

/** Every file as it was sent, under `fit/<account>/<yyyy>/<mm>/<instant>-<sha256>.<extension>`. */
export class Archive {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /**
   * Keeps a file and returns its key. The same file of the same events has the same key, so putting it
   * again changes nothing.
   *
   * @param newestMeasuredAt of its newest event, epoch seconds
   */
  async put(account: string, file: DeliveryFile, newestMeasuredAt: number): Promise<string> {
    const sha256 = createHash('sha256').update(file.bytes).digest();
    const key = `fit/${account}/${path(newestMeasuredAt)}-${sha256.toString('hex')}.${file.extension}`;
    const put = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      Body: file.bytes,
      ContentType: contentTypes[file.extension],
      // S3 refuses bytes that do not match, so what is kept is what the key says.
      ChecksumSHA256: sha256.toString('base64'),
    });
    await this.#client.send(put);
    return key;
  }

  async get(key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (Body) return Body.transformToByteArray();
    throw new BugError(`S3 answered without the content of ${key}.`, { service: 'AWS', action: 'GetObject' });
  }
}

export const openArchive = (aws: S3ClientConfig, bucket: string): Archive => new Archive(new S3Client(aws), bucket);

/** `2026/11/2026-11-20T063000Z`: no colons, which a copy of the archive on Windows could not have in its file names. */
function path(seconds: number): string {
  const text = instant(seconds);
  return `${text.slice(0, 4)}/${text.slice(5, 7)}/${text.replaceAll(':', '')}`;
}
