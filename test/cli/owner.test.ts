import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { accountsOf, shortLivedOf } from '../../lib/runtime.ts';
import { demo } from '../../lib/sandbox/sandbox.ts';
import { tokenHash } from '../../lib/web/random-token.ts';
import { type Deployment, deploy } from '../e2e/deployment.ts';
import { exampleAccount } from '../store/examples.ts';
import { Terminal } from './terminal.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy();
  await accountsOf(deployment.host).create(exampleAccount({ account: '1000001', name: demo.name }));
  await accountsOf(deployment.host).create(exampleAccount({ account: '1000002', name: 'Kim' }));
});
afterAll(() => deployment?.stop());

/** Where the stack was deployed from, and what the owner's terminal knows. */
function ownersTerminal(): { terminal: Terminal; env: Record<string, string> } {
  const terminal = new Terminal();
  const { cloud } = deployment;
  mkdirSync(join(terminal.folder, '.weighbridge'), { recursive: true });
  writeFileSync(join(terminal.folder, '.weighbridge', 'outputs.json'), JSON.stringify({ Weighbridge: cloud.outputs }));
  const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
  const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return { terminal, env: { AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: cloud.region, ...credentials } };
}

function run(args: readonly string[]) {
  const { terminal, env } = ownersTerminal();
  return terminal.run(args, env);
}

it('the owner is said, added and removed', async () => {
  expect(await run(['owner'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nobody yet\./) });
  expect(await run(['owner', 'add', '--for', 'kim'])).toMatchObject({
    code: 0,
    stdout: 'Kim (1000002) sees the pages of the owner now: everybody, the system, and what it costs.\n',
  });
  expect(await run(['owner'])).toMatchObject({ code: 0, stdout: 'Kim (1000002)\n' });
  const { stdout } = await run(['owner', '--json']);
  expect(JSON.parse(stdout)).toEqual({ owners: [{ account: '1000002', name: 'Kim' }] });
  const removed = await run(['owner', 'remove', '--for', 'kim', '--json']);
  expect(JSON.parse(removed.stdout)).toEqual({ account: '1000002', name: 'Kim', owner: false });
  expect(await accountsOf(deployment.host).get('1000002')).not.toHaveProperty('owner');
  expect(await run(['owner', 'be'])).toMatchObject({ code: 1, stderr: expect.stringContaining('Say add or remove') });
});

it.each([
  [[], true, 'It is for you, the owner.'],
  [['--for', 'Kim'], undefined, 'It is for Kim, who sees their own measurements only.'],
  [['--for', 'Kim', '--owner'], true, 'It is for Kim, who will run this Weighbridge too.'],
] as const)('weighbridge link %j', async (args, owner, words) => {
  const { stdout, stderr } = await run(['link', ...args]);
  expect(stderr).toContain(words);
  const token = new URL(stdout.trim()).searchParams.get('invite') ?? '';
  const invite = await shortLivedOf(deployment.host).peek('invite', tokenHash(token));
  expect(invite).toMatchObject(owner ? { owner } : {});
  if (!owner) expect(invite).not.toHaveProperty('owner');
});

it.skipIf(process.platform === 'win32').each([[[]], [['--no-open']]])(
  'weighbridge link %j at a terminal opens the browser unless it is told not to',
  async (args) => {
    const { terminal, env } = ownersTerminal();
    const opened = join(terminal.folder, 'opened');
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(join(terminal.folder, name), `#!/bin/sh\necho "$1" > "${opened}"\n`, { mode: 0o755 });
    }
    const screen = terminal.sit(['link', ...args], { ...env, PATH: terminal.folder });
    const [link] = await screen.shows(/http:\/\/\S+\/connect\?invite=[\w-]{43}/);
    await screen.shows(/^ {2}npx weighbridge garmin login --code \w{4}-\w{4}-\w{4} --to http:\/\/localhost:\d+$/m);
    expect((await screen.ended).code).toBe(0);
    if (args.length > 0) return expect(existsSync(opened)).toBe(false);
    await vi.waitFor(() => expect(readFileSync(opened, 'utf8')).toBe(`${link}\n`), { timeout: 10_000 });
  },
);
