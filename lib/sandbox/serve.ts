import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** A simulator on a port of this machine. */
export interface Served {
  /** Without a trailing slash. */
  url: string;
  stop(): Promise<void>;
}

export interface Simulator {
  fetch(request: Request): Response | Promise<Response>;
}

/**
 * Serves a simulator on loopback. An answer that is to get lost on the way ends in a cut connection, as it
 * would out there.
 */
export async function serve(simulator: Simulator, port = 0): Promise<Served> {
  const server = createAdaptorServer({
    fetch: async (request, { outgoing }) => {
      try {
        return await simulator.fetch(request);
      } catch {
        outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
