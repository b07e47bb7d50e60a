import { createInterface } from 'node:readline';
import { UserError } from './user-error.ts';

/**
 * The line that somebody gives on standard input, which has to be the address to which Withings sent them. At a terminal
 * they may try again: the consent is given, and the right address is still in the browser.
 *
 * @throws UserError when a pipe brings another address, or nothing comes
 */
export async function pastedAddress(callback: URL, signal: AbortSignal): Promise<URL> {
  // Without a line editor Ctrl-C stays the terminal's own.
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const redirected = parseRedirected(line.trim(), callback);
      if (redirected) return redirected;
      if (!process.stdin.isTTY) throw new UserError(wrongAddress(callback));
      process.stderr.write(`${wrongAddress(callback)} Copy all of it, and paste it again:\n`);
    }
  } finally {
    lines.close();
    // A terminal or pipe that is still being read would keep the program from ending.
    process.stdin.unref?.();
  }
  throw new UserError(
    'No address was given. Without a terminal, pipe in the address to which Withings sent the browser, or use a callback on this machine.',
  );
}

function parseRedirected(pasted: string, callback: URL): URL | undefined {
  const redirected = URL.canParse(pasted) ? new URL(pasted) : undefined;
  return redirected?.host === callback.host && redirected.pathname === callback.pathname ? redirected : undefined;
}

const wrongAddress = ({ origin, pathname }: URL): string =>
  `That is not where Withings sent you: the address begins with ${origin}${pathname}?`;
