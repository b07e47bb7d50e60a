import { describe, expect, it } from 'vitest';
import { isEvent, type LeftItem } from '../../../lib/ledger.ts';
import { measurementPath } from '../../../lib/web/pages/measurement-path.ts';
import type { Notice } from '../../../lib/web/response.ts';
import { outcomes } from '../../../lib/web/site/measurement-actions.ts';
import { measurementRoutes } from '../../../lib/web/site/measurements.ts';
import { accountOf, leftOf, now, thisMorning, weighInOf } from '../pages/household.ts';
import { outlineOf } from '../pages/outline.ts';
import { lifeOf } from './life.ts';
import { visitorOf, type World } from './visitor.ts';

const at = thisMorning * 1000;
const file = 'fit/1234567/2026/11/2026-11-20T063100Z-abc.fit';
const delivered = weighInOf(thisMorning, 80.94, {
  garmin: { state: 'verified', at: at + 90_000, sentAt: at + 60_000, attempts: 1, file, remoteId: '17:42' },
});
const waiting = weighInOf(thisMorning, 80.94, {
  garmin: { state: 'pending', at },
  intervals: { state: 'pending', at },
});

const uncertain: LeftItem = {
  ...leftOf(thisMorning, 'ambiguous'),
  groups: [
    {
      ...{ grpid: 77, attrib: 1, date: thisMorning, created: thisMorning, modified: thisMorning, category: 1 },
      ...{ deviceid: 'scale', model: 'Body Cardio', measures: [{ type: 1, value: 64_800, unit: -3 }] },
    },
  ],
};

const textOf = (body: string | Uint8Array): string => outlineOf(String(body)).text;

async function opened(world: World, address: string) {
  const visitor = await visitorOf(world);
  const response = await visitor.go(measurementRoutes, address);
  return { ...response, text: textOf(response.body) };
}

describe.each([
  ['lb', ['178.4 lb', '136.9 lb', '7.1 lb'], '142.9 lb'],
  ['st', ['12 st 10.4 lb', '9 st 10.9 lb', '7.1 lb'], '10 st 2.9 lb'],
] as const)('weights in %s', (units, figures, theirs) => {
  const account = accountOf({ settings: { units } });
  const composed = { ...delivered, values: { weightKg: 80.94, muscleMassKg: 62.1, boneMassKg: 3.2 } };

  it.each(['/measurements', measurementPath(composed.event), measurementPath(uncertain.event)])(
    'are what %s says, and no kilograms',
    async (address) => {
      const { text } = await opened({ account, items: [composed, { ...uncertain, measuredAt: thisMorning }] }, address);
      const said = text.replaceAll('\u00a0', ' ');
      if (address === measurementPath(composed.event)) for (const figure of figures) expect(said).toContain(figure);
      else expect(said).toContain(theirs);
      expect(said).not.toContain('kg');
    },
  );
});

describe('the list of measurements', () => {
  it('is by month and day, the newest first, each with its way', async () => {
    const { text } = await opened({ items: [delivered, weighInOf(thisMorning - 86_400 * 20, 82)] }, '/measurements');
    expect(text).toMatch(/November 2026.*Friday 20 November 07:31 80\.94 kg .* → Garmin ✓arrived 07:32.*October 2026/);
  });

  it('says why something was left out', async () => {
    const { text } = await opened({ items: [leftOf(thisMorning - 60, 'height'), uncertain] }, '/measurements');
    expect(text).toContain('left out: it is a height: used for the BMI');
    expect(text).toContain('64.80 kg');
    expect(text).toContain('held: it may be another person’s. Say whose it is');
  });

  it('goes on page by page until all has been seen once', async () => {
    const items = lifeOf(120);
    const { go } = await visitorOf({ items });
    const found: string[] = [];
    let address: string | undefined = '/measurements';
    for (let pages = 0; address && pages < 20; pages++) {
      const { body } = await go(measurementRoutes, address);
      const links = outlineOf(String(body))
        .attributes.filter(({ name }) => name === 'href')
        .map(({ value }) => value);
      found.push(...new Set(links.filter((link) => /^\/measurements\/[\w-]+$/.test(link))));
      address = links.find((link) => link.startsWith('/measurements?before='));
    }
    expect(found).toEqual(items.map(({ event }) => measurementPath(event)).reverse());
  });

  it('of nobody’s measurements says so', async () => {
    expect((await opened({}, '/measurements')).text).toContain('There is nothing yet.');
  });

  it.each(['', 'x', '../..', 'A'.repeat(5000)])(
    'begins at the newest for an address that is none: %.5s',
    async (before) => {
      const { text } = await opened({ items: [delivered] }, `/measurements?before=${before}`);
      expect(text).toContain('80.94');
    },
  );
});

