import * as v from 'valibot';
import { lambdaHost } from '../../lib/host.ts';
import { jobHandler } from '../../lib/lambda.ts';
import { errorFields } from '../../lib/log.ts';
import { accountsOf, queueOf, roundsOf, shortLivedOf } from '../../lib/runtime.ts';
import { dispatch } from '../../lib/sync/dispatch.ts';

const host = lambdaHost();
const accounts = accountsOf(host);
const queue = queueOf(host);
const progress = shortLivedOf(host);
const rounds = roundsOf(host);
/** So long before the end it stops, to note how far it has come. */
const reserveMs = 60_000;

const schedule = v.object({ reason: v.picklist(['schedule', 'maintenance']), scheduledAt: v.string() });

/** The schedule's tick: one message for every account. */
export const handler = jobHandler(host, async (event, remainingMs) => {
  const { reason, scheduledAt } = v.parse(schedule, event);
  const { clock } = host;
  const deadline = clock.now() + remainingMs - reserveMs;
  const dispatched = await dispatch({ reason, scheduledAt }, { accounts, queue, progress, clock, deadline });
  host.log.info('Dispatched', { reason, accounts: dispatched });
  // Everybody is asked for: to begin again only for the note would ask them twice.
  await rounds
    .note({ reason, scheduledAt, accounts: dispatched })
    .catch((error) => host.log.error('A round was not noted', errorFields(error)));
});
