import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LocalCloudError } from './local-cloud-error.ts';

export interface SynthesizeOptions {
  /** Where the cloud assembly goes. */
  out: string;
  /** CDK context values. */
  context?: Record<string, string>;
}

const root = join(import.meta.dirname, '..', '..');

/**
 * Synthesizes the CDK app with the CDK of node_modules, on the Node that runs this.
 *
 * @returns the folder of the cloud assembly.
 * @throws LocalCloudError with what the CDK said.
 */
export async function synthesize({ out, context = {} }: SynthesizeOptions): Promise<string> {
  const packageFile = createRequire(import.meta.url).resolve('aws-cdk/package.json');
  const contextArguments = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  const child = spawn(
    process.execPath,
    [
      join(dirname(packageFile), 'bin', 'cdk'),
      'synth',
      '--quiet',
      ...['--output', out],
      // As in cdk.json, but by the Node that runs this, whatever `node` the machine has.
      ...['--app', `"${process.execPath}" bin/app.ts`],
      ...contextArguments,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  child.stdout.on('data', (text) => said.push(String(text)));
  child.stderr.on('data', (text) => said.push(String(text)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(new LocalCloudError('The CDK could not be started.', { cause })));
    child.on('close', resolve);
  });
  if (code !== 0) throw new LocalCloudError(`The stack could not be synthesized:\n${said.join('').trim()}`);
  return out;
}
