import { appli } from '../../withings/vocabulary.ts';
import type { PendingDelivery, Sandbox, SandboxGroup, SandboxPerson, SandboxSubscription } from './state.ts';

const typesOfAppli: ReadonlyMap<number, ReadonlySet<number>> = new Map([
  [appli.weight, new Set([1, 5, 6, 8, 71, 73, 76, 77, 88, 91])],
  [appli.temperature, new Set([12, 71, 73])],
  [appli.bloodPressure, new Set([9, 10, 11, 54])],
]);

/** Queues a notification for each subscription to what the group holds; a weigh-in of several groups brings several. */
export function announceGroup(sandbox: Sandbox, person: SandboxPerson, { date, measures }: SandboxGroup): void {
  for (const [appli, types] of typesOfAppli) {
    if (measures.some(({ type }) => types.has(type))) {
      announce(sandbox, person, appli, { startdate: String(date - 1), enddate: String(date) });
    }
  }
}

/** Queues a notification for each subscription of the person to this `appli`. */
export function announce(
  { state, clock }: Sandbox,
  person: SandboxPerson,
  appli: number,
  fields: Readonly<Record<string, string>>,
): void {
  const { dropNotifications, duplicateNotifications } = state.faults;
  if (dropNotifications) return;
  const { userid } = person;
  const body = new URLSearchParams({ userid: String(userid), ...fields, appli: String(appli) }).toString();
  for (const { clientId, callbackurl } of person.subscriptions.filter((one) => one.appli === appli)) {
    const delivery = { userid, clientId, appli, callbackurl, body, attempt: 1, dueAt: clock.now() };
    state.deliveries.push(delivery);
    if (duplicateNotifications) state.deliveries.push({ ...delivery });
  }
}

/** Delivers what is due. What fails is queued again until its tenth attempt. */
export async function deliverDue(sandbox: Sandbox): Promise<void> {
  const { state, clock } = sandbox;
  const due = state.deliveries.filter(({ dueAt }) => dueAt <= clock.now());
  state.deliveries = state.deliveries.filter((delivery) => !due.includes(delivery));
  for (const delivery of state.faults.reverseNotifications ? due.toReversed() : due) await deliver(sandbox, delivery);
}

const attemptsAtMost = 10;
const cancelAfterMs = 20 * 86_400_000;

async function deliver(sandbox: Sandbox, delivery: PendingDelivery): Promise<void> {
  const { state, clock } = sandbox;
  const person = state.people.find(({ userid }) => userid === delivery.userid);
  const arrived = await post(sandbox, delivery);
  const isOf = ({ clientId, callbackurl, appli }: SandboxSubscription): boolean =>
    clientId === delivery.clientId && callbackurl === delivery.callbackurl && appli === delivery.appli;
  const subscription = person?.subscriptions.find(isOf);
  if (subscription) subscription.failingSince = arrived ? null : (subscription.failingSince ?? clock.now());
  if (arrived) return;
  if (person && subscription?.failingSince && clock.now() - subscription.failingSince >= cancelAfterMs) {
    person.subscriptions = person.subscriptions.filter((one) => one !== subscription);
  } else if (delivery.attempt < attemptsAtMost) {
    const attempt = delivery.attempt + 1;
    state.deliveries.push({ ...delivery, attempt, dueAt: clock.now() + delayMs(attempt, sandbox.random) });
  }
}

async function post({ fetch, state }: Sandbox, { callbackurl, body }: PendingDelivery): Promise<boolean> {
  try {
    const answer = await fetch(callbackurl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(state.settings.callbackTimeoutMs),
    });
    return answer.status < 400;
  } catch {
    return false;
  }
}

/** Five cycles of two attempts each; seconds before a cycle, and the least and most seconds of jitter on top. */
const cycles = [
  [0, 0, 0],
  [10, 0, 0],
  [60, 60, 600],
  [3_600, 120, 1_200],
  [14_400, 180, 1_800],
] as const;

function delayMs(attempt: number, random: () => number): number {
  if (attempt % 2 === 0) return 0;
  const [seconds, least, most] = cycles[(attempt - 1) / 2] ?? [0, 0, 0];
  return (seconds + least + random() * (most - least)) * 1000;
}
