import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../../lib/http.ts';
import { redirectUri, sandboxed } from '../../withings/connected.ts';

const asked = {
  response_type: 'code',
  client_id: 'client',
  state: 'opaque/&=',
  scope: 'user.info,user.metrics',
  redirect_uri: redirectUri,
};
const authorize = (query: Record<string, string>) =>
  `https://account.withings.com/oauth2_user/authorize2?${new URLSearchParams(query)}`;

async function decide(fetch: Fetch, form: Record<string, string>, query: Record<string, string> = asked) {
  const answer = await fetch(authorize(query), { method: 'POST', body: new URLSearchParams(form) });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get('location') ?? '');
}

describe('the consent page', () => {
  it('says that it is a simulator, who consents to what, and how to say no', async () => {
    const { fetch } = sandboxed();
    const answer = await fetch(authorize(asked));
    const page = await answer.text();
    expect(answer.status).toBe(200);
    for (const text of ['simulator', 'Robin Example', 'weight', '>Allow<', '>Deny<', '<html lang="en">']) {
      expect(page).toContain(text);
    }
  });

  it.each(Object.keys(asked))('names the missing %s', async (name) => {
    const { fetch } = sandboxed();
    const answer = await fetch(authorize(Object.fromEntries(Object.entries(asked).filter(([key]) => key !== name))));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(`Missing: ${name}.`);
  });

  it.each([
    ['scopes joined by a space', { scope: 'user.info user.metrics' }],
    ['a scope that is none', { scope: 'user.heartrate' }],
    ['another response type', { response_type: 'token' }],
    ['a redirect without TLS', { redirect_uri: 'http://weighbridge.example/oauth/callback' }],
    ['a redirect to an address', { redirect_uri: 'https://192.0.2.1/oauth/callback' }],
    ['a redirect to this machine', { redirect_uri: 'http://localhost:3000/oauth/callback' }],
  ])('refuses %s', async (_, wrong) => {
    const { fetch } = sandboxed();
    expect((await fetch(authorize({ ...asked, ...wrong }))).status).toBe(400);
  });

  it('redirects to this machine for development', async () => {
    const { fetch } = sandboxed({ allowLocalhost: true });
    const local = { ...asked, redirect_uri: 'http://localhost:3000/oauth/callback' };
    expect((await decide(fetch, { decision: 'allow' }, local)).origin).toBe('http://localhost:3000');
  });

  it.each([
    ['the registered URL', redirectUri, 200],
    ['something below it', `${redirectUri}/deeper?and=more`, 200],
    ['something that only begins like it', `${redirectUri}-other`, 400],
    ['another host', 'https://elsewhere.example/oauth/callback', 400],
  ])('holds a registered client to its callback URLs: %s', async (_, redirect_uri, status) => {
    const { fetch, simulator } = sandboxed();
    const callbackUrls = ['https://another.example/callback', redirectUri];
    simulator.state.clients.push({ clientId: 'client', clientSecret: 'secret', callbackUrls });
    expect((await fetch(authorize({ ...asked, redirect_uri }))).status).toBe(status);
    expect((await fetch(authorize({ ...asked, client_id: 'stranger' }))).status).toBe(400);
  });

  it('redirects a registered client anywhere when it is registered without callback URLs', async () => {
    const { fetch, simulator } = sandboxed();
    simulator.state.clients.push({ clientId: 'client', clientSecret: 'secret' });
    const anywhere = { ...asked, redirect_uri: 'https://elsewhere.example/' };
    expect((await fetch(authorize(anywhere))).status).toBe(200);
  });

  it('escapes what comes from outside', async () => {
    const { fetch } = sandboxed();
    const page = await (await fetch(authorize({ ...asked, client_id: '<script>alert(1)</script>' }))).text();
    expect(page).not.toContain('<script>');
  });

  it('sends the person back with a code and the state', async () => {
    const { fetch } = sandboxed();
    const target = await decide(fetch, { decision: 'allow' });
    expect(target.origin + target.pathname).toBe(redirectUri);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      code: expect.stringMatching(/^[0-9a-f]{40}$/),
      state: asked.state,
    });
  });

  it('sends the person back with an error and the state when they deny', async () => {
    const { fetch } = sandboxed();
    const target = await decide(fetch, { decision: 'deny' });
    expect(Object.fromEntries(target.searchParams)).toEqual({ error: 'access_denied', state: asked.state });
  });

  it('lets one of several people consent', async () => {
    const { fetch, simulator } = sandboxed();
    const kim = simulator.addPerson({ name: 'Kim Example', timezone: 'Europe/Oslo' });
    expect(await (await fetch(authorize(asked))).text()).toContain('Kim Example');
    await decide(fetch, { decision: 'allow', userid: String(kim.userid) });
    expect(simulator.state.codes).toMatchObject([{ userid: kim.userid }]);
  });

  it('can consent by itself', async () => {
    const { fetch } = sandboxed({ autoConsent: true });
    const answer = await fetch(authorize(asked), { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('code=');
  });
});
