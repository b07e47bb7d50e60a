import { element } from '../gateway/xml.ts';
import type { ListedObject } from './object-folder.ts';

/** ListObjectsV2: one page of what a bucket holds, folders folded by the delimiter. */
export function listObjects(bucket: string, objects: ListedObject[], query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const asked = Number(query.get('max-keys') ?? 1000);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const spell = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string): string => text;

  const entries = fold(objects, prefix, delimiter).filter(({ name }) => bytewise(name, after) > 0);
  const page = entries.slice(0, Math.min(asked, 1000));
  const truncated = entries.length > page.length;
  const last = page.at(-1)?.name ?? '';

  const parts = [
    element('Name', bucket, 'text'),
    element('Prefix', spell(prefix), 'text'),
    ...(delimiter === '' ? [] : [element('Delimiter', spell(delimiter), 'text')]),
    element('MaxKeys', String(asked)),
    element('KeyCount', String(page.length)),
    element('IsTruncated', String(truncated)),
    ...(truncated ? [element('NextContinuationToken', Buffer.from(last).toString('base64url'))] : []),
    ...(query.has('encoding-type') ? [element('EncodingType', 'url')] : []),
    ...page.map(({ name, object }) =>
      object
        ? element(
            'Contents',
            element('Key', spell(name), 'text') +
              element('LastModified', object.modifiedAt.toISOString()) +
              element('Size', String(object.sizeBytes)) +
              element('StorageClass', 'STANDARD'),
          )
        : element('CommonPrefixes', element('Prefix', spell(name), 'text')),
    ),
  ];
  return element('ListBucketResult', parts.join(''));
}

/** A key, or the common beginning of several when `object` is missing. */
interface Entry {
  name: string;
  object?: ListedObject;
}

function fold(objects: ListedObject[], prefix: string, delimiter: string): Entry[] {
  if (delimiter === '') return objects.map((object) => ({ name: object.key, object }));
  const entries = new Map<string, Entry>();
  for (const object of objects) {
    const end = object.key.indexOf(delimiter, prefix.length);
    if (end < 0) entries.set(object.key, { name: object.key, object });
    else {
      const name = object.key.slice(0, end + delimiter.length);
      entries.set(name, { name });
    }
  }
  return [...entries.values()];
}

const bytewise = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
