import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** Lines that come this close together were pasted together. */
const quietMs = 200;

/**
 * What somebody pastes into standard input, one paste at a time, however many lines it has. Whoever ends early should
 * know that the rest of a paste is read here too: left unread, it would go to the shell.
 */
export async function* pastes(signal: AbortSignal): AsyncGenerator<string> {
  // Without a line editor Ctrl-C stays the terminal's own.
  const input = createInterface({ input: process.stdin, terminal: false, signal });
  const lines = input[Symbol.asyncIterator]();
  try {
    let coming = lines.next();
    for (;;) {
      const first = await coming;
      if (first.done) return;
      let text = first.value;
      for (;;) {
        coming = lines.next();
        const more = await Promise.race([coming, setTimeout(quietMs, undefined)]);
        if (!more || more.done) break;
        text += `\n${more.value}`;
      }
      if (text.trim() !== '') yield text;
    }
  } finally {
    input.close();
    // A terminal or pipe that is still being read would keep the program from ending.
    process.stdin.unref?.();
  }
}
