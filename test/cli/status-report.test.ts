import { describe, expect, it } from 'vitest';
import type { Account, Connection } from '../../lib/account.ts';
import { statusOf } from '../../lib/cli/status-report.ts';
import { statusText } from '../../lib/cli/status-text.ts';
import type { EventItem } from '../../lib/ledger.ts';
import { exampleAccount } from '../store/examples.ts';

const now = Date.parse('2026-11-20T08:00:00Z');
const hour = 3_600_000;

const connection = (more: Partial<Connection> = {}): Connection => ({
  status: 'connected',
  credentials: { sealed: 'sealed' },
  enrolled: true,
  ...more,
});

const account = (connections: Account['connections'], more: Partial<Account> = {}): Account =>
  exampleAccount({ account: '1000001', name: 'Kim', timeZone: 'Europe/Berlin', connections, ...more });

const weighIn = (more: Partial<EventItem> = {}): EventItem => ({
  ...{ account: '1000001', event: '2026-11-20T06:30:00.000Z#weight#scale', version: 1, kind: 'weight' },
  ...{ measuredAt: now / 1000 - 5400, receivedAt: now, modified: now / 1000, device: 'scale', model: null },
  ...{ groups: [], values: { weightKg: 80 }, fingerprint: 'x', deliveries: {} },
  ...more,
});

const status = (of: Account, items: EventItem[] = []) => statusOf(of, items, now, 'https://weighbridge.test');

describe('the status of an account', () => {
  it('says that all is well when nothing is to be done', () => {
    const delivered = weighIn({ deliveries: { garmin: { state: 'verified', at: now } } });
    const found = status(
      account(
        { garmin: connection({ lastVerifiedAt: now - hour, credentialsEndAt: now + 30 * 24 * hour }) },
        { lastSync: { startedAt: now - hour, finishedAt: now - hour } },
      ),
      [delivered],
    );
    expect(found).toMatchObject({
      act: [],
      pending: [],
      held: [],
      connections: [{ name: 'garmin', state: 'connected' }],
    });
    const text = statusText([found], now);
    expect(text).toMatch(/Garmin Connect +connected +last arrival today 08:00, sign-in lasts until 2026-12-20/);
    expect(text).toContain('  Last sync today 08:00\n');
    expect(text).toMatch(/ {2}Nothing is on its way\.\n {2}All is well\.\n$/);
  });

  it.each<[string, Account['connections'], RegExp]>([
    [
      'a sign-in that is refused',
      { garmin: connection({ status: 'reauthorize', problem: 'Refused.' }) },
      /^Garmin Connect has to be connected again: Kim.*npx weighbridge garmin login --for 1000001$/,
    ],
    [
      'a sign-in that ends soon',
      { trainerroad: connection({ credentialsEndAt: now + 24 * hour }) },
      /^The sign-in to TrainerRoad ends soon: Kim.*npx weighbridge trainerroad login --for 1000001$/,
    ],
    [
      'something for its owner to mend there',
      { garmin: connection({ needsOwner: true, problem: 'Give consent at Garmin.' }) },
      /^Garmin Connect: Give consent at Garmin\.$/,
    ],
  ])('tells what to do about %s', (_, connections, sentence) => {
    expect(status(account(connections)).act).toEqual([expect.stringMatching(sentence)]);
  });

  it('tells what to do when Withings is not let in any more', () => {
    const withings = { ...account({}).withings, status: 'reauthorize' as const, problem: 'Withdrawn.' };
    const found = status(account({}, { withings }));
    expect(found.withings).toMatchObject({ state: 'act', problem: 'Withdrawn.' });
    expect(found.act).toEqual([
      expect.stringMatching(/^Withings has to be connected again: Kim.*https:\/\/weighbridge\.test\/sign-in/),
    ]);
  });

  it('asks nobody for anything that mends itself', () => {
    const found = status(
      account({
        garmin: connection({ problem: 'Garmin asks to wait.', blockedUntil: now + hour }),
        trainerroad: connection({ status: 'reauthorize', paused: true }),
      }),
    );
    expect(found.act).toEqual([]);
    expect(found.connections.map(({ state }) => state)).toEqual(['waiting', 'paused']);
    expect(statusText([found], now)).toMatch(
      /Garmin Connect +tried again by itself +left alone until today 10:00.*Garmin asks to wait\./,
    );
  });

  it('counts what is on its way, by destination and reason', () => {
    const waiting = (reason?: string) =>
      weighIn({
        deliveries: {
          garmin: { state: 'pending', at: now, ...(reason && { reason }) },
          trainerroad: { state: 'skipped', at: now },
        },
      });
    const found = status(account({ garmin: connection() }), [waiting(), waiting(), waiting('Not seen there yet.')]);
    expect(found.pending).toEqual([
      { destination: 'garmin', reason: 'the next sync', count: 2 },
      { destination: 'garmin', reason: 'Not seen there yet.', count: 1 },
    ]);
    expect(statusText([found], now)).toContain('  On its way:\n    2 for Garmin Connect: the next sync\n');
  });

  it('has somebody look at what is held', () => {
    const found = status(account({ garmin: connection() }), [weighIn({ held: 'It is 12 % below the last ones.' })]);
    expect(found.held).toEqual([
      {
        event: '2026-11-20T06:30:00.000Z#weight#scale',
        measuredAt: '2026-11-20T06:30:00.000Z',
        reason: 'It is 12 % below the last ones.',
      },
    ]);
    expect(found.act).toEqual([expect.stringMatching(/^A weigh-in is held .*npx weighbridge release --for 1000001/)]);
  });

  it('of nobody says how to begin', () => {
    expect(statusText([], now)).toBe('Nobody is connected yet. Make a link: npx weighbridge link\n');
  });
});
