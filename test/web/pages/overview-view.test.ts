import { describe, expect, it } from 'vitest';
import type { Account } from '../../../lib/account.ts';
import type { Deliveries, Delivery, EventItem, LedgerItem } from '../../../lib/ledger.ts';
import {
  accountOf,
  arrived,
  connectionOf,
  ledgerOf,
  newcomer,
  now,
  pressureOf,
  thisMorning,
  weighInOf,
} from './household.ts';
import { outlineOf } from './outline.ts';
import { overviewMarkup, overviewOf } from './overview-of.ts';

const daySeconds = 86_400;
const hourMs = 3_600_000;
const oneWeighIn = [weighInOf(thisMorning, 80.94)];

describe('the headline', () => {
  it('is the newest weight, with what belongs to it and the newest blood pressure', () => {
    const items = [
      weighInOf(thisMorning - daySeconds, 81.2),
      weighInOf(thisMorning, 80.94),
      pressureOf(thisMorning + 600),
    ];
    expect(overviewOf(accountOf(), items).headline).toEqual({
      label: 'Weight',
      figure: '80.9',
      unit: 'kg',
      facts: [
        { figure: '81.1 kg', words: '7-day average' },
        { figure: '18.6\u00a0%', words: 'body fat' },
        { words: 'today 07:31' },
        { figure: '121/79', words: 'mmHg, today 07:41' },
      ],
    });
  });

  it('is the blood pressure of somebody who has no scale', () => {
    expect(overviewOf(accountOf(), [pressureOf(thisMorning)]).headline).toEqual({
      label: 'Blood pressure',
      figure: '121/79',
      unit: 'mmHg',
      facts: [{ words: 'pulse 62' }, { words: 'today 07:31' }],
    });
  });
});

describe('what was deleted at Withings', () => {
  const gone = (deliveries: Deliveries, own: Partial<EventItem> = {}): EventItem => ({
    ...weighInOf(thisMorning, 99, deliveries),
    withdrawn: true,
    ...own,
  });

  it('is not shown once it is gone everywhere, and never as the newest weight', () => {
    const items = [weighInOf(thisMorning - daySeconds, 81.2), gone({ garmin: { state: 'skipped', at: now } })];
    const { headline, latest } = overviewOf(accountOf(), items);
    expect(headline).toMatchObject({ figure: '81.2' });
    expect(latest).toHaveLength(1);
  });

  it('is shown as long as it still has to be deleted somewhere', () => {
    const pendingSince = new Date(now).toISOString();
    const item = gone({ garmin: { state: 'pending', at: now, stale: ['17'] } }, { pendingSince });
    const { headline, latest } = overviewOf(accountOf(), [item]);
    expect(headline).toBeUndefined();
    expect(latest[0]!.stops).toEqual([
      {
        name: 'garmin',
        destination: 'Garmin',
        tone: 'wait',
        words: 'to be deleted: Withings no longer lists it as yours',
      },
    ]);
  });
});

it('a weigh-in that is held asks for a look, and is not the newest weight', () => {
  const held = 'it is far from your recent weights: release it if it is yours';
  const child = { ...weighInOf(thisMorning, 21, { garmin: { state: 'skipped', at: now, reason: held } }), held };
  const { headline, latest } = overviewOf(accountOf(), [weighInOf(thisMorning - daySeconds, 81.2), child]);
  expect(headline).toMatchObject({ figure: '81.2' });
  expect(latest[0]!.stops).toEqual([{ name: 'garmin', destination: 'Garmin', tone: 'act', words: `held: ${held}` }]);
});

describe('the list of measurements', () => {
  it.each<[Delivery['state'], string | undefined, string, string]>([
    ['verified', undefined, 'ok', 'arrived 07:32'],
    ['pending', undefined, 'wait', 'waiting for the next sync'],
    ['pending', 'Garmin is busy', 'wait', 'waiting: Garmin is busy'],
    ['sending', undefined, 'wait', 'sent, not seen there yet'],
    ['skipped', 'it takes weight only', 'off', 'skipped: it takes weight only'],
    ['failed', 'it refused the file', 'act', 'failed: it refused the file'],
  ])('says of a delivery that is %s (%s) with tone %s: %s', (state, reason, tone, words) => {
    const at = (thisMorning + 60) * 1000;
    const item = weighInOf(thisMorning, 80, { garmin: { state, at, ...(reason && { reason }) } });
    expect(overviewOf(accountOf(), [item]).latest[0]?.stops).toEqual([
      { name: 'garmin', destination: 'Garmin', tone, words },
    ]);
  });

  it('says the day too when something arrived on another day than it was measured', () => {
    const item = weighInOf(thisMorning - 3 * daySeconds, 80, arrived(thisMorning));
    expect(overviewOf(accountOf(), [item]).latest[0]?.stops[0]?.words).toBe('arrived today 07:32');
  });

  it('rounds as it is delivered: half up, in decimal', () => {
    expect(overviewOf(accountOf(), [weighInOf(thisMorning, 70.105)]).latest[0]?.reading?.figure).toBe('70.11');
  });
});

