import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { script, typedScript } from './consumer.ts';
import { EmptyProject, nodeOfMachine, root } from './installed.ts';

let project: EmptyProject;
beforeAll(() => {
  project = new EmptyProject();
});
afterAll(() => project.remove());

const command = 'node_modules/weighbridge/bin/weighbridge.js';

describe('the package', () => {
  it('brings one dependency along, and nothing of AWS', () => {
    expect(project.dependencies).toEqual(['valibot']);
  });

  it('holds what is needed to use it, built, and no more', () => {
    expect(project.files).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'dist/withings/index.js', 'dist/cli/licenses.txt']),
    );
    const others = project.files.filter(
      (file) =>
        !/^(README\.md|LICENSE|package\.json|bin\/weighbridge\.js|lib\/withings\/README\.md|dist\/cli\/(.*\.js|licenses\.txt)|dist\/.*\.(js|d\.ts))$/.test(
          file,
        ),
    );
    expect(others).toEqual([]);
  });

  it.each(['nodenext', 'bundler'])('has types that a consumer with module resolution %s compiles with', async (how) => {
    project.write('typed.ts', typedScript);
    const compilerOptions = {
      target: 'es2022',
      module: how === 'bundler' ? 'es2022' : how,
      moduleResolution: how,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    const tsc = await project.run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', '.']);
    expect(tsc).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe.each([20, 22, 24])('on Node %i', (major) => {
  const own = process.version.startsWith(`v${major}.`) ? process.execPath : undefined;
  const node = own ?? nodeOfMachine(major) ?? '';

  it.skipIf(!node)('the client and a sign-in at Garmin work with the sandbox, all out of the package', async () => {
    project.write('consumer.js', script);
    const sandbox = await startSandbox(node);
    try {
      const { code, stdout, stderr } = await project.run(node, ['consumer.js', sandbox.url]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual({
        measure: 'Weight',
        isWeight: true,
        isActive: true,
        devices: true,
        isRefused: true,
      });
      const signIn = { GARMIN_USERNAME: sandbox.email, GARMIN_PASSWORD: sandbox.password, ...sandbox.garmin };
      expect(await project.run(node, [command, 'garmin', 'login', '--save', 'kept.json'], signIn)).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/^.*Signed in to Garmin as Robin Demo\.\nThe sign-in is in kept\.json, /s),
      });
    } finally {
      await sandbox.stop();
    }
  });

  it.skipIf(!node)('the command line says what it can do, and which command takes a clone', async () => {
    const help = await project.run(node, [command, '--help']);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/authorize[\s\S]*refresh/) });
    for (const args of [['start'], ['setup'], ['sync'], ['import-withings-sync', '.']]) {
      const refused = await project.run(node, [command, ...args]);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/works in a clone of the repository/) });
    }
  });

  it.skipIf(!node)(
    'the command line keeps what it has compiled inside of the package, and goes without where it cannot',
    async () => {
      const kept = join(project.home, 'node_modules');
      rmSync(kept, { recursive: true, force: true });
      expect(await project.run(node, [command, '--help'])).toMatchObject({ code: 0, stderr: '' });
      expect(existsSync(join(kept, '.cache', 'weighbridge'))).toBe(major > 20);
      rmSync(kept, { recursive: true, force: true });
      writeFileSync(kept, 'a file where no folder can be made');
      expect(await project.run(node, [command, '--help'])).toMatchObject({ code: 0, stderr: '' });
      rmSync(kept);
    },
  );

  it.skipIf(!node)('whoever has a code hands a sign-in over with it, without a clone and without AWS', async () => {
    const seen: unknown[] = [];
    // Plays intervals.icu and the deployed system at once.
    const server = createHttpServer((request, response) => {
      if (request.method === 'GET') return response.end('[]');
      return request.setEncoding('utf8').on('data', (body) => {
        seen.push([request.url, JSON.parse(body)]);
        response.end(JSON.stringify({ message: 'It is kept.' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { INTERVALS_API_KEY: 'invented-key', INTERVALS_URL: to };
    const login = [command, 'intervals', 'login', '--code', '0123-4567-89AB', '--to'];
    expect(await project.run(node, [...login, to], env)).toEqual({ code: 0, stdout: '', stderr: 'It is kept.\n' });
    const body = { code: '0123-4567-89AB', destination: 'intervals', credentials: { apiKey: 'invented-key' } };
    expect(seen).toEqual([['/hand-over', body]]);
    const refused = await project.run(node, [...login, 'no address'], env);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^--to takes the https address/) });
    server.close();
  });
});

/** The package's own sandbox on free ports. */
async function startSandbox(node: string) {
  const port = await fourFreePorts();
  const sandbox = spawn(node, [command, 'sandbox', '--fresh', '--port', String(port)], { cwd: project.folder });
  const ended = once(sandbox, 'exit');
  const said: string[] = [];
  for await (const line of createInterface(sandbox.stderr)) {
    said.push(line);
    if (line.startsWith('Ctrl-C')) {
      const stop = async () => {
        sandbox.kill('SIGINT');
        await ended;
      };
      const garmin = `http://127.0.0.1:${port + 1}`;
      const [, email = '', password = ''] = /e-mail (\S+), password (\S+);/.exec(said.join('\n')) ?? [];
      return {
        ...{ url: `http://127.0.0.1:${port}`, email, password, stop },
        garmin: { GARMIN_SSO_URL: garmin, GARMIN_DIAUTH_URL: garmin, GARMIN_CONNECTAPI_URL: garmin },
      };
    }
  }
  throw new Error(`The sandbox did not start:\n${said.join('\n')}`);
}

/** The first of four free ports, below those that the system gives to anybody. */
async function fourFreePorts(): Promise<number> {
  for (;;) {
    const first = randomInt(10_000, 30_000);
    if ((await Promise.all([first, first + 1, first + 2, first + 3].map(isFree))).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
