import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { progressOn } from '../../lib/cli/progress.ts';

/** A stream that says it is a terminal, or not, and everything that was written to it. */
function stream(isTTY: boolean) {
  const written = new PassThrough({ encoding: 'utf8' });
  const terminal: NodeJS.WriteStream = Object.assign(Object.create(WriteStream.prototype), {
    isTTY,
    write: (text: string) => written.write(text),
  });
  return { terminal, text: () => String(written.read() ?? '') };
}

const clear = '\r\u001b[2K';

describe('progress on a terminal', () => {
  it('is one line that changes, and leaves nothing behind', () => {
    const { terminal, text } = stream(true);
    const progress = progressOn(terminal);
    progress.step('one');
    progress.step('two');
    progress.done();
    progress.done();
    expect(text()).toBe(`one${clear}two${clear}`);
  });

  it('makes way for what stays, and comes again after it', () => {
    const { terminal, text } = stream(true);
    const progress = progressOn(terminal);
    progress.step('one');
    progress.say('stays');
    progress.step('one');
    expect(text()).toBe(`one${clear}stays\none`);
  });
});

describe('progress elsewhere', () => {
  it('is plain lines, each once', () => {
    const { terminal, text } = stream(false);
    const progress = progressOn(terminal);
    progress.step('one');
    progress.step('one');
    progress.say('stays');
    progress.step('two');
    progress.done();
    expect(text()).toBe('one\nstays\ntwo\n');
  });
});
