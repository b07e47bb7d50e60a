import { mayNotify } from '../clients.ts';
import { type Envelope, invalidParams, refusal, success } from '../envelope.ts';
import type { Grant, Sandbox, SandboxPerson, SandboxSubscription } from '../state.ts';
import type { Authenticated } from '../tokens.ts';

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
  const problem =
    problemOfAppli(grant, appli) ?? problemOfComment(comment) ?? (await problemOfUrl(sandbox, grant, callbackurl));
  if (problem) return problem;
  const { clientId } = grant;
  if (!find(person.subscriptions, clientId, callbackurl, appli)) {
    person.subscriptions.push({ clientId, appli, callbackurl, comment, failingSince: null });
  }
  return success();
}

function problemOfAppli(grant: Grant, appli: number): Envelope | undefined {
  const scope = scopeOfAppli.get(appli);
  if (!scope) return invalidParams('invalid appli');
  return grant.scope.split(',').includes(scope) ? undefined : refusal(277, 'Unauthorized');
}

const problemOfComment = (comment: string | null): Envelope | undefined =>
  comment && comment.length > 255 ? refusal(304, 'The comment is too long') : undefined;

async function problemOfUrl(sandbox: Sandbox, grant: Grant, callbackurl: string): Promise<Envelope | undefined> {
  if (!mayNotify(sandbox, grant.clientId, callbackurl)) return refusal(293, 'Invalid Params: invalid callbackurl');
  return (await answers(sandbox, callbackurl)) ? undefined : refusal(293, 'The callback URL could not be verified');
}

/** `POST /notify`, `action=get`. */
export function getSubscription({ person, grant }: Authenticated, params: URLSearchParams): Envelope {
  const found = findNamed(person, grant, params);
  if (!found) return noneMatches();
  const { appli, callbackurl, comment } = found;
  return success({ appli, callbackurl, comment });
}

/** `POST /notify`, `action=update`: one of URL, appli and comment becomes another. */
export async function update(
  sandbox: Sandbox,
  { person, grant }: Authenticated,
  params: URLSearchParams,
): Promise<Envelope> {
  const found = findNamed(person, grant, params);
  if (!found) return noneMatches();
  const changes = ['new_callbackurl', 'new_appli', 'comment'].filter((name) => params.has(name));
  if (changes.length !== 1) return invalidParams('exactly one of new_callbackurl, new_appli and comment');
  const callbackurl = params.get('new_callbackurl') ?? found.callbackurl;
  const appli = Number(params.get('new_appli') ?? found.appli);
  const comment = params.get('comment') ?? found.comment;
  const problem =
    problemOfAppli(grant, appli) ??
    problemOfComment(comment) ??
    (params.has('new_callbackurl') ? await problemOfUrl(sandbox, grant, callbackurl) : undefined);
  if (problem) return problem;
  // Whoever is notified of this already is not notified of it twice.
  person.subscriptions = person.subscriptions.filter(
    (one) => one === found || one !== find(person.subscriptions, grant.clientId, callbackurl, appli),
  );
  Object.assign(found, { callbackurl, appli, comment });
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
  const found = findNamed(person, grant, params);
  if (!found) return noneMatches();
  person.subscriptions = person.subscriptions.filter((subscription) => subscription !== found);
  return success();
}

const noneMatches = (): Envelope => refusal(343, 'No notification matches');

const findNamed = (
  { subscriptions }: SandboxPerson,
  { clientId }: Grant,
  params: URLSearchParams,
): SandboxSubscription | undefined =>
  find(subscriptions, clientId, params.get('callbackurl') ?? '', Number(params.get('appli') ?? 1));

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
