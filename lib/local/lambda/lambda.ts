import type { Log } from '../log.ts';
import { propertiesAs } from '../template/properties.ts';
import type { Resource } from '../template/stack.ts';
import type { Timer } from '../timer.ts';
import { functionSchema, runtimeEnvironment } from './environment.ts';
import { LambdaProcess, type Outcome, type ProcessSettings } from './process.ts';

export interface LambdaSettings {
  /** The folder of the cloud assembly, where the bundles lie. */
  assembly: string;
  endpoint: string;
  /** Over the template's own environment. */
  environment: Record<string, string>;
  /** Processes at most. */
  concurrency: number;
  timer: Timer;
  log: Log;
  /** After each invocation. */
  onSettled(): void;
}

/** Lambda passes no more than this in either direction. */
const longestPayloadBytes = 6_291_556;

/**
 * One function of the template: a pool of processes that grows up to its concurrency; beyond that, invocations wait.
 */
export class Lambda {
  readonly resource: Resource;
  readonly #processSettings: ProcessSettings;
  readonly #settings: LambdaSettings;
  readonly #concurrency: number;
  readonly #idle: LambdaProcess[] = [];
  readonly #busy = new Set<LambdaProcess>();
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(resource: Resource, settings: LambdaSettings) {
    const properties = propertiesAs(functionSchema, resource);
    this.resource = resource;
    this.#settings = settings;
    this.#concurrency = Math.min(settings.concurrency, properties.ReservedConcurrentExecutions ?? settings.concurrency);
    this.#processSettings = {
      environment: {
        ...properties.Environment?.Variables,
        ...settings.environment,
        ...runtimeEnvironment(resource, properties, settings),
      },
      timeoutSeconds: properties.Timeout,
      arn: resource.attribute('Arn'),
      timer: settings.timer,
      onLine: (text) => settings.log({ from: resource.path, text }),
    };
  }

  /** Invocations that run or wait. */
  get pending(): number {
    return this.#busy.size + this.#waiting.length;
  }

  /** Never throws: what the function throws is an outcome. */
  async invoke(event: unknown): Promise<Outcome> {
    while (this.#busy.size >= this.#concurrency && !this.#stopped) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#stopped)
      return { error: { errorType: 'Stopped', errorMessage: 'The local cloud is stopping.', trace: [] } };
    const process = this.#takeIdle() ?? new LambdaProcess(this.#processSettings);
    this.#busy.add(process);
    const outcome = limited(await process.invoke(event));
    this.#busy.delete(process);
    if (process.usable && !this.#stopped) this.#idle.push(process);
    this.#waiting.shift()?.();
    if ('error' in outcome) this.#report(outcome.error);
    this.#settings.onSettled();
    return outcome;
  }

  /** Refuses new invocations and ends the processes, the busy ones too. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((process) => process.kill()));
  }

  /** A warm process; one may have ended by itself since its last invocation. */
  #takeIdle(): LambdaProcess | undefined {
    let process = this.#idle.pop();
    while (process && !process.usable) process = this.#idle.pop();
    return process;
  }

  #report(error: unknown): void {
    this.#settings.log({ from: this.resource.path, text: JSON.stringify({ level: 'ERROR', message: error }) });
  }
}

function limited(outcome: Outcome): Outcome {
  if ('error' in outcome) return outcome;
  const bytes = Buffer.byteLength(JSON.stringify(outcome.payload) ?? '');
  if (bytes <= longestPayloadBytes) return outcome;
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${longestPayloadBytes} bytes).`;
  return { error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage, trace: [] } };
}
