import { stripVTControlCharacters } from 'node:util';
import type { IPty } from '@lydell/node-pty';

export interface Ended {
  /** 128 and the number of the signal, where one ended it; as shells count. */
  code: number;
  /** All that was ever on the screen, without colours and movements. */
  text: string;
}

/** What somebody sees who has started a command on a terminal, and the keys they press. */
export class Screen {
  readonly ended: Promise<Ended>;
  readonly #pty: IPty;
  #raw = '';
  #seen = 0;
  #hasEnded = false;
  /** Called at each change. */
  #changed = () => {};

  constructor(pty: IPty) {
    this.#pty = pty;
    pty.onData((data) => {
      this.#raw += data;
      this.#changed();
    });
    this.ended = new Promise((resolve) => {
      pty.onExit(({ exitCode, signal }) => {
        this.#hasEnded = true;
        this.#changed();
        resolve({ code: signal ? 128 + signal : exitCode, text: this.text });
      });
    });
  }

  get text(): string {
    return stripVTControlCharacters(this.#raw).replaceAll('\r', '');
  }

  /** With colours and movements. */
  get raw(): string {
    return this.#raw;
  }

  /** Waits until it shows this, after what was waited for before; fails when the command ends without. */
  async shows(pattern: RegExp | string): Promise<RegExpExecArray> {
    const wanted = typeof pattern === 'string' ? new RegExp(RegExp.escape(pattern)) : pattern;
    for (;;) {
      const found = wanted.exec(this.text.slice(this.#seen));
      if (found) {
        this.#seen += found.index + found[0].length;
        return found;
      }
      if (this.#hasEnded) throw new Error(`It ended and never showed ${wanted}:\n${this.text}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Waits for a question of @clack/prompts; not for its repetition, which follows when it is answered. */
  asks(question: RegExp | string): Promise<RegExpExecArray> {
    const source = typeof question === 'string' ? RegExp.escape(question) : question.source;
    return this.shows(new RegExp(`◆ .*${source}`));
  }

  /** Types it and presses Enter. */
  enter(text: string): void {
    this.#pty.write(`${text}\r`);
  }

  /** Pastes it as it is. */
  paste(text: string): void {
    this.#pty.write(text);
  }

  pressCtrlC(): void {
    this.#pty.write('\u0003');
  }

  /** Ends what may still run. */
  async end(): Promise<void> {
    if (!this.#hasEnded) this.#pty.kill('SIGKILL');
    await this.ended;
  }
}
