import { describe, expect, it } from 'vitest';
import type { Account } from '../../../lib/account.ts';
import { counted, outcomeOf } from '../../../lib/cli/sync/outcome.ts';
import { heldReason } from '../../../lib/sync/outliers.ts';
import { at, item, pressure } from './items.ts';

const credentials = { sealed: 'sealed' };
const account: Account = {
  ...{ account: '1', version: 1, timeZone: 'UTC', connectedAt: 0 },
  withings: { status: 'connected', credentials, scope: 'user.metrics' },
  connections: { garmin: { status: 'connected', enrolled: true, credentials } },
};
const garmin = { status: 'connected' as const, enrolled: true, credentials };
const outcome = (items: Parameters<typeof outcomeOf>[0]['items'], more: Partial<Account> = {}) =>
  outcomeOf({ account: { ...account, ...more }, items, startedAt: 5 });

describe('what became of a run', () => {
  it('is silent when nothing happened', () => {
    expect(outcome([])).toEqual({ arrived: [], problems: [], notes: [] });
  });

  it('counts what was proven in it, and nothing of before', () => {
    const before = item(1, { deliveries: { garmin: { state: 'verified', at: 4 } } });
    expect(outcome([before, item(2, { deliveries: at('verified') })]).arrived).toEqual([
      'Garmin Connect: 1 weigh-in arrived, read back.',
    ]);
  });

  it('has a line for each reason why something has not arrived', () => {
    const items = [
      item(1, { deliveries: at('sending', 'it was taken, and cannot be seen there yet') }),
      item(2, { deliveries: at('sending', 'it was taken, and cannot be seen there yet') }),
      item(3, { deliveries: at('failed', 'weight does not fit.') }),
      item(4, { deliveries: at('skipped', 'by rule') }),
    ];
    expect(outcome(items).problems).toEqual([
      'Garmin Connect: 2 weigh-ins not arrived yet: it was taken, and cannot be seen there yet.',
      'Garmin Connect: 1 weigh-in refused: weight does not fit.',
    ]);
  });

  it('says what is wrong with a connection once, what to do, and how much waits', () => {
    const connections = { garmin: { ...garmin, status: 'reauthorize' as const, problem: 'The sign-in has ended.' } };
    expect(outcome([item(1, { deliveries: at('pending') })], { connections }).problems).toEqual([
      'Garmin Connect: The sign-in has ended. Give GARMIN_SESSION with the file of a new sign-in, or --garmin-username and --garmin-password. 1 weigh-in waits.',
    ]);
  });

  it('says that Withings has to be authorized', () => {
    const withings = { ...account.withings, status: 'reauthorize' as const, problem: 'It was revoked.' };
    expect(outcome([], { withings }).problems).toEqual([
      'Withings: It was revoked. Run weighbridge sync in a terminal to authorize it again.',
    ]);
  });

  it('notes what is held, which is no failure', () => {
    const held = item(new Date(2026, 10, 20, 6).getTime() / 1000, { held: heldReason, deliveries: at('skipped') });
    expect(outcome([held])).toEqual({
      arrived: [],
      problems: [],
      notes: [
        '1 weigh-in of 2026-11-20 held: far from the recent weights. To send it: weighbridge sync --fromdate 2026-11-20 --todate 2026-11-20',
      ],
    });
  });

  it('counts both kinds', () => {
    expect(counted([item(1), item(2), pressure(3)])).toBe('2 weigh-ins and 1 blood pressure');
  });
});
