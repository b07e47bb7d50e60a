import { describe, expect, it } from 'vitest';
import type { Account } from '../../../lib/account.ts';
import { Moments } from '../../../lib/web/pages/moments.ts';
import { syncOf } from '../../../lib/web/pages/sync-line.ts';
import { accountOf, newcomer, now } from './household.ts';

const hourMs = 3_600_000;
const said = (account: Account, lines: { problem?: string }[] = []) =>
  syncOf(account, lines, { now, moments: new Moments('Europe/Berlin', now), syncEveryHours: 3 });

const syncAt = (hoursAgo: number, problem?: string) => {
  const startedAt = now - hoursAgo * hourMs;
  return accountOf({ lastSync: { startedAt, finishedAt: startedAt + 60_000, ...(problem && { problem }) } });
};

describe('the sync', () => {
  it('is said with the next one', () => {
    expect(said(syncAt(1))).toEqual({
      sentence: 'Last sync today 07:31. The next one comes with your next measurement, or by itself around 10:30.',
    });
  });

  it('is running when somebody has just connected', () => {
    expect(said(newcomer())).toEqual({ sentence: 'The first sync is running.' });
    expect(said({ ...newcomer(), connectedAt: now - hourMs })).toEqual({ sentence: 'There has been no sync yet.' });
  });

  it('brings up its problem', () => {
    expect(said(syncAt(1, 'Withings did not answer.')).problem).toBe('Withings did not answer.');
  });

  it('leaves a problem to the destination that tells it already', () => {
    const problem = 'Garmin did not answer.';
    expect(said(syncAt(0, problem), [{ problem }]).problem).toBeUndefined();
  });

  it('is not missed yet when the first one failed a minute after connecting', () => {
    const lastSync = { startedAt: 0, finishedAt: now, problem: 'Withings did not answer.' };
    expect(said(accountOf({ connectedAt: now - 60_000, lastSync }))).toEqual({
      sentence: 'Last sync today 08:30. The next one comes with your next measurement, or by itself around 11:29.',
      problem: 'Withings did not answer.',
    });
  });

  it('is missed when two rounds have gone by without one', () => {
    expect(said(syncAt(7)).problem).toBeUndefined();
    expect(said(syncAt(7.1))).toEqual({
      sentence: 'Last sync today 01:25.',
      problem:
        'None has come through since, although one is due every 3 hours. Tell the person who runs this Weighbridge.',
    });
  });
});
