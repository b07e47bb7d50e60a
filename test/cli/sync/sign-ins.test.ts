import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSignIns } from '../../../lib/cli/sync/sign-ins.ts';

let secrets: string;
beforeAll(() => {
  secrets = mkdtempSync(join(tmpdir(), 'weighbridge-secrets-'));
  writeFileSync(join(secrets, 'garmin_username'), 'of the secret\n');
  writeFileSync(join(secrets, 'garmin_password'), ' spaces are part of it \r\n');
});
afterAll(() => rmSync(secrets, { recursive: true, force: true }));

describe('sign-ins', () => {
  it.each([
    ['the command line', { GARMIN_USERNAME: 'of the environment' }, { garminUsername: 'given' }, 'given'],
    ['the environment', { GARMIN_USERNAME: 'of the environment' }, {}, 'of the environment'],
    ['a secret', {}, {}, 'of the secret'],
    ['a secret when the variable is empty', { GARMIN_USERNAME: '' }, {}, 'of the secret'],
  ])('come from %s', (_, env, options, name) => {
    expect(withSignIns(env, options, secrets)).toMatchObject({ GARMIN_USERNAME: name });
  });

  it('keep all of a secret but the line break at its end', () => {
    expect(withSignIns({}, {}, secrets).GARMIN_PASSWORD).toBe(' spaces are part of it ');
  });

  it('are none where nobody gave one, and leave the rest of the environment as it is', () => {
    expect(withSignIns({ HOME: '/home/robin' }, {}, '/nowhere')).toEqual({ HOME: '/home/robin' });
  });
});
