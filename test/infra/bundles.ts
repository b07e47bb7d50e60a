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
  /** What the handler itself lies in. */
  entry: Metafile['outputs'][string];
  /** All that is deployed: beside it what is loaded only when it is needed. */
  outputs: Metafile['outputs'][string][];
  /** Where each of them lies, in the same order. */
  paths: string[];
}

/** What a function's bundle is made of, built with the options it is deployed with. Paths start at the root of the repository. */
export function bundleOf(name: string): Bundle {
  const { metafile } = buildSync({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: { index: `functions/${name}/handler.ts` },
    outdir: name,
    metafile: true,
    write: false,
  });
  const entry = metafile.outputs[`${name}/index.mjs`];
  if (entry === undefined) throw new Error(`functions/${name} has no bundle.`);
  const outputs = Object.values(metafile.outputs);
  const kept = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file]!.bytesInOutput > 0));
  return { reached: Object.keys(metafile.inputs), kept, entry, outputs, paths: Object.keys(metafile.outputs) };
}

export const bytesOf = ({ outputs }: Bundle): number => outputs.reduce((sum, { bytes }) => sum + bytes, 0);

/** What is loaded before the handler is there: the file it lies in, and all that this needs at once. */
export function startBytesOf({ entry, outputs, paths }: Bundle): number {
  const byPath = new Map(paths.map((path, index) => [path, outputs[index]]));
  const needed = new Set([entry]);
  for (const { imports } of needed) {
    for (const { path, kind } of imports) {
      const output = kind === 'import-statement' ? byPath.get(path) : undefined;
      if (output) needed.add(output);
    }
  }
  return needed.values().reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What takes the room in a bundle, by package or by folder of ours, bytes, largest first. */
export function partsOf({ outputs }: Bundle): [part: string, bytes: number][] {
  const parts = new Map<string, number>();
  for (const [file, { bytesInOutput }] of outputs.flatMap(({ inputs }) => Object.entries(inputs))) {
    const folder = /^(lib\/[^/]+|functions)\//.exec(file)?.[1];
    const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? folder ?? file;
    parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
  }
  return [...parts].sort(([, a], [, b]) => b - a);
}
