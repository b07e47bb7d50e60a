import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../lib/http.ts';
import { listSubscriptions, revokeSubscription, subscribe } from '../../lib/withings/notify.ts';
import { connectedSession } from './connected.ts';

const answeringWith =
  (status: number): Fetch =>
  async () =>
    new Response(null, { status });
const callbackurl = 'https://weighbridge.example/webhook/secret';

describe('subscriptions', () => {
  it('are made, listed and ended', async () => {
    const { session, clock } = await connectedSession({}, answeringWith(200));
    await subscribe(session, { callbackurl, appli: 1, comment: 'Weighbridge' });
    await subscribe(session, { callbackurl, appli: 4 });
    await expect(listSubscriptions(session)).resolves.toEqual([
      { callbackurl, appli: 1, comment: 'Weighbridge' },
      { callbackurl, appli: 4 },
    ]);
    await revokeSubscription(session, { callbackurl, appli: 1 });
    clock.advance({ seconds: 20 });
    await expect(listSubscriptions(session)).resolves.toEqual([{ callbackurl, appli: 4 }]);
  });

  it('may be asked for twice and ended twice', async () => {
    const { session } = await connectedSession({}, answeringWith(200));
    await subscribe(session, { callbackurl, appli: 1 });
    await subscribe(session, { callbackurl, appli: 1 });
    await expect(listSubscriptions(session)).resolves.toHaveLength(1);
    await revokeSubscription(session, { callbackurl, appli: 1 });
    await expect(revokeSubscription(session, { callbackurl, appli: 1 })).resolves.toBeUndefined();
  });

  it('say what is wrong with an address that does not answer, and keep the secret in it', async () => {
    const { session } = await connectedSession({}, answeringWith(404));
    const error = await subscribe(session, { callbackurl, appli: 1 }).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ kind: 'rejected', status: 293, message: expect.stringMatching(/answer HEAD/) });
    expect(String(error)).not.toContain('secret');
  });
});
