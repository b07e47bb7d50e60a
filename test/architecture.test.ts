import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleLimitKb } from './infra/bundle-budget.ts';
import { bundleOf, bytesOf, functionNames, partsOf, root } from './infra/bundles.ts';

/** The house from the roof down. A file may import what stands beside or below it. */
const floors = [
  ['bin/', 'functions/', 'lib/cli/'],
  ['lib/infra/', 'lib/local/', 'lib/sandbox/'],
  [
    'lib/sync/',
    'lib/web/',
    'lib/foundations.ts',
    'lib/garmin-door.ts',
    'lib/late-clients.ts',
    'lib/open-destination.ts',
    'lib/runtime.ts',
    'lib/sync-runtime.ts',
    'lib/web-runtime.ts',
    'lib/lambda.ts',
    'lib/host.ts',
  ],
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
    'lib/late.ts',
    'lib/ledger.ts',
    'lib/measurement.ts',
    'lib/settings.ts',
    'lib/sort-groups.ts',
    'lib/sync-message.ts',
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

/** A ticket that a person brings is given for tokens on their page; nobody signs in there. */
const besidesTickets = /^lib\/garmin\/sign-in\/(?!(edge|exchange-ticket|mobile-page|pasted-ticket|refused|site)\.ts$)/;

describe.each(functionNames)('the bundle of %s', (name) => {
  const bundle = bundleOf(name);
  const { entry, outputs, reached } = bundle;

  it('exports the handler', () => {
    expect(entry.exports).toContain('handler');
  });

  it.each([
    ['the deployment', /^lib\/infra\/|node_modules\/(aws-cdk-lib|constructs|cdk-nag)\//],
    ['the local cloud', /^lib\/local\/|node_modules\/(dynalite|fast-xml-parser)\//],
    ['the simulators', /^lib\/sandbox\//],
    ['the command line', /^(lib\/cli|bin)\//],
    ['a sign-in that needs a person', name === 'web' ? besidesTickets : /^lib\/garmin\/sign-in/],
    ["Garmin's SDK, whose licence does not allow it", /node_modules\/@garmin\/fitsdk\//],
    ['a browser', /node_modules\/(playwright(-core)?|@sparticuz\/chromium)\//],
  ])('reaches nothing of %s', (_, forbidden) => {
    expect(reached.filter((file) => forbidden.test(file))).toEqual([]);
  });

  it('needs nothing outside itself to start but Node.js', () => {
    const imports = outputs.flatMap((output) => output.imports);
    const elsewhere = imports.filter(({ external, path }) => external && !isBuiltin(path));
    expect(elsewhere.filter(({ kind }) => kind !== 'dynamic-import')).toEqual([]);
    expect(imports.filter(({ kind }) => kind === 'require-call')).toEqual([]);
  });

  it('is small enough to wake up quickly', () => {
    const limitKb = bundleLimitKb(name);
    const parts = partsOf(bundle).map(([part, bytes]) => `${(bytes / 1000).toFixed(1).padStart(7)}  ${part}`);
    expect(bytesOf(bundle) / 1000, `Its parts in kB:\n${parts.join('\n')}\n`).toBeLessThanOrEqual(limitKb);
  });
});
