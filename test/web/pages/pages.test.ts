import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../lib/web/html.ts';
import { connectedPage, notConfiguredPage, stateRefusedPage } from '../../../lib/web/pages/connecting.ts';
import { connectionsContent } from '../../../lib/web/pages/connections.ts';
import { connectionsView } from '../../../lib/web/pages/connections-view.ts';
import { layout } from '../../../lib/web/pages/layout.ts';
import { messagePage } from '../../../lib/web/pages/message.ts';
import { Moments } from '../../../lib/web/pages/moments.ts';
import { dark, light } from '../../../lib/web/pages/palette.ts';
import { errorPage } from '../../../lib/web/pages/plain.ts';
import { welcomePage } from '../../../lib/web/pages/welcome.ts';
import { everyPage } from './every-page.ts';
import { accountOf, connectionOf, now } from './household.ts';
import { outlineOf } from './outline.ts';

describe.each(everyPage)('the page "%s"', (_, markup) => {
  const page = outlineOf(markup);
  const valuesOf = (name: string) => page.attributes.filter((each) => each.name === name).map(({ value }) => value);

  it('says its language, its title and how wide it is', () => {
    expect(page.attributes).toContainEqual({ element: 'html', name: 'lang', value: 'en' });
    expect(markup).toMatch(/<title>[^<]+ – Weighbridge<\/title>/);
    expect(page.attributes).toContainEqual({
      element: 'meta',
      name: 'content',
      value: 'width=device-width, initial-scale=1',
    });
  });

  it('has one main heading, and no level is left out below it', () => {
    expect(page.headings.filter((level) => level === 'h1')).toHaveLength(1);
    const levels = page.headings.map((heading) => Number(heading.slice(1)));
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it('can be skipped into, and whatever refers to a part of it finds that part once', () => {
    expect(valuesOf('href')[1] ?? '').toBe('#content');
    const targets = [
      ...valuesOf('href')
        .filter((href) => href.startsWith('#'))
        .map((href) => href.slice(1)),
      ...valuesOf('aria-labelledby'),
    ];
    for (const target of targets) expect(page.ids.filter((id) => id === target)).toHaveLength(1);
    expect(new Set(page.ids).size).toBe(page.ids.length);
  });

  it('runs no script, styles nothing but through its stylesheet and loads nothing from anywhere', () => {
    for (const banned of ['script', 'iframe', 'object', 'img', 'svg']) expect(page.elements).not.toContain(banned);
    expect(page.elements.filter((element) => element === 'style')).toHaveLength(1);
    expect(page.attributes.filter(({ name }) => name === 'style' || name === 'src' || name.startsWith('on'))).toEqual(
      [],
    );
    expect(
      page.attributes
        .filter(({ element, name }) => element === 'link' && name === 'href')
        .map(({ value }) => value.slice(0, 5)),
    ).toEqual(['data:']);
    expect(markup).not.toMatch(/url\(|@import/);
  });

  it('carries exactly the stylesheet that its security policy allows', () => {
    const style = markup.slice(markup.indexOf('<style>') + '<style>'.length, markup.indexOf('</style>'));
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html(200, markup).headers['content-security-policy']).toBe(
      `default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-${hash}'; img-src data:`,
    );
  });
});

describe('an answer with a page', () => {
  it('is HTML, is not kept, and brings its cookies', () => {
    const response = html(403, connectedPage(), { cookies: ['a=b'] });
    expect(response).toMatchObject({ status: 403, cookies: ['a=b'] });
    expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  });
});

/** A page on which everything that can come from outside is this. */
function connectionsOf(words: string): string {
  const view = connectionsView({
    account: accountOf({
      withings: { ...accountOf().withings, scope: words },
      connections: {
        garmin: connectionOf({ problem: words, domain: words }),
        trainerroad: connectionOf({ status: 'reauthorize', problem: words }),
      },
    }),
    withings: { notifies: true, devices: [{ model: words, battery: words, seenAt: now / 1000 }] },
    ...{ pausedDestinations: [], moments: new Moments('UTC', now), now },
  });
  return layout({
    title: 'Connections',
    content: connectionsContent(view, words, (domain) => `https://sso.${domain}/`),
    signedIn: { csrf: words },
  });
}

describe('what comes from outside', () => {
  const hostile = `</style></p><script>alert('1')</script><img src=x onerror="alert(2)"> & "quoted" &lt;`;

  it.each<[string, string, number]>([
    ['in the connections, and as the name of a device', connectionsOf(hostile), 1 + 1 + 1],
    ['in an invite', welcomePage({ name: hostile }, 'https://weighbridge.example/connect?invite=i'), 1],
    ['as the name of somebody who has connected', connectedPage({ name: hostile }), 1],
    ['as the reference of an error', errorPage(hostile), 1],
    ['as an address to register', notConfiguredPage({ callbackUrl: hostile }), 1],
    ['in a message', messagePage({ title: hostile, sentences: [hostile], tone: 'act' }), 3],
  ])('stays text %s', (_, markup, times) => {
    const { elements, attributes, text } = outlineOf(markup);
    expect(text.split(hostile)).toHaveLength(times + 1);
    expect(elements).not.toContain('script');
    expect(elements).not.toContain('img');
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
  });

  it('stays inside its attribute', () => {
    const { attributes } = outlineOf(
      messagePage({ title: 'x', sentences: [], tone: 'plain', action: { href: hostile, label: 'x' } }),
    );
    expect(attributes.filter(({ value }) => value === hostile)).toEqual([
      { element: 'a', name: 'href', value: hostile },
    ]);
  });
});

describe('a refused state', () => {
  it.each([
    ['forged', 'This needs an invitation'],
    ['expired', 'That took more than ten minutes'],
    ['otherBrowser', 'Please stay in one browser'],
    ['used', 'This step has been done already'],
  ] as const)('that is %s says "%s"', (refusal, title) => {
    expect(stateRefusedPage(refusal)).toContain(`<h1>${title}</h1>`);
  });
});

describe('the way back to one’s page', () => {
  it.each(['not signed in', 'signed out', 'stranger', 'sign-in refused', 'sign-in too late', 'sign-in problem'])(
    'is one tap away on the page "%s"',
    (name) => {
      const { attributes } = outlineOf(everyPage.find(([each]) => each === name)?.[1] ?? '');
      expect(attributes).toContainEqual({ element: 'a', name: 'href', value: '/sign-in' });
    },
  );
});

describe('the page after connecting', () => {
  it('goes on to the person’s page by itself, and by a link', () => {
    const { attributes } = outlineOf(connectedPage());
    expect(attributes).toContainEqual({ element: 'meta', name: 'content', value: '6; url=/' });
    expect(attributes).toContainEqual({ element: 'a', name: 'href', value: '/' });
  });
});

describe('the colours', () => {
  const luminance = (hex: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: string, b: string): number => {
    const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (lighter + 0.05) / (darker + 0.05);
  };

  it.each([
    ['light', light],
    ['dark', dark],
  ])(
    'of the %s palette can be read by most people (WCAG AA, 4.5 to 1)',
    (_, { paper, card, ink, soft, accent, warn, warnPaper }) => {
      for (const behind of [paper, card]) {
        for (const text of [ink, soft, accent, warn]) expect(contrast(text, behind)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(warn, warnPaper)).toBeGreaterThanOrEqual(4.5);
    },
  );
});
