import { type Envelope, refusal } from './envelope.ts';
import { getmeas } from './getmeas.ts';
import type { Sandbox } from './state.ts';
import { listSubscriptions, revoke, subscribe } from './subscriptions.ts';
import type { Authenticated } from './tokens.ts';

interface DataService {
  /** What the person must have granted. */
  scope?: string;
  answer(sandbox: Sandbox, caller: Authenticated, params: URLSearchParams): Envelope | Promise<Envelope>;
}

/** What can be asked with an access token, by path and action. */
const dataServices: Readonly<Record<string, DataService>> = {
  '/measure getmeas': {
    scope: 'user.metrics',
    answer: (sandbox, { person }, params) => getmeas(sandbox, person, params),
  },
  '/notify subscribe': { answer: subscribe },
  '/notify list': { answer: (_, caller, params) => listSubscriptions(caller, params) },
  '/notify revoke': { answer: (_, caller, params) => revoke(caller, params) },
};

export function dataAnswer(
  sandbox: Sandbox,
  caller: Authenticated,
  path: string,
  params: URLSearchParams,
): Envelope | Promise<Envelope> {
  const service = dataServices[`${path} ${params.get('action')}`];
  if (!service) return refusal(2554, 'Not implemented');
  // Which status a scope brings that was not granted is not documented; this one is said to mean "not allowed".
  if (service.scope && !caller.grant.scope.split(',').includes(service.scope)) return refusal(277, 'Unauthorized');
  return service.answer(sandbox, caller, params);
}
