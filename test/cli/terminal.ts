import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnOnPty } from '@lydell/node-pty';
import { inject, onTestFinished } from 'vitest';
import { Screen } from './screen.ts';

const command = join(import.meta.dirname, '..', '..', 'bin', 'weighbridge.js');

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** An empty folder in which somebody works; what they start finds the stack synthesized already. */
export class Terminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'weighbridge-terminal-'));

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** Saves the seconds of a synthesis in one of the places where a start keeps its assembly. */
  synthesized(place: 'once' | 'local'): this {
    cpSync(inject('assembly'), join(this.folder, '.weighbridge', place, 'cdk.out'), {
      recursive: true,
      // Other tests write there at this moment, and it is of no use elsewhere.
      filter: (path) => !path.endsWith('.compiled'),
    });
    return this;
  }

  /** Runs `weighbridge` to its end. */
  run(args: readonly string[], env: Record<string, string> = {}, input?: string): Promise<Finished> {
    const running = this.start(args, env);
    running.input(input);
    return running.finished;
  }

  /** Starts it as a person does: on a real terminal, where it may ask. */
  sit(args: readonly string[], env: Record<string, string> = {}): Screen {
    const pty = spawnOnPty(process.execPath, [command, ...args], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: this.folder, TERM: 'xterm-256color', ...env },
      // Wide enough that no sentence is broken.
      cols: 400,
      rows: 50,
    });
    const screen = new Screen(pty);
    onTestFinished(() => screen.end());
    return screen;
  }

  /** Its standard input stays open until {@link Running.input}. */
  start(args: readonly string[], env: Record<string, string> = {}): Running {
    const running = new Running(
      spawn(process.execPath, [command, ...args], {
        cwd: this.folder,
        env: { PATH: process.env.PATH, HOME: this.folder, ...env },
        stdio: 'pipe',
      }),
    );
    onTestFinished(async () => {
      running.signal('SIGKILL');
      await running.finished;
    });
    return running;
  }
}

/** A command that has not ended yet. */
export class Running {
  readonly finished: Promise<Finished>;
  readonly #child: ChildProcessWithoutNullStreams;
  #stdout = '';
  #stderr = '';

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    child.stdout.on('data', (text) => {
      this.#stdout += text;
    });
    child.stderr.on('data', (text) => {
      this.#stderr += text;
    });
    this.finished = once(child, 'close').then(([code]) => ({ code, stdout: this.#stdout, stderr: this.#stderr }));
  }

  /** Everything that it is ever given to read. */
  input(text = ''): void {
    // What ends without reading is none the worse for it.
    this.#child.stdin.on('error', () => {}).end(text);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until standard error says it; fails when the command ends without. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#stderr);
      if (found) return found;
      if (this.#child.exitCode !== null) throw new Error(`It ended and said only:\n${this.#stderr}`);
      await Promise.race([once(this.#child.stderr, 'data'), this.finished]);
    }
  }
}
