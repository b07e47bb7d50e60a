import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChildMessage, FunctionError, InvokeRequest } from './protocol.ts';

/**
 * The runtime of one function: this file is the whole program of its process. It loads the handler that `_HANDLER`
 * names from `LAMBDA_TASK_ROOT` and answers invocations over the IPC channel, one at a time.
 */

type Handler = (event: unknown, context: unknown) => unknown;

const environment = process.env;

// The parent decides when a function ends: Ctrl-C reaches the whole process group, and an invocation should not
// die of it.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());

const say = (message: ChildMessage): void => {
  process.send?.(message);
};

try {
  const handler = await loadHandler();
  process.on('message', async (request: InvokeRequest) => {
    await invoke(handler, request);
    // It is killed, and so has no end at which Node would keep what it has compiled: most of it for the first invocation.
    flushCompileCache();
  });
  say({ kind: 'ready' });
} catch (error) {
  say({ kind: 'unusable', error: describe(error) });
}

async function loadHandler(): Promise<Handler> {
  const [file = '', name = ''] = (environment._HANDLER ?? '').split('.');
  const root = environment.LAMBDA_TASK_ROOT ?? '.';
  const path = ['.mjs', '.js', '.cjs']
    .map((ending) => join(root, file + ending))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`Cannot find module '${file}' in ${root}`);
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const handler = module[name];
  if (!isHandler(handler)) throw new Error(`${environment._HANDLER} is undefined or not exported`);
  return handler;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

async function invoke(handler: Handler, request: InvokeRequest): Promise<void> {
  try {
    const result = await handler(request.event, contextOf(request));
    say({ kind: 'returned', json: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    say({ kind: 'threw', error: describe(error) });
  }
}

function contextOf({ requestId, deadline, invokedFunctionArn }: InvokeRequest): unknown {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    invokedFunctionArn,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
