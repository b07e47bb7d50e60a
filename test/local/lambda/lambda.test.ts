import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CloudOptions } from '../../../lib/local/cloud.ts';
import type { LogLine } from '../../../lib/local/log.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { functionOf, startTiny, type TinyFunction, writeAssembly } from '../tiny-stack.ts';
import { VirtualTimer } from '../virtual-timer.ts';

/** A cloud of one function, F, that keeps what was logged. */
async function start(code: string, more: Partial<TinyFunction> = {}, options: Partial<CloudOptions> = {}) {
  const assembly = temporaryFolder();
  const lines: LogLine[] = [];
  const resources = functionOf(assembly, 'F', { code, ...more });
  const cloud = await startTiny({ resources }, { assembly, log: (line) => lines.push(line), ...options });
  return { cloud, lines, assembly, invoke: (event: unknown = {}) => cloud.invoke('F', event) };
}

it('the handler gets the event, and its result comes back as JSON', async () => {
  const { invoke } = await start('export const handler = async (event) => ({ doubled: event.n * 2, gone: undefined })');
  expect(await invoke({ n: 21 })).toEqual({ payload: { doubled: 42 } });
});

it('a handler that returns nothing returns null', async () => {
  const { invoke } = await start('export const handler = async () => {}');
  expect(await invoke()).toEqual({ payload: null });
});

it('the context tells what Lambda tells', async () => {
  const { invoke } = await start(
    `export const handler = async (_, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() })`,
    { properties: { Timeout: 20, MemorySize: 256 } },
  );
  const outcome = await invoke();
  expect(outcome).toMatchObject({
    payload: {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'Tiny-F',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:Tiny-F',
      memoryLimitInMB: '256',
    },
  });
  const remaining = 'payload' in outcome ? Number(Object(outcome.payload).remaining) : 0;
  expect(remaining).toBeGreaterThan(15_000);
  expect(remaining).toBeLessThanOrEqual(20_000);
});

it('the environment is the template, Lambda and what the caller adds, and nothing of this machine', async () => {
  const { invoke, cloud } = await start(
    'export const handler = async () => process.env',
    {
      environment: { TABLE: { Ref: 'AWS::Region' }, VENDOR_URL: 'https://vendor' },
      properties: { LoggingConfig: { LogFormat: 'JSON' } },
    },
    { environment: { VENDOR_URL: 'http://simulator' } },
  );
  const outcome = await invoke();
  const environment = 'payload' in outcome ? Object(outcome.payload) : {};
  expect(environment).toMatchObject({
    TABLE: 'eu-central-1',
    VENDOR_URL: 'http://simulator',
    AWS_ACCESS_KEY_ID: 'F',
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'Tiny-F',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_REGION: 'eu-central-1',
    TZ: 'UTC',
  });
  expect(Object.keys(environment).filter((name) => /^(HOME|USER|VITEST|npm_)/.test(name))).toEqual([]);
});

it('one process serves one invocation after the other', async () => {
  const { invoke } = await start('let count = 0; export const handler = async () => ++count');
  expect([await invoke(), await invoke(), await invoke()]).toEqual([{ payload: 1 }, { payload: 2 }, { payload: 3 }]);
});

it('what a process has compiled is kept beside the bundles for the next one', async () => {
  const { invoke, assembly } = await start('export const handler = async () => process.env.NODE_COMPILE_CACHE');
  expect(await invoke()).toEqual({ payload: join(realpathSync(assembly), '.compiled') });
  await expect
    .poll(
      () =>
        existsSync(join(assembly, '.compiled')) && readdirSync(join(assembly, '.compiled'), { recursive: true }).length,
    )
    .toBeGreaterThan(2);
});

it.each([
  [4, 3],
  [2, 2],
])('with a concurrency of %i, three at once run in %i processes', async (concurrency, processes) => {
  const code = 'export const handler = async () => process.pid';
  const { invoke } = await start(code, {}, { concurrency });
  const outcomes = await Promise.all([invoke(), invoke(), invoke()]);
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(processes);
});

it('the concurrency that the template reserves is kept', async () => {
  const code = 'export const handler = async () => process.pid';
  const { invoke } = await start(code, { properties: { ReservedConcurrentExecutions: 1 } });
  expect(new Set((await Promise.all([invoke(), invoke()])).map((outcome) => JSON.stringify(outcome))).size).toBe(1);
});

it('what a function writes is logged under its name before its result is known', async () => {
  const { invoke, lines } = await start(
    `export const handler = async () => { console.log('{"level":"INFO"}'); console.error('two\\nlines') }`,
  );
  await invoke();
  expect(lines).toEqual(
    expect.arrayContaining([
      { from: 'F', text: '{"level":"INFO"}' },
      { from: 'F', text: 'two' },
      { from: 'F', text: 'lines' },
    ]),
  );
});

