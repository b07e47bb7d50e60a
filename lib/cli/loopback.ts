import { createServer, type ServerResponse } from 'node:http';
import { bringsState } from './redirect.ts';
import { UserError } from './user-error.ts';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a browser on this machine reaches an address that is served here. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && loopbackHosts.includes(hostname);

/**
 * Waits on this machine for the browser that comes back from Withings, until `signal` ends it. Any page in the browser can
 * call this address: only who brings the `state` that was sent along ends the waiting.
 *
 * @param elsewhere how to have another address than this, as the beginning of a sentence
 * @returns the address with which it came back, as soon as it has
 * @throws UserError when the port is taken
 */
export async function listenForRedirect(
  callback: URL,
  state: string,
  elsewhere: string,
  signal: AbortSignal,
): Promise<{ redirected: Promise<URL> }> {
  const { promise: redirected, resolve: caught } = Promise.withResolvers<URL>();
  const server = createServer((request, response) => {
    const url = URL.canParse(request.url ?? '', callback.origin)
      ? new URL(request.url ?? '', callback.origin)
      : undefined;
    if (url?.pathname !== callback.pathname) return answer(response, 404, 'There is nothing here.');
    // Browsers look ahead, and Withings tries a callback address with HEAD: neither is the way back.
    if (request.method !== 'GET' || !url.searchParams.has('state'))
      return answer(response, 200, 'Waiting for Withings.');
    if (!bringsState(url, state))
      return answer(response, 400, 'This belongs to another try. Go on in the newest page.');
    const agreed = url.searchParams.has('code');
    const outcome = agreed ? 'Thank you. The terminal has it now' : 'There is no code. The terminal says what to do';
    answer(response, 200, `${outcome}; you may close this window.`);
    caught(url);
  });
  // A browser keeps connections open, and they are nothing to stay for.
  server.on('connection', (socket) => socket.unref());
  const port = Number(callback.port || 80);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(port, elsewhere, cause)));
    server.listen({ port, host: callback.hostname === '[::1]' ? '::1' : '127.0.0.1', signal }, resolve);
  });
  return { redirected };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(`${text}\n`);
}

function cannotListen(port: number, elsewhere: string, cause: Error): UserError {
  const why = 'code' in cause && cause.code === 'EADDRINUSE' ? 'is taken by another program' : 'cannot be used';
  return new UserError(`Port ${port} ${why}. ${elsewhere}, and register that callback URL at Withings too.`, { cause });
}
