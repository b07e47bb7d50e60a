import { describe, expect, it } from 'vitest';
import type { Account, Connection } from '../../../lib/account.ts';
import type { DeliveryState } from '../../../lib/ledger.ts';
import { overviewRoutes } from '../../../lib/web/site/overview.ts';
import {
  accountOf,
  connectionOf,
  leftOf,
  newcomer,
  now,
  pressureOf,
  thisMorning,
  weighInOf,
} from '../pages/household.ts';
import { outlineOf } from '../pages/outline.ts';
import { lifeOf } from './life.ts';
import { visitorOf, type World } from './visitor.ts';

const daySeconds = 86_400;

async function seen(world: World, address = '/') {
  const { go } = await visitorOf(world);
  const { body, status } = await go(overviewRoutes, address);
  expect(status).toBe(200);
  const markup = String(body);
  return { markup, ...outlineOf(markup) };
}

describe('the overview', () => {
  it('begins with the weight, its change over 30 days and its average over seven', async () => {
    const falling = Array.from({ length: 61 }, (_, day) => weighInOf(thisMorning - day * daySeconds, 80 + day / 10));
    const { text } = await seen({ items: falling });
    expect(text).toContain('Weight: 80.0 kg −3.0 kg in 30 days80.3 kg 7-day average18.6 % body fattoday 07:31');
  });

  it.each([
    [
      'lb',
      'Weight: 178.4 lb −3.3 lb in 30 days178.8 lb 7-day average',
      'From 184.0 lb to 178.4 lb',
      '178.4 lb 18.6 % fat',
    ],
    [
      'st',
      'Weight: 12 st 10.4 lb −3.3 lb in 30 days12 st 10.8 lb 7-day average',
      'From 13 st 2.0 lb to',
      '12 st 10.4 lb',
    ],
  ] as const)('says weights in %s', async (units, headline, sentence, row) => {
    const items = Array.from({ length: 26 }, (_, day) =>
      weighInOf(thisMorning - 2 * day * daySeconds, 80.94 + day / 10),
    );
    const text = (await seen({ account: accountOf({ settings: { units } }), items })).text.replaceAll('\u00a0', ' ');
    expect(text).toContain(headline);
    expect(text).toContain(sentence);
    expect(text.split('Latest measurements')[1]).toContain(row);
    expect(text).not.toContain('kg');
  });

  it('leaves out of number and trend what may be another person’s, and what is withdrawn', async () => {
    const { text } = await seen({
      items: [
        weighInOf(thisMorning - daySeconds, 80),
        { ...weighInOf(thisMorning, 120, {}), held: 'it is far from your recent weights' },
        { ...weighInOf(thisMorning - 60, 130, {}), withdrawn: true as const },
      ],
    });
    expect(text).toContain('Weight: 80.0 kg');
    expect(text).toContain('Measured once: 80.0 kg.');
    expect(text).toContain('held: it is far from your recent weights. Look at it');
  });

  it('writes numbers and dates in the visitor’s language', async () => {
    const { text } = await seen({ items: [weighInOf(thisMorning - 40 * daySeconds, 80.94)], locale: 'de-DE' });
    expect(text).toContain('Weight: 80,9 kg');
    expect(text).toContain('11. Okt., 08:31');
  });

  it('takes a language that is none for English', async () => {
    expect((await seen({ items: [weighInOf(thisMorning, 80.94)], locale: '*' })).text).toContain('Weight: 80.9 kg');
  });

  it('of somebody without a scale is about blood pressure', async () => {
    const { text, headings } = await seen({ items: [pressureOf(thisMorning)] });
    expect(text).toContain('Blood pressure: 121/79 mmHg');
    expect(text).not.toContain('Weight');
    expect(headings).toEqual(['h1', 'h2', 'h2']);
  });

  it('of somebody who has not measured for long still has the last number', async () => {
    const { text } = await seen({ items: [weighInOf(thisMorning - 400 * daySeconds, 80.94)] });
    expect(text).toContain('Weight: 80.9 kg');
    expect(text).toContain('No weigh-in in the last 90 days. Show all there is');
  });

  it('asks whose an uncertain weigh-in is', async () => {
    const { text } = await seen({ items: [weighInOf(thisMorning - 60, 80), leftOf(thisMorning, 'ambiguous')] });
    expect(text).toContain('held: it may be another person’s. Say whose it is');
  });

  it('without a measurement says what is to come, and looks again while the first sync runs', async () => {
    const first = await seen({ account: newcomer() });
    expect(first.text).toContain('The first sync is running');
    expect(first.markup).toContain('http-equiv="refresh"');
    const later = await seen({});
    expect(later.text).toContain('No measurements yet');
    expect(later.markup).not.toContain('http-equiv="refresh"');
  });

  it('looks again as long as something of the first sync can still arrive, and no longer', async () => {
    const { lastSync: _none, ...young } = accountOf({ connectedAt: now - 60_000 });
    const looksAgain = async (account: Account, ...states: DeliveryState[]) => {
      const items = states.map((state, day) =>
        weighInOf(thisMorning - day * daySeconds, 80, { garmin: { state, at: now } }),
      );
      const { markup, text } = await seen({ account, items });
      expect(text.includes('This page looks again by itself')).toBe(markup.includes('http-equiv="refresh"'));
      return markup.includes('http-equiv="refresh"');
    };
    expect(await looksAgain(young, 'verified', 'pending')).toBe(true);
    expect(await looksAgain(young, 'verified', 'sending')).toBe(true);
    expect(await looksAgain(young, 'verified', 'failed')).toBe(false);
    expect(await looksAgain({ ...young, connectedAt: now - 3_600_000 }, 'pending')).toBe(false);
    const garmin = (changes: Partial<Connection>) => ({ ...young, connections: { garmin: connectionOf(changes) } });
    expect(await looksAgain(garmin({ enrolled: false }), 'verified')).toBe(true);
    expect(await looksAgain(garmin({ paused: true }), 'pending')).toBe(false);
    expect(await looksAgain(garmin({ blockedUntil: now + 60_000 }), 'pending')).toBe(false);
    expect(await looksAgain(garmin({ status: 'reauthorize' }), 'pending')).toBe(false);
  });

  it('of somebody who has not measured for long does not say that nothing was sent', async () => {
    const { text } = await seen({ items: [weighInOf(thisMorning - 300 * daySeconds, 80)] });
    expect(text).toContain('Everything up to 24 Jan 2026, 07:31 has arrived.');
  });

  it('of somebody whom the owner has paused says so calmly, and of nothing that is overdue', async () => {
    const longAgo = (thisMorning - 20 * daySeconds) * 1000;
    const paused = { paused: true, lastSync: { startedAt: longAgo, finishedAt: longAgo } } as const;
    const { text, markup } = await seen({ account: accountOf(paused), items: [weighInOf(thisMorning, 80)] });
    expect(text).toContain('Paused by the person who runs this Weighbridge: ');
    expect(markup).not.toContain('class="act"');
    const first = await seen({ account: { ...newcomer(), paused: true } });
    expect(first.text).not.toContain('The first sync');
    expect(first.markup).not.toContain('http-equiv="refresh"');
  });

  it.each(['30d', '90d', '1y', 'all'])('marks %s among the ranges when it is chosen', async (range) => {
    const { attributes, markup } = await seen({ items: lifeOf(20) }, `/?range=${range}`);
    expect(attributes.filter(({ name, value }) => name === 'aria-current' && value === 'true')).toHaveLength(1);
    expect(markup).toContain(`href="/?range=${range}" aria-current="true"`);
  });

  it('shows 90 days for a range that is none', async () => {
    const { markup } = await seen({ items: lifeOf(20) }, '/?range=%3Cscript%3E');
    expect(markup).toContain('href="/?range=90d" aria-current="true"');
  });

  it('reads of the ledger what it shows and no more', async () => {
    const { go, measurements } = await visitorOf({ items: lifeOf(400) });
    const spans: number[] = [];
    const original = measurements.summaries.bind(measurements);
    measurements.summaries = (account, from, to) => {
      spans.push(Math.round((to - from) / daySeconds));
      return original(account, from, to);
    };
    await go(overviewRoutes, '/?range=30d');
    await go(overviewRoutes, '/?range=1y');
    expect(spans).toEqual([91, 426]);
  });
});
