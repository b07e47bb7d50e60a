import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import type { Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOf, functionNames, root } from './infra/bundles.ts';

/** The house from the roof down. A file may import what stands beside or below it. */
const floors = [
  ['bin/', 'functions/', 'lib/cli/'],
  ['lib/infra/', 'lib/local/', 'lib/sandbox/'],
  ['lib/sync/', 'lib/web/', 'lib/runtime.ts', 'lib/lambda.ts', 'lib/host.ts'],
  ['lib/withings/', 'lib/garmin/', 'lib/trainerroad/', 'lib/intervals/'],
  [
    'lib/store/',
    'lib/fit/',
    'lib/http.ts',
    'lib/queue.ts',
    'lib/dead-letters.ts',
    'lib/owner-topic.ts',
    'lib/tokens.ts',
    'lib/log.ts',
  ],
  [
    'lib/account.ts',
    'lib/attribution.ts',
    'lib/clock.ts',
    'lib/decimal.ts',
    'lib/destination.ts',
    'lib/digest.ts',
    'lib/errors.ts',
    'lib/fingerprint.ts',
    'lib/ledger.ts',
    'lib/measurement.ts',
    'lib/settings.ts',
    'lib/sort-groups.ts',
    'lib/time-zone.ts',
  ],
];
const vendors = ['lib/withings/', 'lib/garmin/', 'lib/trainerroad/', 'lib/intervals/'];

const roomOf = (file: string) => floors.flat().find((room) => file.startsWith(room));
const floorOf = (file: string) => floors.findIndex((rooms) => rooms.some((room) => file.startsWith(room)));

const sources = globSync('{bin,functions,lib}/**/*.ts', { cwd: root }).sort();
const imports = sources.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export|\}).* from '([^']+)';$|^import '([^']+)';$|\bimport\('([^']+)'\)/gm),
  ];
  return specifiers.map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    return { file, target: specifier.startsWith('.') ? relative(root, join(root, file, '..', specifier)) : specifier };
  });
});
const internal = imports.filter(({ target }) => /^(bin|functions|lib)\//.test(target));
const arrows = (found: typeof imports) => found.map(({ file, target }) => `${file} -> ${target}`);

describe('the sources', () => {
  it('are all read: every folder and file has its place in the house', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it('import nothing that stands above them', () => {
    expect(arrows(internal.filter(({ file, target }) => floorOf(target) < floorOf(file)))).toEqual([]);
  });

  it('keep the vendors apart: none knows of another', () => {
    const besides = internal.filter(({ file, target }) => {
      const [from, to] = [roomOf(file), roomOf(target)];
      return from !== to && vendors.includes(from ?? '') && vendors.includes(to ?? '');
    });
    expect(arrows(besides)).toEqual([]);
  });

  it('speak of CDK only where the deployment is described', () => {
    const cdk = imports.filter(({ target }) => /^(aws-cdk-lib|constructs|cdk-nag|@aws-cdk)(\/|$)/.test(target));
    expect(cdk.length).toBeGreaterThan(0);
    expect(arrows(cdk.filter(({ file }) => !file.startsWith('lib/infra/') && file !== 'bin/app.ts'))).toEqual([]);
  });

  it('of the domain never read the environment by themselves, but for a convenience that says so', () => {
    const excepted = ['lib/host.ts', 'lib/withings/sso.ts'];
    const domain = sources.filter((file) => floorOf(file) >= floorOf('lib/sync/') && !excepted.includes(file));
    expect(domain.filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'))).toEqual([]);
  });
});

describe.each(functionNames)('the bundle of %s', (name) => {
  const { output, reached } = bundleOf(name);

  it('exports the handler', () => {
    expect(output.exports).toContain('handler');
  });

  it.each([
    ['the deployment', /^lib\/infra\/|node_modules\/(aws-cdk-lib|constructs|cdk-nag)\//],
    ['the local cloud', /^lib\/local\/|node_modules\/(dynalite|fast-xml-parser)\//],
    ['the simulators', /^lib\/sandbox\//],
    ['the command line', /^(lib\/cli|bin)\//],
    ['a sign-in that needs a person', /^lib\/garmin\/sign-in/],
    ["Garmin's SDK, whose licence does not allow it", /node_modules\/@garmin\/fitsdk\//],
    ['a browser', /node_modules\/(playwright(-core)?|@sparticuz\/chromium)\//],
  ])('reaches nothing of %s', (_, forbidden) => {
    expect(reached.filter((file) => forbidden.test(file))).toEqual([]);
  });

  it('needs nothing outside itself to start but Node.js', () => {
    const needed = output.imports.filter(({ kind, path }) => !isBuiltin(path) && kind !== 'dynamic-import');
    expect(needed).toEqual([]);
    expect(output.imports.filter(({ kind }) => kind === 'require-call')).toEqual([]);
  });

  it('is small enough to wake up quickly', () => {
    // The pages need every store and every destination, and S3's client alone has 100 kB.
    const limitKb = { webhook: 350, web: 720 }[name] ?? 600;
    expect(output.bytes / 1000, `Its parts in kB:\n${partsOf(output)}\n`).toBeLessThanOrEqual(limitKb);
  });
});

/** What takes the room in a bundle, by package or by folder of ours, largest first. */
function partsOf({ inputs }: Metafile['outputs'][string]): string {
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const part = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? roomOf(file) ?? file;
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  return [...bytes]
    .sort(([, a], [, b]) => b - a)
    .map(([part, size]) => `${(size / 1000).toFixed(1).padStart(7)}  ${part}`)
    .join('\n');
}
