import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import * as v from 'valibot';
import { type Figure, isMet } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { tableOf } from './table.ts';

/** `npm run bench`: each benchmark in a process of its own, so that none warms up or fills the memory of another. */
const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } } });

const names = benchmarks.map(({ name }) => name);
const unknown = values.only?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(' and no ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}
const chosen = benchmarks.filter(({ name }) => !values.only || values.only.includes(name));

// A large nursery, so that what is allocated can be counted before anything of it is collected.
const nodeOptions = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64', '--no-warnings'];
const figuresSchema: v.GenericSchema<unknown, Figure[]> = v.array(
  v.looseObject({
    what: v.string(),
    value: v.number(),
    unit: v.picklist(['ms', 's', 'kB', 'MB', 'B', 'USD', 'units', 'count']),
  }),
);

const one = fileURLToPath(new URL('./one.ts', import.meta.url));

async function measured(name: string): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, one, name], { maxBuffer: 1e8 });
  return v.parse(figuresSchema, JSON.parse(stdout));
}

/** A stack trace may show a line of a bundle, which is the whole of it. */
const readable = (error: unknown): string =>
  String(error)
    .split('\n')
    .map((line) => line.slice(0, 200))
    .slice(0, 30)
    .join('\n');

const results: { name: string; title: string; seconds: number; figures: (Figure & { met?: boolean | undefined })[] }[] =
  [];
for (const { name, title } of chosen) {
  const from = performance.now();
  const figures = await measured(name).catch((error) => {
    console.error(`${name} could not be measured: ${readable(error)}\n`);
    process.exitCode = 1;
    return undefined;
  });
  if (!figures) continue;
  const seconds = Math.round((performance.now() - from) / 100) / 10;
  results.push({ name, title, seconds, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) });
  if (!values.json) console.log(tableOf({ name, title }, figures));
}
const { node, platform, arch } = { ...process.versions, platform: process.platform, arch: process.arch };
if (values.json) console.log(JSON.stringify({ at: new Date().toISOString(), node, platform, arch, results }, null, 2));
else
  console.log(
    `${Math.round(results.reduce((sum, { seconds }) => sum + seconds, 0))} s on Node ${node}, ${platform} ${arch}`,
  );
