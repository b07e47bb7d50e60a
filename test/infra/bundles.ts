import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import { bundleOptions } from '../../lib/infra/bundle.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const functionNames = readdirSync(`${root}functions`).sort();

export interface Bundle {
  /** All files that the handler reaches, also those of which nothing was needed in the end. */
  reached: string[];
  /** The files that left something in the bundle. */
  kept: string[];
  output: Metafile['outputs'][string];
}

/** What a function's bundle is made of, built with the options it is deployed with. Paths start at the root of the repository. */
export function bundleOf(name: string): Bundle {
  const { metafile } = buildSync({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: `${name}/index.mjs`,
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  if (output === undefined) throw new Error(`functions/${name} has no bundle.`);
  const kept = Object.keys(output.inputs).filter((file) => output.inputs[file]!.bytesInOutput > 0);
  return { reached: Object.keys(metafile.inputs), kept, output };
}
