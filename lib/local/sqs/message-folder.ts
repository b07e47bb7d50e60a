import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeFileAtomically } from '../atomic-file.ts';
import { LocalCloudError } from '../local-cloud-error.ts';
import { type Message, messageSchema } from './message.ts';

const sentSchema = v.object({ key: v.string(), messageId: v.string(), sequence: v.number(), expiresAt: v.number() });

/** A deduplication id that a FIFO queue remembers. */
export type Sent = v.InferOutput<typeof sentSchema>;

/**
 * Where a queue's messages outlive a restart: one file a message, and a log of the deduplication ids of
 * the last minutes.
 */
export class MessageFolder {
  readonly #messages: string;
  readonly #sent: string;

  constructor(folder: string) {
    this.#messages = join(folder, 'messages');
    this.#sent = join(folder, 'deduplication.log');
    mkdirSync(this.#messages, { recursive: true, mode: 0o700 });
  }

  /** In the order they were sent. */
  messages(): Message[] {
    return readdirSync(this.#messages)
      .filter((file) => file.endsWith('.json'))
      .map((file) => this.#read(join(this.#messages, file)))
      .sort((left, right) => left.sequence - right.sequence);
  }

  keep(message: Message): void {
    writeFileAtomically(this.#path(message), JSON.stringify(message));
  }

  drop(message: Message): void {
    rmSync(this.#path(message), { force: true });
  }

  /** The ids that still count; the others are forgotten for good. */
  sentAfter(nowMs: number): Sent[] {
    let text: string;
    try {
      text = readFileSync(this.#sent, 'utf8');
    } catch {
      return [];
    }
    const alive = text.split('\n').flatMap((line) => {
      // A line that a crash cut short is one id forgotten, no more.
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), sentSchema), line);
      return parsed.success && parsed.output.expiresAt > nowMs ? [parsed.output] : [];
    });
    writeFileAtomically(this.#sent, alive.map((sent) => `${JSON.stringify(sent)}\n`).join(''));
    return alive;
  }

  keepSent(sent: Sent): void {
    appendFileSync(this.#sent, `${JSON.stringify(sent)}\n`, { mode: 0o600 });
  }

  #path({ sequence }: Message): string {
    return join(this.#messages, `${String(sequence).padStart(20, '0')}.json`);
  }

  #read(path: string): Message {
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), messageSchema), readFileSync(path, 'utf8'));
    if (result.success) return result.output;
    throw new LocalCloudError(`${path} is damaged; delete it to lose this one message.`);
  }
}
