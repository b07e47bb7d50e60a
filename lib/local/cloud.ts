import { createServer } from 'node:http';
import { join } from 'node:path';
import { Activity } from './activity.ts';
import { adminAccessKeyId, Gateway } from './gateway/gateway.ts';
import { HttpApi, routesOf } from './http-api/http-api.ts';
import { eventSourcesOf } from './lambda/event-sources.ts';
import { functionsOf } from './lambda/functions.ts';
import type { Outcome } from './lambda/process.ts';
import { listen } from './listen.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import type { Log } from './log.ts';
import { Schedules, schedulesOf } from './scheduler/schedules.ts';
import { openServices } from './services.ts';
import { openStateFolder } from './state-folder.ts';
import { loadAssembly } from './template/assembly.ts';
import { region } from './template/identity.ts';
import { unknownTypes } from './template/resource-types.ts';
import { type Resource, Stack } from './template/stack.ts';
import { systemTimer, type Timer } from './timer.ts';

export interface CloudOptions {
  /** The folder `cdk synth` wrote. */
  assembly: string;
  /** Where tables, objects, messages and secrets live; created when missing. */
  state: string;
  /** Of the HTTP API; any free one when absent. */
  port?: number;
  /** Added to every function's environment, over the template's: the base URLs of simulators, say. */
  environment?: Record<string, string>;
  /** Values of the template's parameters; those absent have their defaults. */
  parameters?: Record<string, string>;
  /** Processes a function at most, 4 when absent. */
  concurrency?: number;
  /** How long `stop` lets running functions finish, 5 s when absent. */
  graceMs?: number;
  log?: Log;
  timer?: Timer;
}

/** A stack that runs on this machine. */
export interface LocalCloud {
  /** Base URL of the HTTP API, without a trailing slash. */
  url: string;
  /** What AWS_ENDPOINT_URL is for the functions. */
  endpoint: string;
  region: string;
  /** For AWS clients that may do everything. */
  adminCredentials: { accessKeyId: string; secretAccessKey: string };
  /** The stack's outputs. */
  outputs: Record<string, string>;
  resources(type: string): Resource[];
  /** @param name a function's name, its path in the CDK app, or its logical id */
  invoke(name: string, event: unknown): Promise<Outcome>;
  /** Fires schedules now: by name, path or logical id, or by a value of their input. */
  tick(match: string): Promise<Outcome[]>;
  /** Waits until no function runs and no message waits that could be delivered now; 30 s at most when absent. */
  idle(options?: { timeoutMs?: number }): Promise<void>;
  /** Ends everything that was started: running functions get a moment to finish, their messages go back. */
  stop(): Promise<void>;
}

/**
 * Runs a synthesized stack on this machine, on the loopback interface alone.
 *
 * @throws LocalCloudError when it cannot, with the reason.
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const closers: (() => unknown)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= closeInReverse(closers);
    return stopped;
  };
  try {
    return await start(options, (close) => closers.push(close), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function closeInReverse(closers: (() => unknown)[]): Promise<void> {
  for (const close of closers.toReversed()) await close();
}

async function start(
  { port = 0, concurrency = 4, graceMs = 5000, timer = systemTimer, log = () => {}, ...options }: CloudOptions,
  onStop: (close: () => unknown) => void,
  stop: () => Promise<void>,
): Promise<LocalCloud> {
  const assembly = loadAssembly(options.assembly);
  onStop(openStateFolder(options.state));

  const gateway = new Gateway(log);
  const endpoint = await gateway.listen();
  onStop(() => gateway.close());
  const api = Promise.withResolvers<HttpApi>();
  const server = createServer((request, response) => {
    // What fails here is the connection itself; nobody is left to be told.
    api.promise.then((served) => served.handle(request, response)).catch(() => response.destroy());
  });
  const url = `http://localhost:${await listen(server, port)}`;
  const closed = new Promise((resolve) => server.once('close', resolve));
  onStop(() => {
    server.close();
    server.closeAllConnections();
    return closed;
  });

  const stack = new Stack(assembly, { stackName: assembly.stackName, apiUrl: url, endpoint }, options.parameters);
  const unknown = unknownTypes(stack.resources.map(({ type }) => type));
  if (unknown.length > 0) log({ from: 'local cloud', text: `Left out, because unknown here: ${unknown.join(', ')}.` });

  const activity = new Activity(timer);
  const services = await openServices(stack, gateway, { folder: options.state, timer, log });
  onStop(() => services.close());
  for (const queue of services.queues) queue.onChange(() => activity.happened());

  const functions = functionsOf(stack, {
    assembly: options.assembly,
    endpoint,
    environment: options.environment ?? {},
    concurrency,
    timer,
    log,
    onSettled: () => activity.happened(),
  });
  for (const { lambda, principal } of functions) gateway.admit(lambda.resource.logicalId, principal);
  const lambdas = functions.map(({ lambda }) => lambda);
  const lambdaNamed = (name: string) => lambdas.find(({ resource }) => resource.name === name);
  const eventSources = eventSourcesOf(stack, {
    lambdaNamed,
    queues: services.queues,
    statementsOf: (wanted) => functions.find(({ lambda }) => lambda === wanted)?.principal.statements ?? [],
    concurrency,
    timer,
    log,
  });
  const schedules = new Schedules(schedulesOf(stack, lambdaNamed), join(options.state, 'schedules.json'), timer);
  const [apiResource, ...more] = stack.ofType('AWS::ApiGatewayV2::Api');
  if (more.length > 0) throw new LocalCloudError('The template has several HTTP APIs; the local cloud serves one.');
  api.resolve(new HttpApi(apiResource?.ref ?? '', routesOf(stack, lambdaNamed), timer));

  const busy = (): string[] => [
    ...lambdas.filter(({ pending }) => pending > 0).map(({ resource }) => resource.path),
    ...eventSources.filter((source) => source.busy).map(({ name }) => `the queue of ${name}`),
  ];
  onStop(async () => {
    await activity.until(() => lambdas.every(({ pending }) => pending === 0), graceMs);
    for (const source of eventSources) source.release();
    await Promise.all(lambdas.map((lambda) => lambda.stop()));
  });
  onStop(() => {
    server.close();
    schedules.stop();
    for (const source of eventSources) source.pause();
  });
  for (const source of eventSources) source.start();
  schedules.start();

  return {
    url,
    endpoint,
    region,
    adminCredentials: { accessKeyId: adminAccessKeyId, secretAccessKey: 'local' },
    outputs: stack.outputs,
    resources: (type) => stack.ofType(type),
    async invoke(name, event) {
      const lambda = lambdas.find(({ resource }) => [resource.name, resource.path, resource.logicalId].includes(name));
      if (!lambda) throw new LocalCloudError(`There is no function ${name} in the template.`);
      return lambda.invoke(event);
    },
    tick: (match) => schedules.tick(match),
    async idle({ timeoutMs = 30_000 } = {}) {
      const quiet = await activity.until(() => busy().length === 0, timeoutMs);
      if (!quiet) throw new LocalCloudError(`Still busy after ${timeoutMs / 1000} s: ${busy().join(', ')}.`);
    },
    stop,
  };
}
