import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { parseTokenFile } from '../garmin/token-file.ts';
import { type LocalCloud, startCloud } from '../local/cloud.ts';
import { synthesize } from '../local/synthesize.ts';
import { type Host, secretsOf } from '../runtime.ts';
import { demo, Sandbox, sandboxApp } from '../sandbox/sandbox.ts';
import { cliHost } from './cli-host.ts';
import { connectionsFrom, type ReadyConnections } from './connections.ts';
import { makeLink } from './invite.ts';
import type { RecordedMeasures } from './measures-file.ts';
import type { Progress } from './progress.ts';
import { readSandbox, writeSandbox } from './sandbox-file.ts';
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
  /** The functions' log. */
  log: (line: { from: string; text: string }) => void;
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

/** How much the simulators forget if the machine loses its power. */
const keepEveryMs = 15_000;

/**
 * Synthesizes the stack and runs it. Without `WITHINGS_CLIENT_ID` in the environment the vendors are simulators with a demo person.
 *
 * @throws UserError, LocalCloudError with a sentence for the person at the terminal
 */
export async function startLocal(options: LocalOptions): Promise<LocalWeighbridge> {
  const { env, folder, progress, port } = options;
  const app = realApp(env);
  if (options.afresh) await rm(folder, { recursive: true, force: true });
  if (port !== 0) await mustBeFree(port);

  progress.step('Synthesizing the stack …');
  const assembly = await synthesize({ out: join(folder, 'cdk.out') });
  const sandboxFile = join(folder, 'sandbox.json');
  const sandbox = app ? undefined : await openSandbox(sandboxFile, options.recorded);

  progress.step('Starting the local cloud …');
  const environment = sandbox ? await sandbox.start() : {};
  const keepSandbox = () => {
    if (sandbox) writeSandbox(sandboxFile, sandbox.state);
  };
  const keeping = setInterval(keepSandbox, keepEveryMs);
  const stopSandbox = async () => {
    clearInterval(keeping);
    await sandbox?.stop();
    keepSandbox();
  };
  const cloud = await startCloud({
    assembly,
    state: join(folder, 'cloud'),
    port,
    environment,
    log: options.log,
  }).catch(async (error) => {
    await stopSandbox();
    throw error;
  });
  const { endpoint, region, adminCredentials: credentials } = cloud;
  const host = cliHost(cloud.outputs, { endpoint, region, credentials });
  const { clientId, clientSecret } = app ?? sandboxApp;
  await secretsOf(host).putWithingsApp(clientId, clientSecret);

  const connections = sandbox ? () => Promise.resolve(demoConnections(sandbox)) : () => connectionsFrom(env);
  return {
    cloud,
    host,
    sandbox,
    link: async () =>
      (await makeLink(host, { connections: await connections(), ...(sandbox && { name: demo.name }) })).link,
    stop: async () => {
      await cloud.stop();
      await stopSandbox();
    },
  };
}

/** The Withings application that the owner registered, if the environment names one. */
function realApp(env: NodeJS.ProcessEnv): { clientId: string; clientSecret: string } | undefined {
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
});

/** Asked before the slow part, so that nobody waits for a synthesis to hear it. */
async function mustBeFree(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) =>
      reject(
        new UserError(`Port ${port} is taken by another program. Choose another one: npm start -- --port ${port + 1}`, {
          cause,
        }),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
