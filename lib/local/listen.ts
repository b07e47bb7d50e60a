import type { Server } from 'node:http';
import { LocalCloudError } from './local-cloud-error.ts';

/**
 * Binds a server to the loopback interface.
 *
 * @param port 0 for any free one
 * @returns the port it got.
 * @throws LocalCloudError when the port is taken.
 */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const taken = 'code' in cause && cause.code === 'EADDRINUSE';
      const what = taken
        ? `Port ${port} is in use by another program; stop it, or choose another port.`
        : cause.message;
      reject(new LocalCloudError(what, { cause }));
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new LocalCloudError('The server has no port.');
  return address.port;
}
