import { RetryError, WeighbridgeError } from '../../errors.ts';
import { type EventItem, isEvent, type LedgerItem, type LeftItem } from '../../ledger.ts';
import { errorFields } from '../../log.ts';
import { OpenAccount } from '../../store/open-account.ts';
import { canBeHeldBack, holdOnRequest, release } from '../../sync/outliers.ts';
import { resend } from '../../sync/resend.ts';
import { confirmUser } from '../../withings/confirm-user.ts';
import { type Action, actions } from '../pages/measurement-view.ts';
import type { Notice } from '../response.ts';
import { impatient } from './impatient.ts';
import type { Visit } from './visit.ts';

/** What came of an action, and what is said of it. */
export const outcomes = {
  send: 'It is on its way. What is still there is only proven again, what is missing is sent.',
  hold: 'It is held, and goes nowhere until you release it.',
  release: 'It is released and on its way.',
  mine: 'Withings knows now that it is yours. It is carried as soon as it comes back from there, in a minute or two.',
  notMine: 'Withings knows now that it is not yours. It is carried nowhere.',
  nothing: 'Nothing was changed: this cannot be done with it now.',
  meanwhile: 'Nothing was changed: a sync changed it in the same moment. Look again, and decide again.',
  refused:
    'Nothing was changed: Withings did not take the answer. Try again in a minute, or answer in the Withings app.',
} as const;

export type Outcome = keyof typeof outcomes;

export const actionNamed = (name: string | null): Action | undefined => actions.find((one) => one === name);

const inVain: readonly Outcome[] = ['nothing', 'meanwhile', 'refused'];

export const noticeOf = (outcome: Outcome): Notice => ({
  tone: inVain.includes(outcome) ? 'act' : 'done',
  words: outcomes[outcome],
});

/** Changes the ledger, or tells Withings, and has a sync take it from there. */
export async function carryOut(action: Action, item: LedgerItem, visit: Visit): Promise<Outcome> {
  try {
    return isEvent(item) ? await changeEvent(action, item, visit) : await sayWhose(action, item, visit);
  } catch (error) {
    if (error instanceof RetryError && error.service === 'AWS') return 'meanwhile';
    throw error;
  }
}

async function changeEvent(action: Action, item: EventItem, visit: Visit): Promise<Outcome> {
  const { measurements } = visit.site;
  const isHeld = item.held !== undefined && !item.withdrawn;
  if (action === 'release' && isHeld) await measurements.save(release(item, visit.now));
  else if (action === 'hold' && canBeHeldBack(item)) {
    await measurements.save(holdOnRequest(item, visit.now));
    return 'hold';
  } else if (action === 'send' && !isHeld && !item.withdrawn) await sendNow(item, visit);
  else return 'nothing';
  await visit.site.queue.send({ account: item.account, reason: 'schedule' });
  return action;
}

/** What waits needs no more than a sync; everything else is put on its way once more. */
async function sendNow(item: EventItem, { site: { measurements, clock } }: Visit): Promise<void> {
  await resend([item], { measurements, clock });
}

/**
 * Only Withings can say for good whose a measurement is: an answer kept here alone would be contradicted by its app,
 * and by the next correction of the group. So it is Withings that is told, and what it makes of it comes back as a
 * change of that second.
 */
async function sayWhose(action: Action, item: LeftItem, visit: Visit): Promise<Outcome> {
  if (item.reason !== 'ambiguous' || (action !== 'mine' && action !== 'notMine')) return 'nothing';
  const { site, account } = visit;
  const session = await site.openWithings(new OpenAccount(site.accounts, account));
  try {
    for (const { grpid } of item.groups) {
      await confirmUser(impatient(session), { grpid, isConfirmed: action === 'mine' });
    }
  } catch (error) {
    // Also what Withings finds wrong with it: a group that it has no more, for one.
    if (!(error instanceof WeighbridgeError) || error.service !== 'Withings') throw error;
    site.log.warn('Withings was not told whose a measurement is.', errorFields(error));
    return 'refused';
  }
  const { measuredAt } = item;
  await site.queue.send({ account: item.account, reason: 'webhook', range: { from: measuredAt, to: measuredAt + 1 } });
  return action;
}
