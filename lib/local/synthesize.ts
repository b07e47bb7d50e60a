import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import { fingerprintOf } from './sources.ts';

export interface SynthesizeOptions {
  /** Where the cloud assembly goes. */
  out: string;
  /** CDK context values. */
  context?: Record<string, string>;
  /** The folder with `cdk.json`; this project when absent. */
  project?: string;
}

const thisProject = join(import.meta.dirname, '..', '..');

/**
 * Synthesizes the CDK app with the CDK of node_modules, on the Node that runs this. An assembly that came from the same
 * sources is kept as it is; to have it made anew, delete its folder.
 *
 * @returns the folder of the cloud assembly.
 * @throws LocalCloudError with what the CDK said.
 */
export async function synthesize({ out, context = {}, project = thisProject }: SynthesizeOptions): Promise<string> {
  const directory = resolve(out);
  const fingerprint = fingerprintOf(project, context);
  const fingerprintFile = join(directory, 'sources.sha256');
  const earlier = read(fingerprintFile);
  if (earlier === fingerprint) return directory;
  // Nothing of an older assembly stays, and one that breaks off half-way is not taken for whole. What is not ours
  // is not deleted.
  if (earlier !== undefined) rmSync(directory, { recursive: true });
  await runCdk(project, [
    'synth',
    '--quiet',
    ...['--output', directory],
    // As in cdk.json, but by the Node that runs this, whatever `node` the machine has.
    ...['--app', `"${process.execPath}" bin/app.ts`],
    ...Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
  ]);
  writeFileAtomically(fingerprintFile, fingerprint);
  return directory;
}

async function runCdk(project: string, commandLine: string[]): Promise<void> {
  const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
  const child = spawn(process.execPath, [cdk, ...commandLine], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stdout.on('data', (text) => said.push(String(text)));
  child.stderr.on('data', (text) => said.push(String(text)));
  const code = await new Promise<number | null>((done, reject) => {
    child.on('error', (cause) => reject(new LocalCloudError('The CDK could not be started.', { cause })));
    child.on('close', done);
  });
  if (code !== 0) throw new LocalCloudError(`The stack could not be synthesized:\n${said.join('').trim()}`);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
