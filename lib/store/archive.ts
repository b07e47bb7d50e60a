import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { DeliveryFile } from '../destination.ts';
import { BugError } from '../errors.ts';
import { instant } from '../measurement.ts';

const contentTypes = { fit: 'application/vnd.ant.fit', json: 'application/json' } as const;

const deletesAtOnce = 8;

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
    const sha256 = sha256Of(file);
    const key = archiveKey(account, file, newestMeasuredAt);
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

  /**
   * Deletes every file of one person, for as long as `hasTime` says so. The bucket keeps what was deleted for another 30
   * days, where nobody sees it.
   *
   * @returns whether nothing is left
   */
  async removeAll(account: string, hasTime: () => boolean): Promise<boolean> {
    const Bucket = this.#bucket;
    while (hasTime()) {
      const list = new ListObjectsV2Command({ Bucket, Prefix: `fit/${account}/` });
      const { Contents = [] } = await this.#client.send(list);
      if (Contents.length === 0) return true;
      const waiting = Contents.values();
      const removeWaiting = async () => {
        for (const { Key } of waiting) {
          if (!hasTime()) return;
          await this.#client.send(new DeleteObjectCommand({ Bucket, Key }));
        }
      };
      await Promise.all(Array.from({ length: deletesAtOnce }, removeWaiting));
    }
    return false;
  }
}

export const openArchive = (aws: S3ClientConfig, bucket: string): Archive => new Archive(new S3Client(aws), bucket);

/** The same file of the same events has the same key. */
export const archiveKey = (account: string, file: DeliveryFile, newestMeasuredAt: number): string =>
  `fit/${account}/${path(newestMeasuredAt)}-${sha256Of(file).toString('hex')}.${file.extension}`;

const sha256Of = ({ bytes }: DeliveryFile): Buffer => createHash('sha256').update(bytes).digest();

/** `2026/11/2026-11-20T063000Z`: no colons, which a copy of the archive on Windows could not have in its file names. */
function path(seconds: number): string {
  const text = instant(seconds);
  return `${text.slice(0, 4)}/${text.slice(5, 7)}/${text.replaceAll(':', '')}`;
}
