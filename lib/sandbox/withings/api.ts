import { type Envelope, invalidToken, refusal } from './envelope.ts';
import { takeFault } from './faults.ts';
import { overQuota, repeatedTooSoon } from './limits.ts';
import { applicationAnswer } from './oauth.ts';
import { dataAnswer } from './services.ts';
import type { Sandbox } from './state.ts';
import { authenticate } from './tokens.ts';
import { withUnknownEnums } from './unknown-enums.ts';

interface ApiCall {
  path: string;
  action: string;
  params: URLSearchParams;
  /** From the header, or as the parameter that the real service takes in its place. */
  accessToken: string | null;
}

/** One call of the API, as it should be answered or as a planned fault has it. */
export async function answerCall(sandbox: Sandbox, request: Request): Promise<Response> {
  const { state, clock } = sandbox;
  const call = await readCall(request);
  state.calls[call.action] = (state.calls[call.action] ?? 0) + 1;
  const fault = takeFault(state.faults, call.path, call.action);
  switch (fault?.kind) {
    case 'status': {
      const wait = fault.waitSeconds === undefined ? {} : { wait_seconds: fault.waitSeconds };
      return Response.json(refusal(fault.status, 'Simulated', wait));
    }
    case 'http':
      return htmlPage('Bad gateway', fault.httpStatus);
    case 'html':
      return htmlPage('Maintenance', 200);
    case 'null body':
      return Response.json({ ...(await carryOut(sandbox, call)), body: null });
    case 'array body':
      return Response.json({ ...(await carryOut(sandbox, call)), body: [] });
    case 'truncated':
      return truncated(await carryOut(sandbox, call));
    case 'unknown enums':
      return Response.json(withUnknownEnums(await carryOut(sandbox, call)));
    case 'lost answer':
      await carryOut(sandbox, call);
      throw new Error('The connection broke off.');
    case 'slow':
      await clock.sleep(fault.delayMs);
  }
  return Response.json(await carryOut(sandbox, call));
}

async function readCall(request: Request): Promise<ApiCall> {
  const { pathname, searchParams } = new URL(request.url);
  const params = new URLSearchParams([...searchParams, ...new URLSearchParams(await request.text())]);
  const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const accessToken = bearer ?? params.get('access_token');
  params.delete('access_token');
  return { path: pathname, action: params.get('action') ?? '', params, accessToken };
}

function carryOut(sandbox: Sandbox, call: ApiCall): Envelope | Promise<Envelope> {
  const { path, action, params } = call;
  const answer = applicationAnswer(path, action);
  if (!answer) return carryOutForPerson(sandbox, call);
  const clientId = params.get('client_id') ?? '';
  const refused = overQuota(sandbox, clientId) ?? repeatedTooSoon(sandbox, clientId, path, params);
  return refused ?? answer(sandbox, params);
}

function carryOutForPerson(sandbox: Sandbox, { path, params, accessToken }: ApiCall): Envelope | Promise<Envelope> {
  const caller = accessToken ? authenticate(sandbox, accessToken) : undefined;
  if (!caller) return invalidToken();
  const account = String(caller.person.userid);
  const refused = overQuota(sandbox, caller.grant.clientId) ?? repeatedTooSoon(sandbox, account, path, params);
  return refused ?? dataAnswer(sandbox, caller, path, params);
}

function truncated(envelope: Envelope): Response {
  const text = JSON.stringify(envelope);
  return new Response(text.slice(0, text.length / 2), { headers: { 'content-type': 'application/json' } });
}

function htmlPage(title: string, status: number): Response {
  return new Response(`<!doctype html><title>${title}</title>`, { status, headers: { 'content-type': 'text/html' } });
}
