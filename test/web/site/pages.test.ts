import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Deliveries, LedgerItem } from '../../../lib/ledger.ts';
import { html } from '../../../lib/web/html.ts';
import { measurementPath } from '../../../lib/web/pages/measurement-path.ts';
import { measurementRoutes } from '../../../lib/web/site/measurements.ts';
import { overviewRoutes } from '../../../lib/web/site/overview.ts';
import { accountOf, connectionOf, leftOf, now, thisMorning, weighInOf } from '../pages/household.ts';
import { outlineOf } from '../pages/outline.ts';
import { lifeOf } from './life.ts';
import { sitePages } from './site-pages.ts';
import { visitorOf } from './visitor.ts';

describe.each(Object.keys(sitePages))('the page "%s"', (name) => {
  const known = sitePages[name]!();

  it('has one main heading, no level left out, and every reference to a part of it is to one part', async () => {
    const { headings, ids, attributes } = outlineOf(await known);
    expect(headings.filter((level) => level === 'h1')).toHaveLength(1);
    expect(headings).toEqual(headings.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    const references = attributes.flatMap(({ name: attribute, value }) => {
      if (attribute === 'aria-labelledby' || attribute === 'aria-describedby') return value.split(' ');
      return attribute === 'href' && value.startsWith('#') ? [value.slice(1)] : [];
    });
    for (const id of references) expect(ids).toContain(id);
  });

  it('runs no script, styles nothing but through its stylesheet, and loads nothing', async () => {
    const markup = await known;
    const { elements, attributes } = outlineOf(markup);
    for (const banned of ['script', 'iframe', 'object', 'img', 'foreignobject']) expect(elements).not.toContain(banned);
    expect(attributes.filter(({ name: one }) => one === 'style' || one === 'src' || one.startsWith('on'))).toEqual([]);
    const style = markup.slice(markup.indexOf('<style>') + 7, markup.indexOf('</style>'));
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html(200, markup).headers['content-security-policy']).toContain(`'sha256-${hash}'`);
  });

  it('keeps health values out of its title', async () => {
    expect((await known).match(/<title>[^<]*<\/title>/)?.[0]).toMatch(/^<title>[A-Z][a-z ]+ – Weighbridge<\/title>$/);
  });

  it('names every drawing and describes it', async () => {
    const { elements, attributes } = outlineOf(await known);
    const drawings = attributes.filter(
      ({ element, name: one, value }) => element === 'svg' && one === 'role' && value === 'img',
    );
    const labels = attributes.filter(
      ({ element, name: one }) => element === 'svg' && /^aria-(labelled|described)by$/.test(one),
    );
    expect(labels).toHaveLength(2 * drawings.length);
    expect(elements.filter((element) => element === 'details').length).toBeGreaterThanOrEqual(drawings.length / 2);
  });

  it('ends every sentence somebody must act on in the link that mends it, or has the buttons beside it', async () => {
    const sentences = [...(await known).matchAll(/<p class="act">(.*?)<\/p>/gs)].map(([, words = '']) => words);
    for (const words of sentences)
      expect(words.endsWith('</a>') || (await known).includes('<form class="do"')).toBe(true);
  });

  it('is 60 kB at most, with everything in it', async () => {
    expect(Buffer.byteLength(await known)).toBeLessThanOrEqual(60_000);
  });
});

describe('a page stays within 60 kB', () => {
  it.each(['30d', '90d', '1y', 'all'])('of ten years with three weigh-ins a day, %s', async (range) => {
    const life = lifeOf(3653);
    const items = [0, 7200, 14_400].flatMap((later) =>
      life.map(
        (item): LedgerItem => ({ ...item, event: `${item.event}${later}`, measuredAt: item.measuredAt - later }),
      ),
    );
    const { go } = await visitorOf({ items });
    const { body } = await go(overviewRoutes, `/?range=${range}`);
    expect(Buffer.byteLength(String(body))).toBeLessThanOrEqual(60_000);
  });

  it('of measurements that all failed for reasons of some length', async () => {
    const reason = 'Garmin refused the file, and said of it what it says of files that it does not like at all';
    const failed: Deliveries = {
      garmin: { state: 'failed', at: now, reason },
      trainerroad: { state: 'failed', at: now, reason },
      intervals: { state: 'pending', at: now, reason },
    };
    const items = Array.from({ length: 50 }, (_, day) => weighInOf(thisMorning - day * 86_400, 80, failed));
    const { go } = await visitorOf({ items });
    expect(Buffer.byteLength(String((await go(measurementRoutes, '/measurements')).body))).toBeLessThanOrEqual(60_000);
  });
});

describe('what is written in the visitor’s language', () => {
  it.each(['/', '/measurements'])('says so to whoever hears it, on %s', async (address) => {
    const { go } = await visitorOf({ items: lifeOf(60), locale: 'de-DE' });
    const { attributes } = outlineOf(String((await go([...overviewRoutes, ...measurementRoutes], address)).body));
    const said = attributes.filter(({ name, element }) => name === 'lang' && element !== 'html');
    expect(new Set(said.map(({ value }) => value))).toEqual(new Set(['de-DE']));
    const elements = new Set(said.map(({ element }) => element));
    for (const element of address === '/' ? ['g', 'th', 'time'] : ['h2', 'th', 'time'])
      expect(elements).toContain(element);
  });

  it('needs no saying in English', async () => {
    const { go } = await visitorOf({ items: lifeOf(60), locale: 'en-US' });
    const { attributes } = outlineOf(String((await go(overviewRoutes, '/')).body));
    expect(attributes.filter(({ name }) => name === 'lang')).toHaveLength(1);
  });
});

describe('what comes from outside', () => {
  const hostile = `</style></p></svg><script>alert('1')</script><img src=x onerror="alert(2)"> & "quoted" &lt; עברית`;
  const device = `"><script>alert(3)</script>/../#?&%2F`;
  const account = accountOf({
    name: hostile,
    timeZone: hostile,
    withings: { ...accountOf().withings, status: 'reauthorize', problem: hostile },
    connections: {
      garmin: connectionOf({ problem: hostile }),
      trainerroad: connectionOf({ status: 'reauthorize', problem: hostile }),
    },
    lastSync: { startedAt: now, finishedAt: now, problem: `${hostile}.` },
  });
  const item = {
    ...weighInOf(thisMorning, 80, {
      garmin: { state: 'failed', at: now, reason: hostile, remoteId: hostile, file: hostile, sentAt: now },
    }),
    ...{ event: `2026-11-20T06:31:00Z#weight#${device}`, model: hostile, device },
  } as const;
  const group = { grpid: 1, attrib: 1, date: 1, created: 1, modified: 1, category: 1 };
  const left: LedgerItem = {
    ...leftOf(thisMorning - 60, 'ambiguous'),
    groups: [{ ...group, deviceid: hostile, model: hostile, measures: [{ type: 1, value: 1e300, unit: 5 }] }],
  };

  it.each([
    ['the overview', overviewRoutes, '/'],
    ['the list', measurementRoutes, '/measurements'],
    ['a measurement', measurementRoutes, measurementPath(item.event)],
    ['what was left out', measurementRoutes, measurementPath(left.event)],
  ])('stays text on %s', async (_, routes, address) => {
    const { go } = await visitorOf({ account, items: [item, left], locale: hostile });
    const { status, body } = await go(routes, address);
    expect(status).toBe(200);
    const { elements, attributes, text } = outlineOf(String(body));
    expect(text).toContain(hostile);
    for (const banned of ['script', 'img']) expect(elements).not.toContain(banned);
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });
});
