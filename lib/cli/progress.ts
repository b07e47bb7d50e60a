/**
 * What goes on, on standard error, so that standard output stays clean for data. One changing line on a terminal,
 * plain lines elsewhere.
 */
export interface Progress {
  /** A state that replaces the one before. */
  step(text: string): void;
  /** A line that stays. */
  say(text: string): void;
  done(): void;
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  let last = '';
  const clear = () => {
    if (stream.isTTY && last) stream.write('\r\u001b[2K');
  };
  return {
    step(text) {
      if (text === last) return;
      clear();
      stream.write(stream.isTTY ? text : `${text}\n`);
      last = text;
    },
    say(text) {
      clear();
      stream.write(`${text}\n`);
      last = '';
    },
    done() {
      clear();
      last = '';
    },
  };
}
