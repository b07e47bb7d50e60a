import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as v from 'valibot';
import { bundleOptions } from '../../lib/infra/bundle.ts';
import { functionNames, root } from '../infra/bundles.ts';
import { type Benchmark, compared, type Figure } from './benchmark.ts';
import { median, medians } from './median.ts';
import { stackOf } from './template.ts';

const rounds = 15;

/** How old the process is when its handler is there, and what it took of processors, which neighbours disturb less. */
const startSchema = v.object({ ms: v.number(), cpuMs: v.number() });
type Start = v.InferOutput<typeof startSchema>;

/** Of the bare client; the others have no target of their own. */
const atMost: Readonly<Record<string, number>> = { webhook: 1.15, sync: 1.5, web: 2 };

const bareClient = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => client;`;
const empty = 'export const handler = async () => {};';
/** Loads a handler as Lambda's runtime does, and says what it took until it is there. */
const loader = `const { handler } = await import(process.argv[2]);
if (typeof handler !== 'function') throw new Error('There is no handler.');
const { user, system } = process.cpuUsage();
process.stdout.write(JSON.stringify({ ms: performance.now(), cpuMs: (user + system) / 1000 }));
process.exit();`;

export const coldStart: Benchmark = {
  name: 'cold-start',
  title: 'Cold start: a fresh process until the handler is ready',
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'weighbridge-cold-'));
    try {
      return await startedIn(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function startedIn(folder: string): Promise<Figure[]> {
  const loaderFile = join(folder, 'loader.mjs');
  await writeFile(loaderFile, loader);
  const names = ['bare', 'empty', ...functionNames];
  const bundles = await Promise.all(names.map((name) => bundled(name, folder)));
  const { environments } = stackOf();
  const cpuMs = names.map((): number[] => []);
  const contestants = bundles.map((bundle, index) => async () => {
    const start = await started(loaderFile, bundle, environments[names[index] ?? '']);
    cpuMs[index]?.push(start.cpuMs);
    return start.ms;
  });
  const [bare = 0, nothing = 0, ...functions] = await medians(contestants, { rounds, warmUps: 2 });
  const [bareCpu = 0, , ...functionsCpu] = cpuMs.map(median);
  return functions.map((value, index) => {
    const name = functionNames[index] ?? '';
    const cpu = functionsCpu[index] ?? 0;
    const bound = atMost[name];
    return compared({
      what: name,
      value,
      unit: 'ms',
      than: { what: 'bare DynamoDB client', value: bare },
      ...(bound && { target: { of: 'ratio', atMost: bound } }),
      note: `${Math.round(cpu)} ms of a processor, × ${(cpu / bareCpu).toFixed(2)}; an empty handler: ${Math.round(nothing)} ms, × ${(value / nothing).toFixed(2)}`,
    });
  });
}

async function bundled(name: string, folder: string): Promise<string> {
  const outdir = join(folder, name);
  const made = { bare: bareClient, empty }[name];
  const input = made
    ? { stdin: { contents: made, resolveDir: root } }
    : { entryPoints: { index: join(root, 'functions', name, 'handler.ts') } };
  await build({ ...bundleOptions, ...input, outdir });
  return join(outdir, made ? 'stdin.mjs' : 'index.mjs');
}

/** What Lambda itself sets: as much of it as is asked for while a handler is loaded. */
const ofLambda = {
  ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' },
  AWS_EXECUTION_ENV: 'AWS_Lambda',
};

async function started(loaderFile: string, bundle: string, ofStack: Record<string, string> = {}): Promise<Start> {
  const env = { ...ofLambda, ...ofStack };
  const { stdout } = await promisify(execFile)(process.execPath, [loaderFile, bundle], { env });
  return v.parse(startSchema, JSON.parse(stdout));
}
