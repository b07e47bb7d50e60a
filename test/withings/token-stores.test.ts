import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import type { TokenStore } from '../../lib/tokens.ts';
import { FileTokenStore, type FileTokens, MemoryTokenStore } from '../../lib/withings/token-stores.ts';
import { FlowingClock } from '../flowing-clock.ts';

const tokens = (name: string): FileTokens => ({
  userId: '12345678',
  accessToken: `${name}-access`,
  refreshToken: `${name}-refresh`,
  expiresAt: 1_795_000_000_000,
  scope: 'user.metrics',
});

const folder = mkdtempSync(join(tmpdir(), 'weighbridge-tokens-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, String(files++), 'withings.json');

async function fileStore(): Promise<TokenStore<FileTokens>> {
  const store = new FileTokenStore(newPath());
  await store.put(tokens('first'));
  return store;
}

describe.each<[string, () => Promise<TokenStore<FileTokens>>]>([
  ['memory', async () => new MemoryTokenStore(tokens('first'))],
  ['a file', fileStore],
])('a token store in %s', (_, make) => {
  it('gives what was put, and then what was saved', async () => {
    const store = await make();
    const { record, version } = await store.load();
    expect(record).toEqual({ tokens: tokens('first') });
    await expect(store.save({ tokens: tokens('first'), refreshingUntil: 5 }, version)).resolves.toBe(true);
    const leased = await store.load();
    expect(leased.record).toEqual({ tokens: tokens('first'), refreshingUntil: 5 });
    await expect(store.save({ tokens: tokens('second') }, leased.version)).resolves.toBe(true);
    expect((await store.load()).record).toEqual({ tokens: tokens('second') });
  });

  it('saves nothing over what somebody else has saved', async () => {
    const store = await make();
    const { version } = await store.load();
    await store.save({ tokens: tokens('theirs') }, version);
    await expect(store.save({ tokens: tokens('ours') }, version)).resolves.toBe(false);
    expect((await store.load()).record).toEqual({ tokens: tokens('theirs') });
  });
});

it('memory shows the newest tokens, to be kept by whoever likes', async () => {
  const store = new MemoryTokenStore(tokens('first'));
  await store.save({ tokens: tokens('second') }, 1);
  expect(store.tokens).toEqual(tokens('second'));
});

describe('a token file', () => {
  it('can be read by its owner alone, and leaves nothing beside it', async () => {
    const path = newPath();
    const store = new FileTokenStore(path);
    await store.put(tokens('first'));
    await store.save({ tokens: tokens('second') }, (await store.load()).version);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(path, '..'))).toEqual(['withings.json']);
  });

  it('is the same for whoever opens it, the next process too', async () => {
    const path = newPath();
    await new FileTokenStore(path).put(tokens('first'));
    expect((await new FileTokenStore(path).load()).record).toEqual({ tokens: tokens('first') });
  });

  it('takes the tokens of a new authorization, whatever was there', async () => {
    const path = newPath();
    const store = new FileTokenStore(path);
    await store.put(tokens('first'));
    const { version } = await store.load();
    await store.put(tokens('second'));
    await expect(store.save({ tokens: tokens('late') }, version)).resolves.toBe(false);
    writeFileSync(path, '{"version":');
    await store.put(tokens('third'));
    expect((await store.load()).record).toEqual({ tokens: tokens('third') });
  });

  it('is never taken for the file that was there before it', async () => {
    const path = newPath();
    const clock = new FlowingClock();
    const store = new FileTokenStore(path, clock);
    await store.put(tokens('first'));
    const { version } = await store.load();
    rmSync(path);
    clock.advance({ seconds: 1 });
    await store.put(tokens('second'));
    await expect(store.save({ tokens: tokens('late') }, version)).resolves.toBe(false);
  });

  it.each([
    ['missing', undefined],
    ['cut off', '{"version":1,"tokens":{"accessToken":"secret'],
    ['something else', '{"version":1,"tokens":{"accessToken":"secret"}}'],
    ['empty', ''],
  ])('that is %s asks for an authorization, and tells no secret', async (_, content) => {
    const path = newPath();
    const store = new FileTokenStore(path);
    await store.put(tokens('first'));
    if (content === undefined) rmSync(path);
    else writeFileSync(path, content);
    const failure = await store.load().catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'reauthorize', message: expect.stringMatching(/authorize again/) });
    expect(String(failure)).not.toContain('secret');
  });

  it('is left alone while another process writes it: that save is lost, and put waits', async () => {
    const path = newPath();
    const clock = new FlowingClock(systemClock.now());
    const store = new FileTokenStore(path, clock);
    await store.put(tokens('first'));
    const { version } = await store.load();
    writeFileSync(`${path}.lock`, '1');
    await expect(store.save({ tokens: tokens('second') }, version)).resolves.toBe(false);
    expect((await store.load()).record).toEqual({ tokens: tokens('first') });
    clock.sleep = async () => rmSync(`${path}.lock`);
    await store.put(tokens('second'));
    expect((await store.load()).record).toEqual({ tokens: tokens('second') });
  });

  it('outlives a process that died while it wrote', async () => {
    const path = newPath();
    const store = new FileTokenStore(path);
    await store.put(tokens('first'));
    writeFileSync(`${path}.lock`, '1');
    writeFileSync(`${path}.new`, 'half a fi');
    const long = systemClock.now() / 1000 - 11;
    utimesSync(`${path}.lock`, long, long);
    await store.put(tokens('second'));
    expect((await store.load()).record).toEqual({ tokens: tokens('second') });
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(readFileSync(path, 'utf8')).toMatch(/\n$/);
  });

  it('gives up when it is being written all the time', async () => {
    const path = newPath();
    await new FileTokenStore(path).put(tokens('first'));
    const clock = new FlowingClock(systemClock.now());
    const sleep = clock.sleep.bind(clock);
    clock.sleep = async (milliseconds) => {
      await sleep(milliseconds);
      const now = clock.now() / 1000;
      writeFileSync(`${path}.lock`, '1');
      utimesSync(`${path}.lock`, now, now);
    };
    writeFileSync(`${path}.lock`, '1');
    await expect(new FileTokenStore(path, clock).put(tokens('second'))).rejects.toMatchObject({ kind: 'retry' });
  });
});
