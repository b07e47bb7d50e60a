/** Builds what the npm package ships besides the README: the Withings client with its types, and the command line. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build, type Metafile } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json'], {
  stdio: 'inherit',
});

/** Bundled, because whoever installs the client is to get none of what the command line needs. */
const { metafile } = await build({
  entryPoints: ['bin/weighbridge.ts'],
  inject: ['bin/node-20.ts'],
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // What deploys the stack and what runs on this machine takes a clone anyway.
  external: ['@aws-*', 'dynalite', 'proper-lockfile'],
  metafile: true,
});
writeFileSync('dist/cli/licenses.txt', licensesOf(metafile));

/** The licences of what was bundled, which have to go with it. */
function licensesOf({ inputs }: Metafile): string {
  const packages = Object.keys(inputs).flatMap(
    (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  );
  return [...new Set(packages)].sort().map(licenseOf).join('\n');
}

function licenseOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${folder} has no licence: it must not be bundled.`);
  return `${folder.replace(/^.*node_modules\//, '')}\n\n${readFileSync(`${folder}/${file}`, 'utf8')}`;
}
