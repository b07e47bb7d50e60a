import { expect, it } from 'vitest';
import type { Account } from '../../../lib/account.ts';
import { isYoung, noticeOf } from '../../../lib/web/pages/first-sync.ts';
import { accountOf, newcomer, now } from './household.ts';

const { lastSync, withings } = accountOf();
const failed = { startedAt: 0, finishedAt: now, problem: 'Withings did not answer.' };

it.each<[string, Account, string]>([
  ['is running', newcomer(), 'The first sync is running'],
  ['failed at Withings and is tried again', { ...newcomer(), lastSync: failed }, 'The first sync is running'],
  [
    'found nothing',
    { ...newcomer(), withings: { ...withings, cursor: 0 }, lastSync: lastSync! },
    'No measurements yet',
  ],
  ['does not come through', { ...newcomer(), connectedAt: now - 3_600_000 }, 'The first sync has not come through'],
  ['waits for the owner', { ...newcomer(), paused: true }, 'No measurements yet'],
])('of a first sync that %s is said so', (_, account, title) => {
  expect(noticeOf(account, isYoung(account, now)).title).toBe(title);
});
