import { expect, it } from 'vitest';
import { ownAppFrom } from '../../../lib/cli/sync/own-app.ts';

it('the application is that of the environment, with the callback of this machine', () => {
  expect(ownAppFrom({ WITHINGS_CLIENT_ID: 'id', WITHINGS_CLIENT_SECRET: 'secret' }, '/nowhere')).toEqual({
    clientId: 'id',
    clientSecret: 'secret',
    callbackUrl: 'http://localhost:8765/callback',
  });
});

it.each([
  [{ WITHINGS_CLIENT_ID: 'id' }, 'WITHINGS_CLIENT_SECRET is missing: give both or neither.'],
  [{ WITHINGS_CLIENT_SECRET: 'hidden' }, 'WITHINGS_CLIENT_ID is missing: give both or neither.'],
])('half of one is no application: %j', (env, sentence) => {
  expect(() => ownAppFrom(env, '/nowhere')).toThrow(sentence);
});
