import { describe, expect, it } from 'vitest';
import { GarminSimulator } from '../../../../lib/sandbox/garmin/simulator.ts';
import { emptyState } from '../../../../lib/sandbox/garmin/state.ts';
import { basic, garmin, json, send } from '../world.ts';
import { android, embed } from './browser.ts';

const clientId = 'GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2';

function exchanging() {
  const world = garmin();
  const exchange = (ticket: string, service = android, client = clientId, auth = basic(client)) =>
    send(world.simulator, '/di-oauth2-service/oauth/token', {
      method: 'POST',
      headers: { Authorization: auth },
      body: new URLSearchParams({
        grant_type: 'https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket',
        client_id: client,
        service_ticket: ticket,
        service_url: service,
      }),
    });
  return { ...world, exchange };
}

const refusal = { error: 'invalid_grant', error_description: 'invalid service ticket provided' };

describe('a ticket', () => {
  it('becomes tokens that open the data API and can be renewed', async () => {
    const { simulator, exchange, call, refresh } = exchanging();
    const tokens = await json(await exchange(simulator.ticket('anna', android)));
    expect(tokens).toMatchObject({ token_type: 'Bearer', refresh_token_expires_in: 2_592_000 });
    expect((await call('/userprofile-service/socialProfile', {}, tokens.access_token)).status).toBe(200);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  it('is good once', async () => {
    const { simulator, exchange } = exchanging();
    const ticket = simulator.ticket('anna', android);
    await exchange(ticket);
    const again = await exchange(ticket);
    expect([again.status, await json(again)]).toEqual([400, refusal]);
  });

  it('is good for 30 seconds', async () => {
    const { simulator, exchange, clock } = exchanging();
    const [one, other] = [simulator.ticket('anna', android), simulator.ticket('anna', android)];
    clock.advance({ seconds: 29 });
    expect((await exchange(one)).status).toBe(200);
    clock.advance({ seconds: 1 });
    expect((await exchange(other)).status).toBe(400);
  });

  it.each([embed, `${android}/`, 'https://mobile.integration.garmin.com/gcm/ios'])(
    'is for its own service, byte for byte, and not for %s',
    async (service) => {
      const { simulator, exchange } = exchanging();
      expect((await exchange(simulator.ticket('anna', android), service)).status).toBe(400);
    },
  );

  it('survives a client id that Garmin does not know, or that the header does not bear out', async () => {
    const { simulator, exchange } = exchanging();
    const ticket = simulator.ticket('anna', android);
    expect((await exchange(ticket, android, 'RETIRED')).status).toBe(401);
    expect((await exchange(ticket, android, clientId, basic('OTHER'))).status).toBe(401);
    expect((await exchange(ticket)).status).toBe(200);
  });

  it.each([
    ['embed', embed, android],
    ['mobile', android, embed],
  ] as const)(
    'of the kind %s makes tokens the data API does not know when so turned, also renewed',
    async (kind, of, other) => {
      const { simulator, exchange, call, refresh } = exchanging();
      simulator.turnSso({ inactiveTokensFor: kind });
      const tokens = await json(await exchange(simulator.ticket('anna', of), of));
      const renewed = await json(await refresh(tokens.refresh_token));
      for (const { access_token } of [tokens, renewed]) {
        const answer = await call('/userprofile-service/socialProfile', {}, access_token);
        expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
          401,
          'Bearer error="invalid_token", error_description="Token is not active"',
        ]);
      }
      const good = await json(await exchange(simulator.ticket('anna', other), other));
      expect((await call('/userprofile-service/socialProfile', {}, good.access_token)).status).toBe(200);
    },
  );
});

it('a memory of the time before the sign-in opens, and its people can sign in', async () => {
  const { simulator, clock } = garmin();
  const old = JSON.parse(JSON.stringify(simulator.state));
  delete old.sso;
  for (const door of ['sso', 'mobile', 'portal']) delete old.calls[door];
  for (const name of [
    'email',
    'password',
    'mfa',
    'authenticatorSecret',
    'locked',
    'failedSignIns',
    'isChild',
    'inactiveTokens',
  ]) {
    delete old.accounts.anna[name];
  }
  const opened = new GarminSimulator({ clock, random: () => 0.25, state: old });
  expect(opened.state.sso).toEqual(emptyState().sso);
  const { email, password } = opened.account('anna');
  const answer = await send(opened, `/mobile/api/login?clientId=GCM_ANDROID_DARK&service=${android}`, {
    method: 'POST',
    body: JSON.stringify({ username: email, password, rememberMe: true, captchaToken: '' }),
  });
  expect((await json(answer)).responseStatus.type).toBe('SUCCESSFUL');
  expect(opened.calls.mobile).toBe(1);
});
