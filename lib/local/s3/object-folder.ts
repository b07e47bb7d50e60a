import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileNameFor, writeFileAtomically } from '../atomic-file.ts';

const headersSchema = v.object({ key: v.string(), headers: v.record(v.string(), v.string()) });

/** What a bucket keeps of one object. */
export interface StoredObject {
  key: string;
  body: Buffer;
  /** Content type and user metadata, as headers. */
  headers: Record<string, string>;
  /** Quoted MD5 of the body. */
  etag: string;
  modifiedAt: Date;
}

export interface ListedObject {
  key: string;
  sizeBytes: number;
  modifiedAt: Date;
}

/** File systems allow names of 255 bytes, keys may have 1024. */
const longestFileName = 200;

/** One bucket as a folder: the objects as they are under `objects/`, what else is known of them under `headers/`. */
export class ObjectFolder {
  readonly #objects: string;
  readonly #headers: string;

  constructor(folder: string) {
    this.#objects = join(folder, 'objects');
    this.#headers = join(folder, 'headers');
    mkdirSync(this.#objects, { recursive: true, mode: 0o700 });
    mkdirSync(this.#headers, { recursive: true, mode: 0o700 });
  }

  put(key: string, body: Buffer, headers: Record<string, string>): string {
    // The headers first: an object is there from the moment its body is.
    writeFileAtomically(this.#headersPath(key), JSON.stringify({ key, headers }));
    writeFileAtomically(this.#objectPath(key), body);
    return etagOf(body);
  }

  get(key: string): StoredObject | undefined {
    const path = this.#objectPath(key);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const body = readFileSync(path);
    const { headers } = readHeaders(this.#headersPath(key));
    return { key, body, headers, etag: etagOf(body), modifiedAt: stats.mtime };
  }

  delete(key: string): void {
    rmSync(this.#objectPath(key), { force: true });
    rmSync(this.#headersPath(key), { force: true });
  }

  /** All objects whose key begins with the prefix, in the order of S3: by the bytes of the key. */
  list(prefix: string): ListedObject[] {
    return readdirSync(this.#headers)
      .filter((file) => file.endsWith('.json'))
      .map((file) => readHeaders(join(this.#headers, file)).key)
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => {
        const stats = statSync(this.#objectPath(key), { throwIfNoEntry: false });
        return stats ? [{ key, sizeBytes: stats.size, modifiedAt: stats.mtime }] : [];
      })
      .sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)));
  }

  #objectPath(key: string): string {
    return join(this.#objects, fileNameOf(key));
  }

  #headersPath(key: string): string {
    return join(this.#headers, `${fileNameOf(key)}.json`);
  }
}

function fileNameOf(key: string): string {
  const name = fileNameFor(key);
  return name.length <= longestFileName ? name : `~${createHash('sha256').update(key).digest('hex')}`;
}

const readHeaders = (path: string): v.InferOutput<typeof headersSchema> =>
  v.parse(v.pipe(v.string(), v.parseJson(), headersSchema), readFileSync(path, 'utf8'));

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;
