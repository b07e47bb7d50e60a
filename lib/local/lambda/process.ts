import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import type { Timer } from '../timer.ts';
import { childMessageSchema, type FunctionError, type InvokeRequest } from './protocol.ts';

export interface ProcessSettings {
  environment: Record<string, string>;
  timeoutSeconds: number;
  arn: string;
  timer: Timer;
  /** Every line the function writes. */
  onLine(line: string): void;
}

export type Outcome = { payload: unknown } | { error: FunctionError };

/** All processes of functions alive, so that none outlives this one. */
const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/**
 * One execution environment of a function: its own Node process, kept warm between invocations, which it takes one
 * at a time.
 */
export class LambdaProcess {
  readonly #settings: ProcessSettings;
  readonly #child: ChildProcess;
  /** Resolves once the handler is loaded, with the reason if it cannot be. */
  readonly #loaded: Promise<FunctionError | undefined>;
  #settle: ((outcome: Outcome) => void) | undefined;
  #dead = false;

  constructor(settings: ProcessSettings) {
    this.#settings = settings;
    this.#child = fork(new URL('./child.ts', import.meta.url), {
      env: settings.environment,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    alive.add(this.#child);
    const { promise, resolve } = Promise.withResolvers<FunctionError | undefined>();
    this.#loaded = promise;
    this.#child.on('message', (json) => {
      const message = v.parse(childMessageSchema, json);
      if (message.kind === 'ready') resolve(undefined);
      else if (message.kind === 'unusable') resolve(message.error);
      else if (message.kind === 'threw') this.#end({ error: message.error });
      else this.#end({ payload: JSON.parse(message.json) });
    });
    const gone = (how: string): void => {
      this.#dead = true;
      alive.delete(this.#child);
      const error = { errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited ${how}`, trace: [] };
      resolve(error);
      this.#end({ error });
    };
    this.#child.on('exit', (code, signal) => gone(signal ? `by ${signal}` : `with error: exit status ${code}`));
    this.#child.on('error', (error) => gone(`without starting: ${error.message}`));
    this.#forward(this.#child.stdout);
    this.#forward(this.#child.stderr);
  }

  /** False once it has exited or was killed: another one has to take its place. */
  get usable(): boolean {
    return !this.#dead;
  }

  async invoke(event: unknown): Promise<Outcome> {
    const unusable = await this.#loaded;
    if (unusable) {
      await this.kill();
      return { error: unusable };
    }
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#settle = resolve;
    const { timer, timeoutSeconds, arn } = this.#settings;
    const requestId = randomUUID();
    const deadline = timer.now() + timeoutSeconds * 1000;
    const callOff = timer.wakeAt(deadline, () => this.#timeOut(requestId));
    const request: InvokeRequest = { requestId, event, deadline, invokedFunctionArn: arn };
    this.#child.send(request, () => {});
    try {
      return await promise;
    } finally {
      callOff();
      // What the function wrote before it returned is in its pipe by now, and is read in the same turn as the result.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Ends the process at once and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#dead) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#dead = true;
    this.#child.kill('SIGKILL');
    await exited;
  }

  #timeOut(requestId: string): void {
    const seconds = this.#settings.timeoutSeconds.toFixed(2);
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
    this.#end({ error: { errorType: 'Sandbox.Timedout', errorMessage, trace: [] } });
    this.#dead = true;
    this.#child.kill('SIGKILL');
  }

  #end(outcome: Outcome): void {
    this.#settle?.(outcome);
    this.#settle = undefined;
  }

  #forward(stream: Readable | null): void {
    if (stream) createInterface({ input: stream }).on('line', (line) => this.#settings.onLine(line));
  }
}
