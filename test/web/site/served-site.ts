import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRequest, toResult } from '../../../lib/web/edge.ts';
import { issueSession } from '../../../lib/web/sessions.ts';
import { answerFromSite } from '../../../lib/web/site/router.ts';
import { type SiteWorld, siteWorld } from './site-world.ts';

type Served = Pick<SiteWorld, 'site' | 'key' | 'pages' | 'clock'>;

/** The site in memory behind a real port, for a browser. */
export const serveSite = () => serveWorld((address) => siteWorld({ address }));

export async function serveWorld<World extends Served>(open: (address: string) => World | Promise<World>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const world = await open(address);
  server.on('request', async (incoming, outgoing) => {
    const response = await respond(incoming).catch((error) => ({ statusCode: 500, body: String(error) }));
    const {
      statusCode = 500,
      headers = {},
      cookies = [],
      body = '',
      isBase64Encoded,
    } = { cookies: [], headers: {}, isBase64Encoded: false, ...response };
    for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, String(value));
    if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
    outgoing.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
  });

  async function respond(incoming: IncomingMessage) {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const { pathname, search } = new URL(incoming.url ?? '/', address);
    const { cookie, ...headers } = incoming.headers;
    const read = readRequest({
      ...{ rawPath: decodeURIComponent(pathname), rawQueryString: search.slice(1), headers },
      cookies: cookie?.split(/; */) ?? [],
      body: Buffer.concat(chunks).toString(),
      requestContext: { http: { method: incoming.method ?? 'GET' } },
    });
    if ('refusal' in read) return toResult(read.refusal, address);
    return toResult(
      await answerFromSite(read.request, world.pages, async () => ({ site: world.site, key: world.key })),
      address,
    );
  }

  return {
    ...{ world, address },
    /** The cookie of somebody who is signed in, as a browser keeps it. */
    async session(account: string) {
      const value = await issueSession(world.clock, world.key, account);
      return { name: 'session', value, url: address, httpOnly: true, sameSite: 'Lax' as const };
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
