import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { BugError } from '../../lib/errors.ts';
import { Archive } from '../../lib/store/archive.ts';

const client = new S3Client({ region: 'eu-central-1' });
const s3 = mockClient(client);
const archive = new Archive(client, 'the-archive');
const measuredAt = Date.parse('2026-03-04T06:07:08Z') / 1000;
const bytes = new Uint8Array([1, 2, 3]);
const sha256 = createHash('sha256').update(bytes).digest();

beforeEach(() => {
  s3.reset();
  s3.on(PutObjectCommand).resolves({});
});

const puts = () => s3.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input);

it('a file lies under its account, month, instant and content', async () => {
  const key = await archive.put('1000001', { bytes, extension: 'fit' }, measuredAt);
  expect(key).toBe(`fit/1000001/2026/03/2026-03-04T060708Z-${sha256.toString('hex')}.fit`);
  expect(puts()).toEqual([
    {
      Bucket: 'the-archive',
      Key: key,
      Body: bytes,
      ContentType: 'application/vnd.ant.fit',
      ChecksumSHA256: sha256.toString('base64'),
    },
  ]);
});

it('the same file has the same key, put however often', async () => {
  const put = () => archive.put('1000001', { bytes: Uint8Array.from(bytes), extension: 'fit' }, measuredAt);
  expect(await put()).toBe(await put());
});

it.each([
  { differs: 'account', account: '1000002', content: bytes, extension: 'fit', seconds: measuredAt },
  { differs: 'content', account: '1000001', content: new Uint8Array([1, 2, 4]), extension: 'fit', seconds: measuredAt },
  { differs: 'extension', account: '1000001', content: bytes, extension: 'json', seconds: measuredAt },
  { differs: 'time', account: '1000001', content: bytes, extension: 'fit', seconds: measuredAt + 1 },
] as const)('a file of another $differs has another key', async ({ account, content, extension, seconds }) => {
  const known = await archive.put('1000001', { bytes, extension: 'fit' }, measuredAt);
  expect(await archive.put(account, { bytes: content, extension }, seconds)).not.toBe(known);
});

it('a file comes back as it was put', async () => {
  const Body = { transformToByteArray: async () => bytes } as never;
  s3.on(GetObjectCommand, { Bucket: 'the-archive', Key: 'fit/a' }).resolves({ Body });
  expect(await archive.get('fit/a')).toEqual(bytes);
});

it('an answer without content is an error that names the file', async () => {
  s3.on(GetObjectCommand).resolves({});
  const failure = await archive.get('fit/a').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(BugError);
  expect(String(failure)).toContain('fit/a');
});

it('all files of a person go, page after page, and nobody else’s', async () => {
  const files = new Set(Array.from({ length: 45 }, (_, index) => `fit/1000001/${index}.fit`));
  files.add('fit/10000011/0.fit');
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }: { Prefix: string }) => {
    const found = [...files].filter((key) => key.startsWith(Prefix)).slice(0, 20);
    return found.length > 0 ? { Contents: found.map((Key) => ({ Key })) } : {};
  });
  s3.on(DeleteObjectCommand).callsFake(({ Key }: { Key: string }) => void files.delete(Key));
  expect(await archive.removeAll('1000001', () => true)).toBe(true);
  expect([...files]).toEqual(['fit/10000011/0.fit']);
});
