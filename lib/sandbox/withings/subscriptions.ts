import { mayNotify } from './clients.ts';
import { type Envelope, invalidParams, refusal, success } from './envelope.ts';
import type { Sandbox, SandboxSubscription } from './state.ts';
import type { Authenticated } from './tokens.ts';

/** Which scope a person must have granted for an application to be notified. */
const scopeOfAppli: ReadonlyMap<number, string> = new Map([
  ...[1, 2, 4, 54, 55, 58, 61, 62, 63].map((appli) => [appli, 'user.metrics'] as const),
  ...[16, 44].map((appli) => [appli, 'user.activity'] as const),
  ...[50, 51, 52].map((appli) => [appli, 'user.sleepevents'] as const),
  [46, 'user.info'],
]);

const never = 2_147_483_647;

/** `POST /notify`, `action=subscribe`: the URL is tried before it is taken. */
export async function subscribe(
  sandbox: Sandbox,
  { person, grant }: Authenticated,
  params: URLSearchParams,
): Promise<Envelope> {
  const appli = Number(params.get('appli'));
  const callbackurl = params.get('callbackurl') ?? '';
  const comment = params.get('comment');
  if (!appli) return invalidParams('missing appli');
  const scope = scopeOfAppli.get(appli);
  if (!scope) return invalidParams('invalid appli');
  if (!grant.scope.split(',').includes(scope)) return refusal(277, 'Unauthorized');
  if (comment && comment.length > 255) return refusal(304, 'The comment is too long');
  if (!mayNotify(sandbox, grant.clientId, callbackurl)) return refusal(293, 'Invalid Params: invalid callbackurl');
  if (!(await answers(sandbox, callbackurl))) return refusal(293, 'The callback URL could not be verified');
  const { clientId } = grant;
  if (!find(person.subscriptions, clientId, callbackurl, appli)) {
    person.subscriptions.push({ clientId, appli, callbackurl, comment, failingSince: null });
  }
  return success();
}

/** `POST /notify`, `action=list`. */
export function listSubscriptions({ person, grant }: Authenticated, params: URLSearchParams): Envelope {
  const asked = params.get('appli');
  const profiles = person.subscriptions
    .filter(({ clientId, appli }) => clientId === grant.clientId && (!asked || appli === Number(asked)))
    .map(({ appli, callbackurl, comment }) => ({ appli, callbackurl, comment, expires: never }));
  return success({ profiles });
}

/** `POST /notify`, `action=revoke`. */
export function revoke({ person, grant }: Authenticated, params: URLSearchParams): Envelope {
  const appli = Number(params.get('appli') ?? 1);
  const found = find(person.subscriptions, grant.clientId, params.get('callbackurl') ?? '', appli);
  if (!found) return refusal(343, 'No notification matches');
  person.subscriptions = person.subscriptions.filter((subscription) => subscription !== found);
  return success();
}

function find(
  subscriptions: readonly SandboxSubscription[],
  clientId: string,
  callbackurl: string,
  appli: number,
): SandboxSubscription | undefined {
  return subscriptions.find(
    (one) => one.clientId === clientId && one.callbackurl === callbackurl && one.appli === appli,
  );
}

async function answers({ fetch, state }: Sandbox, callbackurl: string): Promise<boolean> {
  const request = (method: string) =>
    fetch(callbackurl, { method, redirect: 'manual', signal: AbortSignal.timeout(state.settings.callbackTimeoutMs) });
  try {
    if (!(await request('HEAD')).ok) return false;
    return !state.settings.emptyPost || (await request('POST')).ok;
  } catch {
    return false;
  }
}
