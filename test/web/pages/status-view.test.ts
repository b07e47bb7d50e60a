import { describe, expect, it } from 'vitest';
import type { Account, Connection } from '../../../lib/account.ts';
import type { Deliveries, Delivery, EventItem, LedgerItem } from '../../../lib/ledger.ts';
import { statusPage } from '../../../lib/web/pages/status.ts';
import { statusView } from '../../../lib/web/pages/status-view.ts';
import {
  accountOf,
  arrived,
  connectionOf,
  ledgerOf,
  leftOf,
  newcomer,
  now,
  pressureOf,
  signedIn,
  thisMorning,
  weighInOf,
} from './household.ts';
import { outlineOf } from './outline.ts';

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
    expect(statusView(accountOf(), items, now).headline).toEqual({
      label: 'Weight',
      figure: '80.9',
      unit: 'kg',
      facts: [
        { figure: '18.6\u00a0%', words: 'body fat' },
        { words: 'today 07:31' },
        { figure: '121/79', words: 'mmHg, today 07:41' },
      ],
    });
  });

  it('is the blood pressure of somebody who has no scale', () => {
    expect(statusView(accountOf(), [pressureOf(thisMorning)], now).headline).toEqual({
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
    const { headline, rows } = statusView(accountOf(), items, now);
    expect(headline).toMatchObject({ figure: '81.2' });
    expect(rows).toHaveLength(1);
  });

  it('is shown as long as it still has to be deleted somewhere', () => {
    const pendingSince = new Date(now).toISOString();
    const item = gone({ garmin: { state: 'pending', at: now, stale: ['17'] } }, { pendingSince });
    const { headline, rows } = statusView(accountOf(), [item], now);
    expect(headline).toBeUndefined();
    expect(rows[0]!.way).toEqual([
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
  const { headline, rows } = statusView(accountOf(), [weighInOf(thisMorning - daySeconds, 81.2), child], now);
  expect(headline).toMatchObject({ figure: '81.2' });
  expect(rows[0]!.way).toEqual([{ name: 'garmin', destination: 'Garmin', tone: 'act', words: `held: ${held}` }]);
});

describe('the list of measurements', () => {
  it('holds the newest 60, newest first', () => {
    const items = Array.from({ length: 70 }, (_, day) =>
      weighInOf(thisMorning - (69 - day) * daySeconds, 80 + day / 100),
    );
    const { rows } = statusView(accountOf(), items, now);
    expect(rows).toHaveLength(60);
    expect(rows[0]).toMatchObject({
      measured: { words: 'today 07:31' },
      reading: { figure: '80.69', unit: 'kg', beside: '18.6\u00a0% fat' },
    });
    expect(rows.map((row) => row.measured.iso)).toEqual(
      rows
        .map((row) => row.measured.iso)
        .sort()
        .reverse(),
    );
  });

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
    expect(statusView(accountOf(), [item], now).rows[0]?.way).toEqual([
      { name: 'garmin', destination: 'Garmin', tone, words },
    ]);
  });

  it('says the day too when something arrived on another day than it was measured', () => {
    const item = weighInOf(thisMorning - 3 * daySeconds, 80, arrived(thisMorning));
    expect(statusView(accountOf(), [item], now).rows[0]?.way[0]?.words).toBe('arrived today 07:32');
  });

  it('rounds as it is delivered: half up, in decimal', () => {
    expect(statusView(accountOf(), [weighInOf(thisMorning, 70.105)], now).rows[0]?.reading.figure).toBe('70.11');
  });
});

describe('where it goes', () => {
  const garmin = (connection: Connection | undefined, items: readonly LedgerItem[] = oneWeighIn) =>
    statusView(accountOf({ connections: connection ? { garmin: connection } : {} }), items, now).connections[1];

  it('begins with Withings, since when it is connected', () => {
    expect(statusView(accountOf(), oneWeighIn, now).connections[0]).toEqual({
      title: 'Withings',
      tone: 'ok',
      sentences: ['Connected since 2 November 2026.'],
    });
  });

  it.each([
    [
      'the problem it has',
      'Withings has ended the consent. Open a new link.',
      'Withings has ended the consent. Open a new link.',
    ],
    [
      'what to do when no problem was noted',
      undefined,
      'Withings does not let this account be read any more. Sign in there again, and it goes on.',
    ],
  ])('asks to mend Withings by saying %s', (_, noted, problem) => {
    const withings: Account['withings'] = {
      ...accountOf().withings,
      status: 'reauthorize',
      ...(noted && { problem: noted }),
    };
    expect(statusView(accountOf({ withings }), [], now).connections[0]).toMatchObject({
      tone: 'act',
      problem,
      mend: { href: '/sign-in', label: 'Sign in with Withings' },
    });
  });

  it('says that everything listed has arrived only when it has', () => {
    expect(garmin(connectionOf())).toEqual({
      title: 'Garmin Connect',
      tone: 'ok',
      sentences: ['Everything listed that is meant for it has arrived, the last one today 07:32.'],
    });
    const { connections } = statusView(accountOf(), ledgerOf(), now);
    expect(connections[1]).toEqual({
      title: 'Garmin Connect',
      tone: 'wait',
      sentences: [
        '2 of those listed are still to arrive.',
        '1 measurement failed; the reason stands in the list.',
        '10 of those listed have arrived, the last one today 07:32.',
      ],
    });
  });

  it.each<[string, Connection | undefined, object]>([
    ['not connected', undefined, { tone: 'off', sentences: ['Not connected.'] }],
    [
      'refused, with the way to mend it',
      connectionOf({ status: 'reauthorize', problem: 'Sign in again.' }),
      { tone: 'act', problem: 'Sign in again.' },
    ],
    [
      'refused without a word',
      connectionOf({ status: 'reauthorize' }),
      {
        tone: 'act',
        problem: 'Garmin Connect does not accept the sign-in any more. Ask the owner to sign in there again.',
      },
    ],
    [
      'left alone for a while, which nobody must mend',
      connectionOf({ blockedUntil: now + 2 * hourMs, problem: 'Garmin asked for a pause.' }),
      {
        tone: 'wait',
        problem: 'Garmin asked for a pause.',
        sentences: [
          'Left alone until today 10:30, then tried again by itself.',
          'Everything listed that is meant for it has arrived, the last one today 07:32.',
        ],
      },
    ],
    ['tried again after the pause is over', connectionOf({ blockedUntil: now }), { tone: 'ok' }],
    [
      'in trouble that passes',
      connectionOf({ problem: 'Garmin did not answer.' }),
      {
        tone: 'wait',
        problem: 'Garmin did not answer.',
        sentences: [
          'It is tried again by itself.',
          'Everything listed that is meant for it has arrived, the last one today 07:32.',
        ],
      },
    ],
    ['just connected', connectionOf({ enrolled: false }), { tone: 'wait' }],
  ])('says that a destination is %s', (_, connection, line) => {
    expect(garmin(connection)).toMatchObject(line);
  });

  it.each([
    ['by whoever runs this', { pausedDestinations: ['garmin'] as const }, {}, /^Switched off by the person who runs /],
    ['by its owner', {}, { paused: true }, /^Switched off in your settings; what you measure waits\.$/],
  ])('says that a destination was switched off %s, and that everything waits', (_, options, own, sentence) => {
    const account = accountOf({ connections: { garmin: { ...connectionOf(own), problem: 'Garmin is busy.' } } });
    const waiting = weighInOf(thisMorning, 80.94, { garmin: { state: 'pending', at: now, reason: 'Garmin is busy.' } });
    const { connections, rows } = statusView(account, [waiting], now, options);
    expect(connections[1]).toEqual({
      title: 'Garmin Connect',
      tone: 'off',
      sentences: [expect.stringMatching(sentence), '1 of those listed is still to arrive.'],
    });
    expect(rows[0]?.way).toEqual([
      { name: 'garmin', destination: 'Garmin', tone: 'wait', words: 'waiting: it is switched off' },
    ]);
  });

  it('says that nothing has been sent when nothing has', () => {
    expect(garmin(connectionOf(), [])?.sentences).toEqual(['Nothing has been sent yet.']);
  });
});

describe('the sync', () => {
  const syncAt = (hoursAgo: number, problem?: string) => {
    const startedAt = now - hoursAgo * hourMs;
    const lastSync = { startedAt, finishedAt: startedAt + 60_000, ...(problem && { problem }) };
    return statusView(accountOf({ lastSync }), oneWeighIn, now).sync;
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
    expect(statusView(account, oneWeighIn, now).sync.problem).toBeUndefined();
  });

  it('is not missed yet when the first one failed a minute after connecting', () => {
    const lastSync = { startedAt: 0, finishedAt: now, problem: 'Withings did not answer.' };
    const account = accountOf({ connectedAt: now - 60_000, lastSync });
    expect(statusView(account, [], now).sync).toEqual({
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

describe('what was left out', () => {
  it('is counted by reason, what somebody can mend first', () => {
    const items = [
      leftOf(thisMorning, 'height'),
      leftOf(thisMorning - 60, 'noWeightOrPressure'),
      leftOf(thisMorning - 120, 'noWeightOrPressure'),
      leftOf(thisMorning - 180, 'ambiguous'),
    ];
    expect(statusView(accountOf(), items, now).leftOut).toEqual([
      {
        count: 1,
        act: true,
        reason: 'it may be another person’s: confirm it in the Withings app and it will be delivered',
      },
      { count: 2, act: false, reason: 'it holds neither a weight nor a blood pressure' },
      { count: 1, act: false, reason: 'it is a height: used for the BMI, not delivered by itself' },
    ]);
  });
});

describe('the first sync', () => {
  const waiting = weighInOf(thisMorning, 80, { garmin: { state: 'pending', at: now } });
  const { lastSync, withings } = accountOf();
  const through = { ...newcomer(), withings: { ...withings, cursor: 0 }, lastSync: lastSync! };
  const failed = { startedAt: 0, finishedAt: now, problem: 'Withings did not answer.' };
  const longAgo = now - hourMs;

  it.each<[string, Account, LedgerItem[], boolean, string | undefined]>([
    ['is running', newcomer(), [], true, 'The first sync is running'],
    ['has received but not delivered', newcomer(), [waiting], true, undefined],
    ['has delivered', newcomer(), oneWeighIn, false, undefined],
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
    const view = statusView(account, items, now);
    expect(view.refreshes).toBe(refreshes);
    expect(view.notice?.title).toBe(title);
    expect(statusPage(view, signedIn).includes('http-equiv="refresh"')).toBe(refreshes);
  });
});

describe('the status page', () => {
  const page = outlineOf(statusPage(statusView(accountOf(), ledgerOf(), now), signedIn));

  it('says in words what its marks mean', () => {
    expect(page.text).toContain('Weight: 80.9 kg');
    expect(page.text).toContain('✓Garmin arrived 07:32');
    expect(page.text).toContain('TrainerRoad skipped: TrainerRoad takes weight only');
    const marks = page.attributes.filter(({ name, value }) => name === 'class' && value.startsWith('mark'));
    const hidden = page.attributes.filter(({ name, element }) => name === 'aria-hidden' && element === 'span');
    expect(hidden).toHaveLength(marks.length);
  });

  it('has a table with a caption, and a header for each column and row', () => {
    const scopes = page.attributes.filter(({ name }) => name === 'scope').map(({ value }) => value);
    expect(page.elements.filter((element) => element === 'caption')).toHaveLength(1);
    expect(scopes.filter((scope) => scope === 'col')).toHaveLength(3);
    expect(scopes.filter((scope) => scope === 'row')).toHaveLength(13);
  });

  it('says of each part of the table what it is, for browsers that forget it in a narrow layout', () => {
    const parts = page.elements.filter((element) => ['table', 'thead', 'tbody', 'tr', 'th', 'td'].includes(element));
    const roles = page.attributes.filter(({ name }) => name === 'role').map(({ element }) => element);
    expect(roles).toEqual(parts);
  });

  it('keeps name and health values out of the title, which stays in the browser’s history', () => {
    expect(statusPage(statusView(accountOf(), ledgerOf(), now), signedIn)).toContain(
      '<title>Your measurements – Weighbridge</title>',
    );
  });

  it('lets the person sign out with a form', () => {
    expect(page.attributes).toContainEqual({ element: 'form', name: 'method', value: 'post' });
    expect(page.attributes).toContainEqual({ element: 'form', name: 'action', value: '/sign-out' });
  });
});
