import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { Sandbox, sandboxApp } from '../../lib/sandbox/sandbox.ts';
import { FileTokenStore, WithingsClient } from '../../lib/withings/index.ts';
import { EmptyProject, root } from './installed.ts';

/** The examples of the client's README, as they stand there, by the heading above them. */
const examples = [
  ...readFileSync(join(root, 'lib/withings/README.md'), 'utf8').matchAll(/^## (.+)$|^```ts\n([\s\S]+?)^```/gm),
].reduce<{ heading: string; found: { heading: string; code: string }[] }>(
  ({ heading, found }, [, title, code]) =>
    title ? { heading: title, found } : { heading, found: [...found, { heading, code: code ?? '' }] },
  { heading: 'setup', found: [] },
).found;

let project: EmptyProject;
let sandbox: Sandbox;
let env: Record<string, string>;

beforeAll(async () => {
  project = new EmptyProject();
  sandbox = new Sandbox({ clock: systemClock, random: Math.random });
  sandbox.demoPerson();
  const urls = await sandbox.start();
  env = { ...urls, WITHINGS_CLIENT_ID: sandboxApp.clientId, WITHINGS_CLIENT_SECRET: sandboxApp.clientSecret };
  const [setup] = examples;
  project.write('setup.ts', setup?.code ?? '');
  await authorize(urls);
});
afterAll(async () => {
  await sandbox.stop();
  project.remove();
});

/** What the reader has done by then: consented in the browser, and put the tokens into the file of the examples. */
async function authorize({ WITHINGS_ACCOUNT_URL = '', WITHINGS_API_URL = '' }: Record<string, string>): Promise<void> {
  const callbackURL = 'http://localhost:8765/callback';
  const [accountUrl, apiUrl] = [WITHINGS_ACCOUNT_URL, WITHINGS_API_URL];
  const client = new WithingsClient({ ...sandboxApp, callbackURL, accountUrl, apiUrl });
  const consent = await fetch(client.getAuthorizeURL('state', 'user.info,user.metrics,user.activity'), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'allow' }),
    redirect: 'manual',
  });
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
  await new FileTokenStore(join(project.folder, 'tokens.json')).put(await client.getAccessToken(code));
}

/** What each prints, so that an example that does nothing is noticed. */
const prints: Record<string, RegExp> = {
  Authorize: /^Send the browser to http:.*state=/,
  'Tokens that survive': /Scale/,
  Measures: /Weight \d[\s\S]* groups since \d{10}/,
  'Activity and workouts': /^\d{4}-\d\d-\d\d \d+\n[\s\S]*moments within a day/,
  Sleep: /^\d{4}-\d\d-\d\d \d+\n.*(light|deep)/i,
  Heart: /values at \d+ Hz/,
  Notifications: /userId: '12345'/,
  'Sign in with Withings': /^$/,
};

describe('the README of the client', () => {
  it('has an example for each area', () => {
    expect(examples.map(({ heading }) => heading)).toEqual(['setup', ...Object.keys(prints)]);
    for (const { code } of examples) expect(code.trim().split('\n').length).toBeLessThanOrEqual(14);
  });

  it.each(examples.slice(1))('runs against the sandbox as it stands: $heading', async ({ heading, code }) => {
    const file = `${heading.toLowerCase().replaceAll(' ', '-')}.ts`;
    project.write(file, code);
    const { code: exitCode, stdout, stderr } = await project.run(process.execPath, [file], env);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.trim()).toMatch(prints[heading]!);
  });

  it('compiles', async () => {
    const files = [
      'setup.ts',
      ...examples.slice(1).map(({ heading }) => `${heading.toLowerCase().replaceAll(' ', '-')}.ts`),
    ];
    const compilerOptions = {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    const tsc = await project.run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', '.']);
    expect(tsc).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
