import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { serve } from '../../lib/sandbox/serve.ts';
import { AccountStore } from '../../lib/store/accounts.ts';
import { Seal } from '../../lib/store/seal.ts';
import { FileTokenStore } from '../../lib/withings/token-stores.ts';
import { startDynalite } from '../store/dynalite.ts';
import { exampleAccount } from '../store/examples.ts';
import type { Order, Report } from './calling-process.ts';
import { sandboxed } from './connected.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const account = '12345678';

/** A simulator on a port, whose person once authorized and whose access token has ended since. */
async function personWithEndedToken() {
  const { clock, simulator, connect } = sandboxed();
  const consentedMsAgo = 4 * 3_600_000;
  clock.now = () => systemClock.now() - consentedMsAgo;
  const tokens = await connect();
  // From here on in real time, and a refresh slow enough for everybody to ask while it is under way.
  Object.assign(clock, systemClock);
  simulator.plan({ action: 'requesttoken', kind: 'slow', delayMs: 400, times: 50 });
  const { url, stop } = await serve(simulator);
  stops.push(stop);
  return { simulator, tokens, apiUrl: url };
}

type Person = Awaited<ReturnType<typeof personWithEndedToken>>;
type Tokens = Person['tokens'];

async function keptInTable(tokens: Tokens): Promise<Order['tokens']> {
  const database = await startDynalite();
  stops.push(database.stop);
  const key = randomBytes(32);
  const credentials = { sealed: await new Seal(key).seal(tokens, account, 'withings') };
  const accounts = new AccountStore(database.documentClient, database.accountsTable);
  await accounts.create(
    exampleAccount({ account, withings: { status: 'connected', scope: 'user.metrics', credentials } }),
  );
  const { hostname, port } = (await database.client.config.endpoint?.()) ?? {};
  return { endpoint: `http://${hostname}:${port}`, table: database.accountsTable, account, key: key.toString('hex') };
}

async function keptInFile(tokens: Tokens): Promise<Order['tokens']> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-tokens-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'withings.json');
  await new FileTokenStore(file).put(tokens);
  return { file };
}

/** Starts a process for each order, and lets them go at the same moment. */
async function carryOut(orders: readonly Order[]): Promise<Report[]> {
  const processes = orders.map(() => {
    const child = fork(join(import.meta.dirname, 'calling-process.ts'), { execArgv: [] });
    stops.push(() => void child.kill());
    return child;
  });
  await Promise.all(processes.map((child) => once(child, 'message')));
  const reports = processes.map(async (child) => (await once(child, 'message'))[0]);
  for (const [index, child] of processes.entries()) child.send(orders[index]!);
  return Promise.all(reports);
}

describe.each([
  ['one DynamoDB table', keptInTable],
  ['one file', keptInFile],
])('50 calls in two processes that share %s', (_, keep) => {
  it.each<[string, (tokens: Tokens) => Tokens]>([
    ['has ended', (tokens) => tokens],
    ['is refused before its end', (tokens) => ({ ...tokens, expiresAt: systemClock.now() + 3_600_000 })],
  ])('refresh a token that %s exactly once, and none fails', async (_case, known) => {
    const { simulator, tokens, apiUrl } = await personWithEndedToken();
    const kept = await keep(known(tokens));
    const lastupdates = Array.from({ length: 50 }, (_call, index) => index);
    const orders = [lastupdates.slice(0, 25), lastupdates.slice(25)].map((own) => ({
      tokens: kept,
      apiUrl,
      lastupdates: own,
    }));
    const refreshesBefore = simulator.calls.requesttoken ?? 0;
    expect(await carryOut(orders)).toEqual([
      { failures: [], calls: 25 },
      { failures: [], calls: 25 },
    ]);
    expect((simulator.calls.requesttoken ?? 0) - refreshesBefore).toBe(1);
  });
});
