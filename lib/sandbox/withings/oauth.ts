import { isScope } from './consent.ts';
import { type Envelope, invalidParams, refusal, success } from './envelope.ts';
import { getNonce, problemOfSignature } from './signature.ts';
import type { Sandbox } from './state.ts';
import { issueGrant, requestToken, tokenBody } from './tokens.ts';

/** What is asked in the name of an application and not of a person, by path and action. */
const applicationServices: Readonly<Record<string, (sandbox: Sandbox, params: URLSearchParams) => Envelope>> = {
  '/v2/oauth2 requesttoken': requestToken,
  '/v2/oauth2 revoke': signed(revokeGrants),
  '/v2/oauth2 getdemoaccess': signed(getDemoAccess),
  '/v2/oauth2 listusers': signed(contractOnly),
  '/v2/oauth2 recoverauthorizationcode': signed(contractOnly),
  '/v2/signature getnonce': getNonce,
  '/v2/user get': signed(contractOnly),
};

/** The answer to an application; undefined when the call is none of an application's. */
export function applicationAnswer(
  path: string,
  action: string,
): ((sandbox: Sandbox, params: URLSearchParams) => Envelope) | undefined {
  const name = `${path} ${action}`;
  if (Object.hasOwn(applicationServices, name)) return applicationServices[name];
  const isForApplications = path === '/v2/oauth2' || path === '/v2/signature';
  return isForApplications ? () => refusal(2554, 'Not implemented') : undefined;
}

function signed(answer: (sandbox: Sandbox, params: URLSearchParams) => Envelope) {
  return (sandbox: Sandbox, params: URLSearchParams): Envelope =>
    problemOfSignature(sandbox, params) ?? answer(sandbox, params);
}

/** `revoke`: the person's tokens of this application die, and with them its subscriptions. */
function revokeGrants({ state }: Sandbox, params: URLSearchParams): Envelope {
  if (!params.get('userid')) return invalidParams('missing userid');
  const clientId = params.get('client_id');
  const person = state.people.find(({ userid }) => String(userid) === params.get('userid'));
  if (!person?.grants.some((grant) => grant.clientId === clientId)) return invalidParams('invalid userid');
  person.grants = person.grants.filter((grant) => grant.clientId !== clientId);
  person.subscriptions = person.subscriptions.filter((subscription) => subscription.clientId !== clientId);
  return success();
}

/** `getdemoaccess`: tokens for the demo person, without their consent. */
function getDemoAccess(sandbox: Sandbox, params: URLSearchParams): Envelope {
  const scope = params.get('scope_oauth2');
  if (!scope) return invalidParams('missing scope_oauth2');
  const [demo] = sandbox.state.people;
  if (!demo || !scope.split(',').every(isScope)) return invalidParams('invalid scope_oauth2');
  const clientId = params.get('client_id') ?? '';
  const grant = issueGrant(sandbox, demo, { clientId, scope, replaces: null });
  const { access_token, refresh_token, expires_in } = tokenBody(sandbox, grant);
  return success({ access_token, refresh_token, expires_in });
}

/** What Withings allows by contract only is refused to everybody else, however well it is signed. */
function contractOnly(): Envelope {
  return refusal(214, 'Unauthorized');
}
