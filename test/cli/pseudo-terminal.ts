import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

const command = join(import.meta.dirname, '..', '..', 'bin', 'weighbridge.ts');

/** A command in front of which somebody sits: it has a terminal for input and output. */
export class PseudoTerminal {
  readonly #pty: IPty;
  readonly #ended: Promise<number>;
  #text = '';

  constructor(args: readonly string[], { cwd, env }: { cwd: string; env: Record<string, string> }) {
    this.#pty = spawn(process.execPath, [command, ...args], {
      cwd,
      // Wide, so that no line of it is broken.
      cols: 2_000,
      env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
    });
    this.#pty.onData((text) => {
      this.#text += text;
    });
    this.#ended = new Promise((resolve) =>
      this.#pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode)),
    );
    onTestFinished(() => this.#pty.kill('SIGKILL'));
  }

  /** What is on the screen, without colours. */
  get screen(): string {
    return stripVTControlCharacters(this.#text).replaceAll('\r\n', '\n');
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** Waits until the screen shows it; fails when the command ends without. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    let code: number | undefined;
    void this.#ended.then((ended) => {
      code = ended;
    });
    for (;;) {
      const found = pattern.exec(this.screen);
      if (found) return found;
      if (code !== undefined) throw new Error(`It ended with ${code} and showed only:\n${this.screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The exit code, once it has ended. */
  ended(): Promise<number> {
    return this.#ended;
  }
}
