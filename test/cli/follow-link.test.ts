import { describe, expect, it } from 'vitest';
import { followLink } from '../../lib/cli/follow-link.ts';
import { UserError } from '../../lib/cli/user-error.ts';
import type { Fetch } from '../../lib/http.ts';

const link = 'https://bridge.example/connect?invite=abc';

interface Way {
  invite?: (request: Request) => Response;
  consent?: (request: Request) => Response;
  title?: string;
}

const sendOn = (location: string, cookies: readonly string[] = []) =>
  new Response(null, {
    status: 302,
    headers: [['location', location], ...cookies.map((cookie): [string, string] => ['set-cookie', cookie])],
  });

/** The invite, Withings' consent and the way back, as a browser meets them, with all that it said on its way. */
function way({ invite, consent, title = 'Connected – Weighbridge' }: Way = {}) {
  const seen: { method: string; url: string; cookie: string | null; body: string }[] = [];
  const fetch: Fetch = async (input, init) => {
    expect(init?.redirect).toBe('manual');
    const request = new Request(input, init);
    const { method, url, headers } = request;
    seen.push({ method, url, cookie: headers.get('cookie'), body: await request.clone().text() });
    switch (new URL(url).pathname) {
      case '/connect':
        return invite?.(request) ?? sendOn('https://account.example/consent?state=s', ['state=s=1; HttpOnly', 'b=2']);
      case '/consent':
        return consent?.(request) ?? sendOn('https://bridge.example/callback?code=c&state=s', ['b=3; Path=/']);
      default:
        return new Response(`<title>${title}</title>`);
    }
  };
  return { fetch, seen };
}

describe('following a link', () => {
  it('goes to Withings, says yes, and comes back with the cookies it was given', async () => {
    const { fetch, seen } = way();
    await followLink(link, fetch);
    expect(seen).toEqual([
      { method: 'GET', url: `${link}&to=withings`, cookie: null, body: '' },
      {
        method: 'POST',
        url: 'https://account.example/consent?state=s',
        cookie: expect.anything(),
        body: 'decision=allow',
      },
      { method: 'GET', url: 'https://bridge.example/callback?code=c&state=s', cookie: 'state=s=1; b=3', body: '' },
    ]);
  });

  it('understands an address that is relative to the page', async () => {
    const { fetch, seen } = way({ invite: () => sendOn('/consent') });
    await followLink(link, fetch);
    expect(seen[1]!.url).toBe('https://bridge.example/consent');
  });

  it.each(['Nothing was connected – Weighbridge', 'This link is no longer good – Weighbridge', ''])(
    'fails with the title of the page on which it ended: %j',
    async (title) => {
      await expect(followLink(link, way({ title }).fetch)).rejects.toThrow(
        new UserError(`Connecting did not work: “${title}”.`),
      );
    },
  );

  it.each([
    [
      'bridge',
      { invite: () => new Response('', { status: 403 }) },
      'https://bridge.example did not send the browser on (HTTP 403).',
    ],
    [
      'account',
      { consent: () => new Response('', { status: 500 }) },
      'https://account.example did not send the browser on (HTTP 500).',
    ],
  ])('fails with the address of who did not send it on: %s', async (_, steps, message) => {
    await expect(followLink(link, way(steps).fetch)).rejects.toThrow(new UserError(message));
  });
});
