import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { parseTokenFile } from '../garmin/token-file.ts';
import type { Host } from '../host.ts';
import { type LocalCloud, startCloud } from '../local/cloud.ts';
import type { Log } from '../local/log.ts';
import { openStateFolder } from '../local/state-folder.ts';
import { synthesize } from '../local/synthesize.ts';
import { secretsOf } from '../runtime.ts';
import { demo, Sandbox, sandboxApp } from '../sandbox/sandbox.ts';
import type { WithingsCredentials } from '../store/secret-value.ts';
import { cliHost } from './cli-host.ts';
import { connectionsFrom, type ReadyConnections } from './connections.ts';
import { makeLink } from './invite.ts';
import type { RecordedMeasures } from './measures-file.ts';
import type { Progress } from './progress.ts';
import { keepSandbox, readSandbox } from './sandbox-file.ts';
import { UserError } from './user-error.ts';

export interface LocalOptions {
  env: NodeJS.ProcessEnv;
  /** Folder of everything that is kept. */
  folder: string;
  /** Forget what an earlier run left there. */
  afresh: boolean;
  port: number;
  recorded: RecordedMeasures | undefined;
  progress: Progress;
  /** The functions' log, and the mails. */
  log: Log;
}

/** The whole of Weighbridge on this machine, with the simulators or with the real vendors. */
export interface LocalWeighbridge {
  cloud: LocalCloud;
  host: Host;
  /** Absent when it talks to the real vendors. */
  sandbox: Sandbox | undefined;
  /** A fresh invite, with the destinations that are signed in to inside it. */
  link(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Synthesizes the stack and runs it. Without `WITHINGS_CLIENT_ID` in the environment the vendors are simulators with a
 * demo person. Whatever can be wrong with what the person gave is said before the slow part.
 *
 * @throws UserError, LocalCloudError with a sentence for the person at the terminal
 */
export async function startLocal(options: LocalOptions): Promise<LocalWeighbridge> {
  const { env, folder, afresh, port } = options;
  const credentials = realCredentials(env);
  if (credentials && afresh) {
    throw new UserError(
      '--once and --measures are for the demo person of the simulators. Remove WITHINGS_CLIENT_ID and WITHINGS_CLIENT_SECRET from .env.',
    );
  }
  const real = credentials && { credentials, connections: await connectionsFrom(env) };
  if (port !== 0) await mustBeFree(port);

  const closers = [openStateFolder(folder)];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await start(options, real, (close) => closers.push(close), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the environment says of the real ones. */
interface RealVendors {
  credentials: WithingsCredentials;
  connections: ReadyConnections;
}

async function start(
  { folder, afresh, port, recorded, progress, log }: LocalOptions,
  real: RealVendors | undefined,
  onStop: (close: () => void | Promise<void>) => void,
  stop: () => Promise<void>,
): Promise<LocalWeighbridge> {
  const kept = { cloud: join(folder, 'cloud'), sandbox: join(folder, 'sandbox.json'), files: join(folder, 'files') };
  if (afresh) for (const path of Object.values(kept)) await rm(path, { recursive: true, force: true });
  const sandbox = real ? undefined : await openSandbox(kept.sandbox, recorded);
  openStateFolder(kept.cloud)();

  progress.step('Synthesizing the stack …');
  const assembly = await synthesize({ out: join(folder, 'cdk.out') });

  progress.step('Starting the local cloud …');
  if (sandbox) onStop(() => sandbox.stop());
  const environment = sandbox ? await sandbox.start() : {};
  const cloud = await startCloud({ assembly, state: kept.cloud, port, environment, log });
  if (sandbox) onStop(keepSandbox(kept.sandbox, sandbox));
  onStop(() => cloud.stop());

  const { endpoint, region, adminCredentials: credentials } = cloud;
  const host = cliHost(cloud.outputs, { endpoint, region, credentials });
  await secretsOf(host).putWithingsCredentials(real?.credentials ?? sandboxApp);
  const invite = () =>
    sandbox
      ? { name: demo.name, connections: demoConnections(sandbox), owner: true }
      : { connections: real?.connections ?? {}, owner: true };
  return { cloud, host, sandbox, link: async () => (await makeLink(host, invite())).link, stop };
}

/** Those of the application that the owner registered, if the environment names one. */
function realCredentials(env: NodeJS.ProcessEnv): WithingsCredentials | undefined {
  const { WITHINGS_CLIENT_ID: clientId, WITHINGS_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return undefined;
  const missing = clientId ? 'WITHINGS_CLIENT_SECRET' : 'WITHINGS_CLIENT_ID';
  throw new UserError(
    `${missing} is missing in .env. Give both to talk to the real Withings, or neither for the simulators.`,
  );
}

async function openSandbox(file: string, recorded: RecordedMeasures | undefined): Promise<Sandbox> {
  const state = await readSandbox(file);
  const sandbox = new Sandbox({ clock: systemClock, random: Math.random, ...(state && { state }) });
  sandbox.demoPerson(recorded);
  return sandbox;
}

const demoConnections = (sandbox: Sandbox): ReadyConnections => ({
  garmin: { credentials: parseTokenFile(JSON.stringify(sandbox.garminTokens())) },
  trainerroad: { credentials: demo.trainerRoad },
  intervals: { credentials: demo.intervals },
});

/** Asked before the slow part, so that nobody waits for a synthesis to hear it. */
async function mustBeFree(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) => {
      const taken = 'code' in cause && cause.code === 'EADDRINUSE';
      const why = taken ? 'is taken by another program' : `cannot be used (${cause.message})`;
      reject(new UserError(`Port ${port} ${why}. Choose another one with --port.`, { cause }));
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
