import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import { bundleOptions } from '../../lib/infra/bundle.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const functionNames = readdirSync(`${root}functions`).sort();

/** What a function's bundle is made of, built with the options it is deployed with. Paths start at the root of the repository. */
export function bundleOf(name: string): Metafile['outputs'][string] {
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
  return output;
}

/** The files that left something in the bundle. */
export function filesIn({ inputs }: Metafile['outputs'][string]): string[] {
  return Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
}