it('no line is late, however often', async () => {
  const { invoke, lines } = await start(
    `export const handler = async () => { for (const n of [1, 2, 3]) console.log(n) }`,
  );
  for (let time = 1; time <= 500; time++) {
    await invoke();
    expect(lines).toHaveLength(3 * time);
  }
});

it.each([
  [
    'an error that is thrown',
    `export const handler = async () => { throw new RangeError('too far') }`,
    'RangeError',
    'too far',
  ],
  ['anything else thrown', `export const handler = async () => { throw 'text' }`, 'string', 'text'],
  ['a module that does not load', `throw new SyntaxError('broken')`, 'SyntaxError', 'broken'],
  ['a module without the handler', `export const other = 1`, 'Error', 'index.handler is undefined or not exported'],
  [
    'a process that ends',
    `export const handler = () => process.exit(3)`,
    'Runtime.ExitError',
    'Error: Runtime exited with error: exit status 3',
  ],
])('reported as an error: %s', async (_, code, errorType, errorMessage) => {
  const { invoke, lines } = await start(code);
  expect(await invoke()).toMatchObject({ error: { errorType, errorMessage } });
  expect(lines.map(({ text }) => text).join('\n')).toContain(errorMessage);
});

it('after a crash the next invocation has a new process', async () => {
  const { invoke } = await start(`export const handler = async ({ crash }) => (crash ? process.exit(1) : 'fine')`);
  await invoke({ crash: true });
  expect(await invoke({})).toEqual({ payload: 'fine' });
});

/** Resolves when there is no such process any more. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const pidIn = (outcome: object): number => ('payload' in outcome ? Number(outcome.payload) : 0);

it('a process that ended between two invocations is replaced', async () => {
  const code = `export const handler = async () => { setTimeout(() => process.exit(1), 20); return process.pid }`;
  const { invoke } = await start(code);
  const first = pidIn(await invoke());
  await gone(first);
  const second = pidIn(await invoke());
  expect(second).toBeGreaterThan(0);
  expect(second).not.toBe(first);
});

it('processes end with the cloud even when that is killed', async () => {
  const assembly = temporaryFolder();
  writeAssembly(assembly, {
    resources: functionOf(assembly, 'F', {
      code: 'setInterval(() => {}, 60_000); export const handler = async () => process.pid',
    }),
  });
  const script = `
    import { startCloud } from ${JSON.stringify(new URL('../../../lib/local/cloud.ts', import.meta.url).href)};
    const cloud = await startCloud({ assembly: ${JSON.stringify(assembly)}, state: ${JSON.stringify(temporaryFolder())} });
    process.stdout.write((await cloud.invoke('F', {})).payload + '\\n');
  `;
  const host = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  const [line] = await once(host.stdout, 'data');
  const pid = Number(line);
  expect(() => process.kill(pid, 0)).not.toThrow();
  host.kill('SIGKILL');
  await gone(pid);
});

it('a function that takes too long is ended', async () => {
  const timer = new VirtualTimer();
  const started = Promise.withResolvers<void>();
  const code = `export const handler = async ({ hang }) => {
    console.log('started');
    if (hang) await new Promise((done) => setTimeout(done, 600_000));
    return 'fine';
  }`;
  const { invoke } = await start(code, { properties: { Timeout: 3 } }, { timer, log: () => started.resolve() });
  const outcome = invoke({ hang: true });
  await started.promise;
  await timer.advance(3);
  expect(await outcome).toMatchObject({
    error: {
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: .* Task timed out after 3\.00 seconds$/),
    },
  });
  expect(await invoke({})).toEqual({ payload: 'fine' });
  await timer.advance(3);
});

it('a result larger than Lambda carries is an error', async () => {
  const { invoke } = await start(`export const handler = async () => 'x'.repeat(6_300_000)`);
  expect(await invoke()).toMatchObject({ error: { errorType: 'Function.ResponseSizeTooLarge' } });
});

it('no process is left when the cloud stops', async () => {
  const { cloud, invoke } = await start('export const handler = async () => process.pid');
  const outcome = await invoke();
  const pid = pidIn(outcome);
  expect(() => process.kill(pid, 0)).not.toThrow();
  await cloud.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

it('code that is not in the assembly is missed at the start', async () => {
  const assembly = temporaryFolder();
  const resources = functionOf(assembly, 'F', { code: '', properties: { Code: { S3Key: 'nowhere.zip' } } });
  await expect(startTiny({ resources }, { assembly })).rejects.toThrow(
    /The code of function F is not in .*npm run synth/,
  );
});
