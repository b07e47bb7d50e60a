import { createInterface } from 'node:readline';
import { UserError } from './user-error.ts';

/**
 * The first line that somebody gives on standard input, which has to be the address to which Withings sent them.
 *
 * @throws UserError when it is another address, or nothing comes
 */
export async function pastedAddress(callback: URL, signal: AbortSignal): Promise<URL> {
  // Without a line editor Ctrl-C stays the terminal's own.
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  try {
    for await (const line of lines) if (line.trim() !== '') return parseRedirected(line.trim(), callback);
  } finally {
    lines.close();
    // A terminal or pipe that is still being read would keep the program from ending.
    process.stdin.unref?.();
  }
  throw new UserError(
    'No address was given. Without a terminal, pipe in the address to which Withings sent the browser, or use a callback on this machine.',
  );
}

function parseRedirected(pasted: string, callback: URL): URL {
  const redirected = URL.canParse(pasted) ? new URL(pasted) : undefined;
  if (redirected?.host === callback.host && redirected.pathname === callback.pathname) return redirected;
  throw new UserError(
    `That is not where Withings sent you: the address begins with ${callback.origin}${callback.pathname}?`,
  );
}