describe('the sync', () => {
  const syncAt = (hoursAgo: number, problem?: string) => {
    const startedAt = now - hoursAgo * hourMs;
    const lastSync = { startedAt, finishedAt: startedAt + 60_000, ...(problem && { problem }) };
    return overviewOf(accountOf({ lastSync }), oneWeighIn).sync;
  };

  it('is said with the next one', () => {
    expect(syncAt(1)).toEqual({
      sentence: 'Last sync today 07:31. The next one comes with your next measurement, or by itself around 10:30.',
    });
  });

  it('brings up its problem', () => {
    expect(syncAt(1, 'Withings did not answer.').problem).toBe('Withings did not answer.');
  });

  it('leaves a problem to the destination that tells it already', () => {
    const problem = 'Garmin did not answer.';
    const lastSync = { startedAt: now, finishedAt: now, problem };
    const account = accountOf({ connections: { garmin: connectionOf({ problem }) }, lastSync });
    expect(overviewOf(account, oneWeighIn).sync.problem).toBeUndefined();
  });

  it('is not missed yet when the first one failed a minute after connecting', () => {
    const lastSync = { startedAt: 0, finishedAt: now, problem: 'Withings did not answer.' };
    const account = accountOf({ connectedAt: now - 60_000, lastSync });
    expect(overviewOf(account, []).sync).toEqual({
      sentence: 'Last sync today 08:30. The next one comes with your next measurement, or by itself around 11:29.',
      problem: 'Withings did not answer.',
    });
  });

  it('is missed when two rounds have gone by without one', () => {
    expect(syncAt(7).problem).toBeUndefined();
    expect(syncAt(7.1)).toEqual({
      sentence: 'Last sync today 01:25.',
      problem:
        'None has come through since, although one is due every 3 hours. Tell the person who runs this Weighbridge.',
    });
  });
});

describe('the first sync', () => {
  const waiting = weighInOf(thisMorning, 80, { garmin: { state: 'pending', at: now } });
  const { lastSync, withings, connections } = accountOf();
  const through = { ...newcomer(), withings: { ...withings, cursor: 0 }, connections, lastSync: lastSync! };
  const failed = { startedAt: 0, finishedAt: now, problem: 'Withings did not answer.' };
  const longAgo = now - hourMs;

  it.each<[string, Account, LedgerItem[], boolean, string | undefined]>([
    ['is running', newcomer(), [], true, 'The first sync is running'],
    ['has received but not delivered', newcomer(), [waiting], true, undefined],
    ['has delivered what it received so far', newcomer(), oneWeighIn, true, undefined],
    ['has received and delivered all', through, oneWeighIn, false, undefined],
    ['found nothing', through, [], false, 'No measurements yet'],
    ['is through and something still waits', through, [waiting], true, undefined],
    [
      'failed at Withings and is tried again',
      { ...newcomer(), lastSync: failed },
      [],
      true,
      'The first sync is running',
    ],
    [
      'does not come through',
      { ...newcomer(), connectedAt: longAgo },
      [],
      false,
      'The first sync has not come through',
    ],
    ['is long over', { ...accountOf(), connectedAt: longAgo }, [waiting], false, undefined],
  ])('that %s', (_, account, items, refreshes, title) => {
    const view = overviewOf(account, items);
    expect(view.refreshes).toBe(refreshes);
    expect(view.notice?.title).toBe(title);
    expect(overviewMarkup(account, items).includes('http-equiv="refresh"')).toBe(refreshes);
  });
});

describe('the page', () => {
  const page = outlineOf(overviewMarkup(accountOf(), ledgerOf()));

  it('says in words what its marks mean', () => {
    expect(page.text).toContain('Weight: 80.9 kg');
    expect(page.text).toContain('Garmin ✓arrived 07:32');
    const marks = page.attributes.filter(({ name, value }) => name === 'class' && value.startsWith('mark'));
    const hidden = page.attributes.filter(({ name, element }) => name === 'aria-hidden' && element === 'span');
    expect(hidden.length).toBeGreaterThanOrEqual(marks.length);
  });

  it('says of each part of the table what it is, for browsers that forget it in a narrow layout', () => {
    const roles = page.attributes.filter(({ name }) => name === 'role').map(({ value }) => value);
    const count = (role: string) => roles.filter((one) => one === role).length;
    expect(['table', 'rowgroup', 'row', 'columnheader', 'rowheader', 'cell'].map(count)).toEqual([1, 2, 11, 3, 10, 20]);
  });
});
