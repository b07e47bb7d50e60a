import { type Envelope, refusal } from './envelope.ts';
import { getactivity } from './services/activity.ts';
import { confirmuser } from './services/confirm-user.ts';
import { getmeas } from './services/getmeas.ts';
import { getHeart, listHeart } from './services/heart.ts';
import { getintradayactivity } from './services/intraday.ts';
import { getsleep } from './services/sleep.ts';
import { getsummary } from './services/sleep-summary.ts';
import { getSound, listSounds } from './services/stethoscope.ts';
import { getSubscription, listSubscriptions, revoke, subscribe, update } from './services/subscriptions.ts';
import { getdevice, getgoals } from './services/user.ts';
import { getworkouts } from './services/workouts.ts';
import type { Sandbox, SandboxPerson } from './state.ts';
import type { Authenticated } from './tokens.ts';

interface DataService {
  /** What the person must have granted, one of them. */
  scopes?: readonly string[];
  answer(sandbox: Sandbox, caller: Authenticated, params: URLSearchParams): Envelope | Promise<Envelope>;
}

type Answer = (sandbox: Sandbox, person: SandboxPerson, params: URLSearchParams) => Envelope;

const needing =
  (...scopes: string[]) =>
  (answer: Answer): DataService => ({
    scopes,
    answer: (sandbox, { person }, params) => answer(sandbox, person, params),
  });
const metrics = needing('user.metrics');
const activity = needing('user.activity');

/** What can be asked with an access token, by path and action. */
const dataServices: Readonly<Record<string, DataService>> = {
  '/measure getmeas': metrics(getmeas),
  '/v2/measure confirmuser': metrics(confirmuser),
  '/v2/measure getactivity': activity(getactivity),
  '/v2/measure getintradayactivity': activity(getintradayactivity),
  '/v2/measure getworkouts': activity(getworkouts),
  '/v2/sleep get': activity(getsleep),
  '/v2/sleep getsummary': activity(getsummary),
  '/v2/heart list': metrics(listHeart),
  '/v2/heart get': metrics(getHeart),
  '/v2/stetho list': metrics(listSounds),
  '/v2/stetho get': metrics(getSound),
  '/v2/user getdevice': needing('user.info')((_, person) => getdevice(person)),
  '/v2/user getgoals': needing('user.info', 'user.metrics')((_, person) => getgoals(person)),
  '/notify subscribe': { answer: subscribe },
  '/notify get': { answer: (_, caller, params) => getSubscription(caller, params) },
  '/notify list': { answer: (_, caller, params) => listSubscriptions(caller, params) },
  '/notify update': { answer: update },
  '/notify revoke': { answer: (_, caller, params) => revoke(caller, params) },
};

export function dataAnswer(
  sandbox: Sandbox,
  caller: Authenticated,
  path: string,
  params: URLSearchParams,
): Envelope | Promise<Envelope> {
  const name = `${path} ${params.get('action')}`;
  const service = Object.hasOwn(dataServices, name) ? dataServices[name] : undefined;
  if (!service) return refusal(2554, 'Not implemented');
  // Which status a scope brings that was not granted is not documented; this one is said to mean "not allowed".
  const granted = caller.grant.scope.split(',');
  if (service.scopes && !service.scopes.some((scope) => granted.includes(scope))) return refusal(277, 'Unauthorized');
  return service.answer(sandbox, caller, params);
}