describe('one measurement', () => {
  it('has the proof of its arrival, its story and its values', async () => {
    const { text } = await opened({ items: [delivered] }, measurementPath(delivered.event));
    expect(text).toContain('80.94 kg');
    expect(text).toMatch(/Senttoday 07:32:\d\d/);
    expect(text).toMatch(/Read backtoday 07:32:\d\d, with the value above/);
    expect(text).toContain('Entry17:42');
    expect(text).toContain('Download the FIT file that was sent');
    expect(text).toMatch(/Today 07:31:\d\d received from Withings/);
    expect(text).toMatch(/Garmin Connect: sent(, attempt \d)? as a FIT file/);
    expect(text).not.toContain('fit/1234567');
    expect(text).toContain('Body fat18.6 %');
  });

  it.each(['x', 'A'.repeat(4000), measurementPath('2026-01-01T00:00:00Z#weight#no').slice(14)])(
    'that is not there is not found: %.8s',
    async (segment) => {
      const { status, text } = await opened({ items: [delivered] }, `/measurements/${segment}`);
      expect(status).toBe(404);
      expect(text).toContain('There is no such measurement');
    },
  );

  it('of somebody else is not found', async () => {
    const visitor = await visitorOf({ items: [delivered] });
    await visitor.measurements.save({ ...delivered, account: '999', event: `${delivered.event}x`, version: 0 });
    const { status } = await visitor.go(measurementRoutes, measurementPath(`${delivered.event}x`));
    expect(status).toBe(404);
  });
});

describe('the file that was sent', () => {
  const bytes = new Uint8Array([14, 16, 255, 0]);

  it('comes as it is, under its name', async () => {
    const { go } = await visitorOf({ items: [delivered], files: { [file]: bytes } });
    const response = await go(measurementRoutes, `${measurementPath(delivered.event)}/file/garmin`);
    expect(response).toMatchObject({ status: 200, bytes });
    expect(response.headers).toMatchObject({
      'content-type': 'application/vnd.ant.fit',
      'content-disposition': 'attachment; filename="2026-11-20T063100Z-abc.fit"',
      'cache-control': 'no-store',
    });
  });

  it.each(['intervals', 'nowhere', 'toString'])('of %s, where nothing was sent, is not found', async (name) => {
    const { go } = await visitorOf({ items: [delivered], files: { [file]: bytes } });
    expect((await go(measurementRoutes, `${measurementPath(delivered.event)}/file/${name}`)).status).toBe(404);
  });

  it('is never one of another account, whatever the ledger says', async () => {
    const others = 'fit/999/2026/11/a.fit';
    const strange = weighInOf(thisMorning, 80, { garmin: { state: 'verified', at, file: others } });
    const { go } = await visitorOf({ items: [strange], files: { [others]: bytes } });
    expect((await go(measurementRoutes, `${measurementPath(strange.event)}/file/garmin`)).status).toBe(404);
  });
});

