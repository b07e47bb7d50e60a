import type { Context } from 'hono';
import { html } from 'hono/html';
import { sandboxPage } from '../page.ts';
import { isKnownClient, mayRedirectTo } from './clients.ts';
import type { Sandbox, SandboxPerson } from './state.ts';
import { issueCode } from './tokens.ts';

const required = ['response_type', 'client_id', 'state', 'scope', 'redirect_uri'];

const meaningOfScope: Readonly<Record<string, string>> = {
  'user.info': 'which devices you have, and your goals',
  'user.metrics': 'your weight, body composition, blood pressure and other measurements',
  'user.activity': 'your activity, workouts and sleep',
  'user.sleepevents': 'when you get into and out of bed',
};

export const scopes: readonly string[] = Object.keys(meaningOfScope);

export const isScope = (name: string): boolean => scopes.includes(name);

/** `GET /oauth2_user/authorize2`: the page on which a person consents. */
export function showConsent(sandbox: Sandbox, c: Context): Response | Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const { people, settings } = sandbox.state;
  const problem = problemOf(sandbox, query);
  if (problem) return c.html(sandboxPage('Withings', 'This request is not right', html`<p>${problem}</p>`), 400);
  const demo = people[0]!;
  if (settings.autoConsent) return c.redirect(redirectOf(sandbox, query, demo));
  return c.html(consentPage(query, query.get('mode') === 'demo' ? [demo] : people));
}

/** `POST` of the same address: what the person decided. */
export async function takeDecision(sandbox: Sandbox, c: Context): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const problem = problemOf(sandbox, query);
  if (problem) return c.html(sandboxPage('Withings', 'This request is not right', html`<p>${problem}</p>`), 400);
  const form = new URLSearchParams(await c.req.text());
  const { people } = sandbox.state;
  const person = people.find(({ userid }) => String(userid) === form.get('userid')) ?? people[0]!;
  return c.redirect(redirectOf(sandbox, query, form.get('decision') === 'allow' ? person : undefined));
}

function problemOf(sandbox: Sandbox, query: URLSearchParams): string | undefined {
  const missing = required.filter((name) => !query.get(name));
  if (missing.length > 0) return `Missing: ${missing.join(', ')}.`;
  const field = (name: string): string => query.get(name) ?? '';
  if (field('response_type') !== 'code') return 'response_type must be “code”.';
  if (!isKnownClient(sandbox, field('client_id'))) return 'No application is registered with this client_id.';
  if (!mayRedirectTo(sandbox, field('client_id'), field('redirect_uri'))) {
    return 'redirect_uri is not a callback URL that is registered for this application.';
  }
  const unknown = field('scope')
    .split(',')
    .filter((scope) => !isScope(scope));
  if (unknown.length > 0) return `Not a scope: “${unknown.join('”, “')}”. Scopes are separated by commas.`;
  return sandbox.state.people.length === 0 ? 'Nobody has an account here yet.' : undefined;
}

/** Back to the application, with a code when somebody consented. */
function redirectOf(sandbox: Sandbox, query: URLSearchParams, person: SandboxPerson | undefined): string {
  const field = (name: string): string => query.get(name) ?? '';
  const target = new URL(field('redirect_uri'));
  if (person) {
    const withheld = sandbox.state.faults.withheldScopes;
    const scope = field('scope')
      .split(',')
      .filter((name) => !withheld.includes(name))
      .join(',');
    const { userid } = person;
    const consent = { userid, clientId: field('client_id'), redirectUri: field('redirect_uri'), scope };
    target.searchParams.set('code', issueCode(sandbox, consent));
  } else {
    target.searchParams.set('error', 'access_denied');
  }
  target.searchParams.set('state', field('state'));
  return target.href;
}

function consentPage(query: URLSearchParams, people: readonly SandboxPerson[]) {
  const [first] = people;
  const scopes = (query.get('scope') ?? '').split(',');
  const who =
    people.length > 1
      ? html`<p><label for="userid">You are</label>
          <select id="userid" name="userid">
            ${people.map(({ userid, name }) => html`<option value="${userid}">${name}</option>`)}
          </select></p>`
      : html`<p>You are <strong>${first?.name}</strong>, an invented person.</p>
          <input type="hidden" name="userid" value="${first?.userid}">`;
  return sandboxPage(
    'Withings',
    'Allow access to your measurements?',
    html`<form method="post" action="/oauth2_user/authorize2?${query.toString()}">
      ${who}
      <p>The application <strong>${query.get('client_id')}</strong> asks to read:</p>
      <ul>${scopes.map((scope) => html`<li>${meaningOfScope[scope]}</li>`)}</ul>
      <p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></p>
    </form>`,
  );
}
