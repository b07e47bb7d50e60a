import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { clientOf, functionOf, startTiny } from '../tiny-stack.ts';

const Bucket = 'archive';
const bucketArn = { 'Fn::GetAtt': ['Archive', 'Arn'] };
const objects = { 'Fn::Join': ['', [bucketArn, '/fit/*']] };

/** Writer may put and get below fit/, Reader may also list. */
async function start(state?: string) {
  const assembly = temporaryFolder();
  const code = 'export const handler = () => {}';
  const resources = {
    Archive: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } },
    ...functionOf(assembly, 'Writer', {
      code,
      allow: [{ Action: ['s3:PutObject', 's3:GetObject'], Resource: objects }],
    }),
    ...functionOf(assembly, 'Reader', {
      code,
      allow: [
        { Action: 's3:GetObject', Resource: objects },
        { Action: 's3:ListBucket', Resource: bucketArn },
      ],
    }),
  };
  const cloud = await startTiny({ resources }, { assembly, ...(state && { state }) });
  return { cloud, as: (caller: string) => new S3Client(clientOf(cloud, caller)) };
}

const bytes = new Uint8Array([0, 255, 13, 10, 128]);

it('what is put is got, bytes, type and metadata', async () => {
  const { as } = await start();
  const Key = 'fit/ann/ü +/%2F.fit';
  const put = await as('Writer').send(
    new PutObjectCommand({ Bucket, Key, Body: bytes, ContentType: 'application/x-fit', Metadata: { events: '3' } }),
  );
  const got = await as('Writer').send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToByteArray()).toEqual(bytes);
  expect(got).toMatchObject({ ContentType: 'application/x-fit', Metadata: { events: '3' }, ETag: put.ETag });
  const head = await as('Writer').send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentLength: bytes.length, ETag: put.ETag });
});

it('a streamed body arrives without its wrapping', async () => {
  const { as } = await start();
  const parts = ['a'.repeat(70_000), 'b'];
  const Body = Readable.from(parts.map((part) => Buffer.from(part)));
  await as('Writer').send(new PutObjectCommand({ Bucket, Key: 'fit/s', Body, ContentLength: 70_001 }));
  const got = await as('Writer').send(new GetObjectCommand({ Bucket, Key: 'fit/s' }));
  expect(await got.Body?.transformToString()).toBe(parts.join(''));
  expect(got.ContentEncoding).toBeUndefined();
});

it('a body that does not match its checksum is not kept', async () => {
  const { as } = await start();
  const put = as('admin').send(new PutObjectCommand({ Bucket, Key: 'k', Body: bytes, ChecksumSHA256: 'AAAA' }));
  await expect(put).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(as('admin').send(new HeadObjectCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});

it('If-None-Match writes only once', async () => {
  const { as } = await start();
  const put = () => as('Writer').send(new PutObjectCommand({ Bucket, Key: 'fit/1', Body: bytes, IfNoneMatch: '*' }));
  await put();
  await expect(put()).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

describe('refused as AWS would', () => {
  it('a key outside the policy', async () => {
    const { as } = await start();
    await expect(
      as('Writer').send(new PutObjectCommand({ Bucket, Key: 'other/1', Body: bytes })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:PutObject on resource: arn:aws:s3:::archive/other/1'),
    });
  });

  it('deleting', async () => {
    const { as } = await start();
    const deletion = as('Writer').send(new DeleteObjectCommand({ Bucket, Key: 'fit/1' }));
    await expect(deletion).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('a missing key looks forbidden to whoever may not list, and missing to whoever may', async () => {
    const { as } = await start();
    const get = (caller: string) => as(caller).send(new GetObjectCommand({ Bucket, Key: 'fit/none' }));
    await expect(get('Writer')).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    await expect(get('Reader')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

it('a bucket that the template does not have', async () => {
  const { as } = await start();
  const get = as('admin').send(new GetObjectCommand({ Bucket: 'elsewhere', Key: 'k' }));
  await expect(get).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

describe('listing', () => {
  const keys = ['a', 'fit/1', 'fit/2', 'fit/x/3', 'z & <z>'];

  async function filled() {
    const admin = (await start()).as('admin');
    for (const Key of keys.toReversed()) await admin.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
    return admin;
  }

  it('in the order of the keys, page by page', async () => {
    const admin = await filled();
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await admin.send(
        new ListObjectsV2Command({ Bucket, MaxKeys: 2, ...(ContinuationToken && { ContinuationToken }) }),
      );
      expect(page.KeyCount).toBe(page.Contents?.length);
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(keys);
  });

  it('by prefix, folders folded', async () => {
    const admin = await filled();
    const list = await admin.send(new ListObjectsV2Command({ Bucket, Prefix: 'fit/', Delimiter: '/' }));
    expect(list.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['fit/1', 5],
      ['fit/2', 5],
    ]);
    expect(list.CommonPrefixes).toEqual([{ Prefix: 'fit/x/' }]);
  });

  it('after a deletion', async () => {
    const admin = await filled();
    await admin.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const list = await admin.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }));
    expect(list.Contents?.[0]?.Key).toBe('fit/1');
  });
});

it.each(['../../escape', '..', '/etc/passwd', 'a/../../b', 'k'.repeat(1000), 'ü'.repeat(300)])(
  'no key leaves the bucket: %s',
  async (Key) => {
    const { cloud, as } = await start();
    await as('admin').send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
    const got = await as('admin').send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToByteArray()).toEqual(bytes);
    expect(readdirSync(join(cloud.state, 's3', Bucket, 'objects'))).toHaveLength(1);
    // DynamoDB opens its folder in its own time.
    const others = readdirSync(cloud.state).filter((name) => name !== 'dynamodb');
    expect(others.sort()).toEqual(['lock', 's3', 'state.json']);
  },
);

it('objects outlive a restart', async () => {
  const { cloud, as } = await start();
  await as('admin').send(new PutObjectCommand({ Bucket, Key: 'fit/1', Body: bytes }));
  await cloud.stop();
  const again = (await start(cloud.state)).as('admin');
  const got = await again.send(new GetObjectCommand({ Bucket, Key: 'fit/1' }));
  expect(await got.Body?.transformToByteArray()).toEqual(bytes);
  await again.send(new HeadBucketCommand({ Bucket }));
});