describe('an action', () => {
  async function acted(item: typeof waiting | LeftItem, action: string) {
    const visitor = await visitorOf({ items: [item] });
    const { status, headers, notice } = await visitor.go(measurementRoutes, measurementPath(item.event), { action });
    const [stored] = await visitor.measurements.newest(visitor.account.account, 1);
    return { status, headers, visitor, outcome: outcomeIn(notice), stored: stored! };
  }
  const outcomeIn = (notice: Notice | undefined) =>
    Object.entries(outcomes).find(([, words]) => words === notice?.words)?.[0];
  const states = (item: Awaited<ReturnType<typeof acted>>['stored']) =>
    isEvent(item) ? Object.values(item.deliveries).map(({ state }) => state) : [];

  it('carries the token against forgery', async () => {
    const { body } = await opened({ items: [waiting] }, measurementPath(waiting.event));
    const { attributes, elements } = outlineOf(String(body));
    const forms = elements.filter((element) => element === 'form');
    expect(forms).toHaveLength(2 + 1);
    expect(attributes.filter(({ value }) => value === 'the-csrf-token')).toHaveLength(forms.length);
  });

  it('holds what waits: it goes nowhere, and no sync is needed', async () => {
    const { outcome, stored, visitor } = await acted(waiting, 'hold');
    expect(outcome).toBe('hold');
    expect(stored).toMatchObject({ held: 'you asked to hold it' });
    expect(stored).not.toHaveProperty('pendingSince');
    expect(states(stored)).toEqual(['skipped', 'skipped']);
    expect(visitor.queued()).toEqual([]);
  });

  it('releases what is held, and queues a sync', async () => {
    const first = await acted(waiting, 'hold');
    if (!isEvent(first.stored)) throw new Error('It was an event.');
    const { outcome, stored, visitor } = await acted(first.stored, 'release');
    expect(outcome).toBe('release');
    expect(stored).toMatchObject({ released: true });
    expect(stored).not.toHaveProperty('held');
    expect(states(stored)).toEqual(['pending', 'pending']);
    expect(visitor.queued()).toEqual([{ account: '1234567', reason: 'schedule' }]);
  });

  it('sends again what has arrived, and forgets nothing of how it was sent', async () => {
    const { outcome, stored, visitor } = await acted(delivered, 'send');
    expect(outcome).toBe('send');
    expect(stored).toMatchObject({ deliveries: { garmin: { state: 'pending', at: now, file, attempts: 1 } } });
    expect(visitor.queued()).toHaveLength(1);
  });

  it('sends what waits by no more than a sync', async () => {
    const { outcome, stored, visitor } = await acted(waiting, 'send');
    expect(outcome).toBe('send');
    expect(stored).toMatchObject({ version: 1, deliveries: waiting.deliveries });
    expect(visitor.queued()).toHaveLength(1);
  });

  it.each([
    ['hold', delivered],
    ['release', waiting],
    ['mine', waiting],
    ['send', { ...waiting, withdrawn: true as const }],
    ['release', { ...waiting, withdrawn: true as const, held: 'a reason' }],
    ['send', { ...waiting, held: 'a reason' }],
    ['delete', waiting],
    ['', waiting],
    ['send', uncertain],
    ['mine', { ...uncertain, reason: 'height' as const }],
  ])('that cannot be is none: %s', async (action, item) => {
    const { outcome, stored, visitor } = await acted(item, action);
    expect(outcome).toBe('nothing');
    expect(stored.version).toBe(1);
    expect(visitor.queued()).toEqual([]);
  });

  it('on what a sync changes in the same moment changes nothing, and says so', async () => {
    const visitor = await visitorOf({ items: [waiting] });
    const find = visitor.measurements.find.bind(visitor.measurements);
    visitor.measurements.find = async (...key) => {
      const item = await find(...key);
      if (item) await visitor.measurements.save(item);
      return item;
    };
    const { notice } = await visitor.go(measurementRoutes, measurementPath(waiting.event), { action: 'hold' });
    expect(notice).toEqual({ tone: 'act', words: outcomes.meanwhile });
  });

  it.each([
    ['mine', 0],
    ['notMine', undefined],
  ] as const)('tells Withings that it is %s, and has a sync fetch what became of it', async (action, attrib) => {
    const visitor = await visitorOf({ items: [uncertain] });
    const group = { ...uncertain.groups[0]!, comment: '', modelid: 6, timezone: 'Europe/Berlin', hash_deviceid: null };
    visitor.person.groups = [{ ...group, measures: [] }];
    const { headers, notice } = await visitor.go(measurementRoutes, measurementPath(uncertain.event), { action });
    expect(headers.location).toBe('/measurements');
    expect(notice).toEqual({ tone: 'done', words: outcomes[action] });
    expect(visitor.person.groups[0]?.attrib).toBe(attrib);
    const range = { from: thisMorning, to: thisMorning + 1 };
    expect(visitor.queued()).toEqual([{ account: '1234567', reason: 'webhook', range }]);
  });

  it('that Withings does not take changes nothing, and says so', async () => {
    const { outcome, visitor } = await acted(uncertain, 'mine');
    expect(outcome).toBe('refused');
    expect(visitor.queued()).toEqual([]);
  });
});
