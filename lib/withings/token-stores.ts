import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { type Clock, systemClock } from '../clock.ts';
import { ReauthorizeError, RetryError } from '../errors.ts';
import type { TokenRecord, TokenStore } from '../tokens.ts';
import type { AccessTokens } from './oauth.ts';

interface Stored<Tokens> {
  record: TokenRecord<Tokens>;
  version: number;
}

/** One person's tokens in a variable: for a script that ends before they do. */
export class MemoryTokenStore<Tokens extends AccessTokens> implements TokenStore<Tokens> {
  #stored: Stored<Tokens>;

  constructor(tokens: Tokens) {
    this.#stored = { record: { tokens }, version: 1 };
  }

  /** What is in it now. */
  get tokens(): Tokens {
    return this.#stored.record.tokens;
  }

  async load(): Promise<Stored<Tokens>> {
    return this.#stored;
  }

  async save(record: TokenRecord<Tokens>, expectedVersion: number): Promise<boolean> {
    if (expectedVersion !== this.#stored.version) return false;
    this.#stored = { record, version: expectedVersion + 1 };
    return true;
  }
}

const text = v.pipe(v.string(), v.nonEmpty());
const fileSchema = v.object({
  version: v.pipe(v.number(), v.safeInteger()),
  tokens: v.object({
    userId: v.exactOptional(text),
    accessToken: text,
    refreshToken: text,
    expiresAt: v.number(),
    scope: v.string(),
  }),
  refreshingUntil: v.exactOptional(v.number()),
});

/** Tokens as they come from an authorization or from demo access. */
export type FileTokens = v.InferOutput<typeof fileSchema>['tokens'];

/** A save takes milliseconds: whoever has held the lock for so long died with it. */
const lockIsDeadAfterMs = 10_000;
const waitForLockMs = 50;

/**
 * One person's tokens in a JSON file that only its owner can read. A save replaces the whole file or nothing, and of
 * several processes at once exactly one wins. Its limits: a local disk of one machine (not NFS), a process that is not
 * suspended for ten seconds in the middle of a save, and a file system that knows who owns a file (Windows does not).
 */
export class FileTokenStore implements TokenStore<FileTokens> {
  readonly #path: string;
  readonly #clock: Clock;

  constructor(path: string, clock: Clock = systemClock) {
    this.#path = path;
    this.#clock = clock;
  }

  /**
   * Stores what an authorization gave, whatever was there.
   *
   * @throws RetryError when the file is being written all the time
   */
  async put(tokens: FileTokens): Promise<void> {
    const giveUpAt = this.#clock.now() + 2 * lockIsDeadAfterMs;
    // A version no file before this one can have had, so that nobody takes these tokens for those they know.
    while (!this.#locked(() => this.#write({ tokens }, Math.max(this.#clock.now(), this.#version() + 1)))) {
      if (this.#clock.now() > giveUpAt) {
        throw new RetryError(`${this.#path} is being written by others.`, { service: 'Withings', action: 'tokens' });
      }
      await this.#clock.sleep(waitForLockMs);
    }
  }

  /** @throws ReauthorizeError when there is no such file, or none that was written here */
  async load(): Promise<Stored<FileTokens>> {
    const stored = this.#read();
    if (!stored) throw this.#mustAuthorize('holds no Withings tokens');
    const { version, ...record } = stored;
    return { record, version };
  }

  async save(record: TokenRecord<FileTokens>, expectedVersion: number): Promise<boolean> {
    let isSaved = false;
    this.#locked(() => {
      if (this.#read()?.version !== expectedVersion) return;
      this.#write(record, expectedVersion + 1);
      isSaved = true;
    });
    return isSaved;
  }

  /** 0 when there is nothing that can be read. */
  #version(): number {
    try {
      return this.#read()?.version ?? 0;
    } catch (error) {
      if (error instanceof ReauthorizeError) return 0;
      throw error;
    }
  }

  #read(): v.InferOutput<typeof fileSchema> | undefined {
    let content: string;
    try {
      content = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), content);
    if (!result.success) throw this.#mustAuthorize('does not hold Withings tokens as they were written');
    return result.output;
  }

  #mustAuthorize(problem: string): ReauthorizeError {
    const message = `${this.#path} ${problem}: authorize again and put the tokens into it.`;
    return new ReauthorizeError(message, { service: 'Withings', action: 'tokens' });
  }

  #write({ tokens, refreshingUntil }: TokenRecord<FileTokens>, version: number): void {
    const content = { version, tokens, ...(refreshingUntil !== undefined && { refreshingUntil }) };
    const draft = `${this.#path}.new`;
    rmSync(draft, { force: true });
    // On the disk before it takes the name: after a power failure the old refresh token may be worth nothing.
    writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(draft, this.#path);
  }

  /** Runs it while no other process does; false, and not run, when one does. */
  #locked(change: () => void): boolean {
    const lock = `${this.#path}.lock`;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(lock, String(process.pid), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      this.#removeDead(lock);
      return false;
    }
    try {
      change();
    } finally {
      rmSync(lock, { force: true });
    }
    return true;
  }

  #removeDead(lock: string): void {
    const heldSince = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (heldSince !== undefined && this.#clock.now() - heldSince > lockIsDeadAfterMs) rmSync(lock, { force: true });
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
