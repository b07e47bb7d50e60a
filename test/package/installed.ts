import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const manifestSchema = v.looseObject({ dependencies: v.exactOptional(v.record(v.string(), v.string()), {}) });

const packed = ['bin', 'lib', 'LICENSE', 'README.md', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Packs a copy, so that tests at the same time do not build over each other; the path of the tarball. */
function pack(folder: string): string {
  const copy = join(folder, 'packed');
  for (const name of packed) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // npm's own settings would reach it as variables and are not to.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  execFileSync('npm', ['pack', '--silent'], { cwd: copy, env, stdio: 'pipe' });
  const tarball = readdirSync(copy).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack made no tarball.');
  return join(copy, tarball);
}

/** An empty project with nothing but what `npm install weighbridge` brings: made without a network. */
export class EmptyProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'weighbridge-package-'));
  readonly home = join(this.folder, 'node_modules', 'weighbridge');

  constructor() {
    mkdirSync(this.home, { recursive: true });
    execFileSync('tar', ['-xzf', pack(this.folder), '-C', this.home, '--strip-components=1']);
    for (const name of this.dependencies) {
      cpSync(join(root, 'node_modules', name), join(this.folder, 'node_modules', name), { recursive: true });
    }
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
  }

  /** What comes along. */
  get dependencies(): string[] {
    const manifest: unknown = JSON.parse(readFileSync(join(this.home, 'package.json'), 'utf8'));
    return Object.keys(v.parse(manifestSchema, manifest).dependencies);
  }

  /** Every file of the package. */
  get files(): string[] {
    return readdirSync(this.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.home.length + 1));
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }

  /** Runs a program in the project; what it prints, and how it ends. */
  run(
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = { PATH: process.env.PATH, ...variables };
    return new Promise((resolve) => {
      execFile(program, args, { cwd: this.folder, env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A Node.js of another version that this machine happens to have. */
export function nodeOfMachine(major: number): string | undefined {
  return ['/usr/bin/node', '/usr/local/bin/node']
    .filter((path) => existsSync(path))
    .find((path) => execFileSync(path, ['--version'], { encoding: 'utf8' }).startsWith(`v${major}.`));
}
