import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

const command = join(import.meta.dirname, '..', '..', 'bin', 'weighbridge.ts');
const waitAtMostMs = 30_000;

/** What the keys send. */
export const keys = { enter: '\r', space: ' ', down: '\x1b[B', ctrlC: '\x03' } as const;

/** A command at a real terminal, with somebody who reads and types. */
export class PseudoTerminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'weighbridge-pty-'));
  readonly #pty: IPty;
  readonly #exited: Promise<number>;
  #shown = '';
  #read = 0;
  #ended = false;
  #changed = Promise.withResolvers<void>();

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    this.#pty = spawn(process.execPath, [command, ...args], {
      cols: 200,
      rows: 60,
      cwd: this.folder,
      // Without /usr/bin there is no browser to be opened.
      env: { PATH: '', HOME: this.folder, TERM: 'xterm', AWS_EC2_METADATA_DISABLED: 'true', ...env },
    });
    this.#pty.onData((text) => {
      this.#shown += text;
      this.#wake();
    });
    this.#exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#ended = true;
        this.#wake();
        resolve(signal ? 128 + signal : exitCode);
      });
    });
    onTestFinished(async () => {
      if (!this.#ended) this.#pty.kill('SIGKILL');
      await this.#exited;
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** All that was shown so far, without colours and moves. */
  get screen(): string {
    return stripVTControlCharacters(this.#shown).replaceAll('\r\n', '\n');
  }

  /** Waits until this is shown after what was waited for before. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    const giveUpAt = Date.now() + waitAtMostMs;
    for (;;) {
      const found = pattern.exec(this.screen.slice(this.#read));
      if (found) {
        this.#read += found.index + found[0].length;
        return found;
      }
      if (this.#ended || Date.now() > giveUpAt) throw new Error(`${pattern} is not on the screen:\n${this.screen}`);
      const timer = setTimeout(() => this.#wake(), 1_000);
      await this.#changed.promise;
      clearTimeout(timer);
    }
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** A line, as a person ends it. */
  enter(text = ''): void {
    this.type(text + keys.enter);
  }

  /** The exit code, once it has ended. */
  ended(): Promise<number> {
    return this.#exited;
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
