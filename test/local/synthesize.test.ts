import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fingerprintOf } from '../../lib/local/sources.ts';
import { synthesize } from '../../lib/local/synthesize.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A project whose app writes the assembly of an empty stack, and a line a run. */
function project(app = emptyApp): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'false' }));
  writeFileSync(join(folder, 'bin', 'app.ts'), app);
  return folder;
}

const emptyApp = `
  import { appendFileSync, writeFileSync } from 'node:fs';
  const out: string = process.env.CDK_OUTDIR ?? '';
  const artifacts = { Tiny: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 't.json' } } };
  writeFileSync(out + '/manifest.json', JSON.stringify({ version: '36.0.0', artifacts }));
  writeFileSync(out + '/t.json', JSON.stringify({ Resources: {}, Version: process.version, Context: process.env.CDK_CONTEXT_JSON }));
  appendFileSync('runs', 'x');
`;

const runs = (folder: string): number => readFileSync(join(folder, 'runs'), 'utf8').length;

it('the app runs on the Node that runs this, with the context, and again only when something has changed', async () => {
  const folder = project();
  const out = join(folder, 'out');
  const context = { stage: 'demo' };
  expect(await synthesize({ out, context, project: folder })).toBe(out);
  const { Version, Context } = JSON.parse(readFileSync(join(out, 't.json'), 'utf8'));
  expect(Version).toBe(process.version);
  expect(JSON.parse(Context)).toMatchObject(context);

  await synthesize({ out, context, project: folder });
  expect(runs(folder)).toBe(1);
  writeFileSync(join(folder, 'bin', 'more.ts'), '');
  writeFileSync(join(out, 'left-over'), '');
  await synthesize({ out, context, project: folder });
  expect([runs(folder), existsSync(join(out, 'left-over'))]).toEqual([2, false]);
});

it('an app that fails is reported in its own words, and is not taken for done', async () => {
  const folder = project(`throw new Error('no such table')`);
  const attempt = () => synthesize({ out: join(folder, 'out'), project: folder });
  await expect(attempt()).rejects.toThrow(/could not be synthesized:(.|\n)*no such table/);
  await expect(attempt()).rejects.toThrow('no such table');
});

it('a folder that is no assembly keeps what is in it', async () => {
  const folder = project();
  writeFileSync(join(folder, 'precious'), '');
  await synthesize({ out: folder, project: folder });
  expect(existsSync(join(folder, 'precious'))).toBe(true);
});

it('the fingerprint changes with names, contents and context', () => {
  const folder = project();
  const seen = [fingerprintOf(folder, {}), fingerprintOf(folder, { a: '1' })];
  writeFileSync(join(folder, 'bin', 'a.ts'), 'x');
  seen.push(fingerprintOf(folder, {}));
  writeFileSync(join(folder, 'bin', 'a.ts'), 'y');
  seen.push(fingerprintOf(folder, {}));
  expect(new Set(seen).size).toBe(seen.length);
  writeFileSync(join(folder, 'notes.md'), 'not a source');
  expect(fingerprintOf(folder, {})).toBe(seen.at(-1));
});
