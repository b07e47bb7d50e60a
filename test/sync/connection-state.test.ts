import { expect, it } from 'vitest';
import type { Connection } from '../../lib/account.ts';
import { RetryError } from '../../lib/errors.ts';
import { blockAfter, isBlocked } from '../../lib/sync/connection-state.ts';

const hour = 3600;
const refusal = (waitSeconds?: number) =>
  new RetryError('Garmin refuses further calls for now.', {
    service: 'Garmin',
    ...(waitSeconds !== undefined && { waitSeconds }),
  });

it('a destination that goes on refusing is left alone for two hours, then four, and never for more than a day', () => {
  const hours: number[] = [];
  let block: ReturnType<typeof blockAfter> = {};
  for (let refused = 0; refused < 6; refused++) {
    block = blockAfter(refusal(2 * hour), block, 1_000);
    expect(block.blockedUntil).toBe(1_000 + block.blockedSeconds! * 1000);
    hours.push(block.blockedSeconds! / hour);
  }
  expect(hours).toEqual([2, 4, 8, 16, 24, 24]);
});

it.each([undefined, 1, 899])('a wait of %s seconds is for the message, and blocks nothing', (waitSeconds) => {
  expect(blockAfter(refusal(waitSeconds), { blockedSeconds: 2 * hour }, 0)).toEqual({});
});

it('a block is over when its time has come, and not before', () => {
  const connection: Connection = {
    ...{ status: 'connected', enrolled: true, credentials: { sealed: 'sealed' } },
    blockedUntil: 1_000,
  };
  expect([999, 1_000].map((now) => isBlocked(connection, now))).toEqual([true, false]);
  expect(isBlocked(undefined, 0)).toBe(false);
});
