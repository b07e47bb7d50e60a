import { describe, expect, it } from 'vitest';
import type { Fetch } from '../../lib/http.ts';
import {
  getSubscription,
  listSubscriptions,
  revokeSubscription,
  subscribe,
  updateSubscription,
} from '../../lib/withings/notify.ts';
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

  it('are found one by one, and by what they are about', async () => {
    const { session } = await connectedSession({}, answeringWith(200));
    await subscribe(session, { callbackurl, appli: 1, comment: 'Weighbridge' });
    await subscribe(session, { callbackurl, appli: 4 });
    await expect(getSubscription(session, { callbackurl, appli: 1 })).resolves.toEqual({
      callbackurl,
      appli: 1,
      comment: 'Weighbridge',
    });
    await expect(getSubscription(session, { callbackurl, appli: 44 })).resolves.toBeUndefined();
    await expect(listSubscriptions(session, { appli: 4 })).resolves.toEqual([{ callbackurl, appli: 4 }]);
  });

  it('are found in the answers of old, which tell only the comment', async () => {
    const caller = { call: async () => ({ expires: 2147483647, comment: 'Old' }) };
    await expect(getSubscription(caller, { callbackurl, appli: 1 })).resolves.toEqual({
      callbackurl,
      appli: 1,
      comment: 'Old',
    });
  });

  it('are listed from the answers of old, which tell neither address nor appli', async () => {
    const caller = { call: async () => ({ profiles: [{ expires: 2147483647, comment: 'Old' }] }) };
    await expect(listSubscriptions(caller)).resolves.toEqual([{ callbackurl: '', appli: 1, comment: 'Old' }]);
  });

  it.each([
    ['address', { new_callbackurl: `${callbackurl}/2` }, { callbackurl: `${callbackurl}/2`, appli: 1 }],
    ['appli', { new_appli: 4 }, { callbackurl, appli: 4 }],
    ['comment', { comment: 'new' }, { callbackurl, appli: 1, comment: 'new' }],
  ])('can change their %s', async (_, change, expected) => {
    const { session } = await connectedSession({}, answeringWith(200));
    await subscribe(session, { callbackurl, appli: 1 });
    await updateSubscription(session, { callbackurl, appli: 1, ...change });
    await expect(listSubscriptions(session)).resolves.toEqual([expected]);
  });

  it('cannot be changed when they are not there', async () => {
    const { session } = await connectedSession({}, answeringWith(200));
    const update = updateSubscription(session, { callbackurl, appli: 1, new_appli: 4 });
    await expect(update).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(/subscribe first/) });
  });

  const long = 'x'.repeat(256);
  it.each<[string, object, RegExp]>([
    ['nothing', {}, /give one of new_callbackurl, new_appli, comment/],
    ['two things', { new_appli: 4, comment: 'new' }, /give one of new_callbackurl, new_appli, comment/],
    ['something else', { newAppli: 4 }, /no option newAppli/],
    ['a comment that is too long', { comment: long }, /comment is too long: Withings takes 255/],
    ['an address that is too long', { new_callbackurl: long }, /new_callbackurl is too long/],
  ])('refuse to change %s before anything is sent', async (_, change, message) => {
    const { session, simulator } = await connectedSession();
    const update = updateSubscription(session, { callbackurl, appli: 1, ...(change as { comment: string }) });
    await expect(update).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(message) });
    expect(simulator.calls).toEqual({ requesttoken: 1 });
  });

  it('are not asked for with a comment that is too long', async () => {
    const { session, simulator } = await connectedSession();
    const refused = subscribe(session, { callbackurl, appli: 1, comment: long });
    await expect(refused).rejects.toMatchObject({ kind: 'rejected', action: 'subscribe' });
    expect(simulator.calls).toEqual({ requesttoken: 1 });
  });
});
