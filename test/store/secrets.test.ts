import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { BugError, ReauthorizeError } from '../../lib/errors.ts';
import { Secrets } from '../../lib/store/secrets.ts';
import { VirtualClock } from '../virtual-clock.ts';

const client = new SecretsManagerClient({ region: 'eu-central-1' });
const aws = mockClient(client);
const masterKey = 'InventedMasterKey'.repeat(3);
const app = { withingsClientId: 'invented-id', withingsClientSecret: 'invented-client-secret' };
const complete = JSON.stringify({ masterKey, ...app });

let clock: VirtualClock;
let secrets: Secrets;
/** The versions of the secret, newest first. */
let versions: { id: string; text: string }[];

beforeEach(() => {
  clock = new VirtualClock();
  secrets = new Secrets(client, 'the-secret', clock);
  versions = [{ id: 'v1', text: complete }];
  aws.reset();
  aws.on(GetSecretValueCommand).callsFake(async ({ SecretId, VersionStage = 'AWSCURRENT' }) => {
    expect(SecretId).toBe('the-secret');
    const version = versions[['AWSCURRENT', 'AWSPREVIOUS'].indexOf(VersionStage)];
    if (!version) throw new ResourceNotFoundException({ message: 'no such version', $metadata: {} });
    return { SecretString: version.text, VersionId: version.id };
  });
  aws.on(PutSecretValueCommand).callsFake(async ({ SecretString }) => {
    versions.unshift({ id: `v${versions.length + 1}`, text: SecretString });
    return {};
  });
});

const put = (value: unknown) =>
  versions.unshift({
    id: `v${versions.length + 1}`,
    text: typeof value === 'string' ? value : JSON.stringify(value),
  });
const reads = () => aws.commandCalls(GetSecretValueCommand).length;
const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');

describe('the keys', () => {
  it('differ by purpose, are 256 bits long, and stay the same', async () => {
    const keys = await secrets.masterKeys();
    const again = await new Secrets(client, 'the-secret', clock).masterKeys();
    expect(Object.keys(keys).toSorted()).toEqual(['sealing', 'session', 'state', 'webhook']);
    expect(Object.values(keys).map((key) => key.length)).toEqual([32, 32, 32, 32]);
    expect(new Set(Object.values(keys).map(hex)).size).toBe(4);
    expect(again).toEqual(keys);
  });

  it('are exactly these: other ones would close everything that was sealed before', async () => {
    // HKDF-SHA256 of the invented master key, computed apart with Python's hmac.
    const { sealing } = await secrets.masterKeys();
    expect(hex(sealing)).toBe('5c197023abc05591efcca3d09f20aa6c00e54ea9010a8fa768a82e364be167b7');
  });

  it('differ when the master key differs', async () => {
    const { sealing } = await secrets.masterKeys();
    versions = [{ id: 'v1', text: JSON.stringify({ masterKey: masterKey.toLowerCase() }) }];
    const other = await new Secrets(client, 'the-secret', clock).masterKeys();
    expect(other.sealing).not.toEqual(sealing);
  });
});

describe('the Withings application', () => {
  it('is what was put in beside the master key', async () => {
    expect(await secrets.withingsCredentials()).toEqual({
      clientId: 'invented-id',
      clientSecret: 'invented-client-secret',
    });
  });

  it.each([
    { lacks: 'both', value: { masterKey } },
    { lacks: 'the client secret', value: { masterKey, withingsClientId: 'invented-id' } },
    { lacks: 'something in the client id', value: { masterKey, ...app, withingsClientId: ' ' } },
  ])('that lacks $lacks is a sentence that says how to put it in', async ({ value }) => {
    put(value);
    const failure = await failureOf(secrets.withingsCredentials());
    expect(failure).toBeInstanceOf(ReauthorizeError);
    expect(String(failure)).toMatch(/npx weighbridge setup.*withingsClientId.*the-secret/);
    expect(String(failure)).not.toContain('invented-');
  });

  it('is there as soon as the owner has put it in', async () => {
    put({ masterKey });
    await failureOf(secrets.withingsCredentials());
    put({ masterKey, ...app });
    expect(await secrets.withingsCredentials()).toMatchObject({ clientId: 'invented-id' });
  });

  it('is put in beside whatever else the secret holds', async () => {
    put({ masterKey, mine: 'kept' });
    await failureOf(secrets.withingsCredentials());
    await secrets.putWithingsCredentials({ clientId: 'new-id', clientSecret: 'new-secret' });
    expect(JSON.parse(versions[0]!.text)).toEqual({
      masterKey,
      mine: 'kept',
      withingsClientId: 'new-id',
      withingsClientSecret: 'new-secret',
    });
    expect(await secrets.withingsCredentials()).toEqual({ clientId: 'new-id', clientSecret: 'new-secret' });
  });

  it('replaces an older one at once, also in a process that remembers it', async () => {
    await secrets.withingsCredentials();
    await secrets.putWithingsCredentials({ clientId: 'new-id', clientSecret: 'new-secret' });
    expect(await secrets.withingsCredentials()).toEqual({ clientId: 'new-id', clientSecret: 'new-secret' });
  });

  it('is not put into a secret without a master key', async () => {
    put({ mine: 'only' });
    expect(
      await failureOf(secrets.putWithingsCredentials({ clientId: 'new-id', clientSecret: 'new-secret' })),
    ).toBeInstanceOf(BugError);
    expect(aws.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });
});

describe('the secret is read', () => {
  it('once for all who ask at the same time and within five minutes', async () => {
    await Promise.all([secrets.masterKeys(), secrets.withingsCredentials(), secrets.masterKeys()]);
    await clock.advance(5 * 60_000 - 1);
    await secrets.withingsCredentials();
    expect(reads()).toBe(1);
  });

  it('again after five minutes', async () => {
    await secrets.withingsCredentials();
    put({ masterKey, ...app, withingsClientId: 'new-id' });
    await clock.advance(5 * 60_000);
    expect(await secrets.withingsCredentials()).toMatchObject({ clientId: 'new-id' });
  });

  it('again at once when reading it failed', async () => {
    aws.on(GetSecretValueCommand).rejectsOnce(new Error('AWS stumbles')).resolves({ SecretString: complete });
    await expect(secrets.masterKeys()).rejects.toThrow('AWS stumbles');
    expect(await secrets.withingsCredentials()).toMatchObject({ clientId: 'invented-id' });
  });
});

describe('a secret that somebody wrote over', () => {
  it.each([
    { how: 'with the application only', value: app },
    { how: 'with a master key that is none', value: { masterKey: 'short', ...app } },
  ])('$how is merged with the previous version by the command in the error', async ({ value }) => {
    put(value);
    const failure = await failureOf(secrets.masterKeys());
    expect(failure).toBeInstanceOf(BugError);
    const [, command] = String(failure).split('AWS CloudShell does): ');
    expect(command).toMatch(/--version-id v1 .*--version-id v2 .*jq .*put-secret-value --secret-id 'the-secret'/);
  });

  it.each([
    { how: 'with plain text', value: 'invented-client-secret' },
    { how: 'with a list', value: ['invented-client-secret'] },
  ])('$how goes back to the previous version', async ({ value }) => {
    put(value);
    const failure = await failureOf(secrets.masterKeys());
    expect(failure).toBeInstanceOf(BugError);
    expect(String(failure)).toMatch(/AWSCURRENT --move-to-version-id v1 --remove-from-version-id v2$/);
  });

  it('more than once sends the owner to the older versions', async () => {
    put(app);
    put(app);
    const failure = await failureOf(secrets.masterKeys());
    expect(failure).toBeInstanceOf(BugError);
    expect(String(failure)).toContain("list-secret-version-ids --include-deprecated --secret-id 'the-secret'");
  });

  it('before it had any other version says so too', async () => {
    versions = [{ id: 'v1', text: '{}' }];
    expect(String(await failureOf(secrets.masterKeys()))).toContain('list-secret-version-ids');
  });

  it.each([[app], ['invented-client-secret'], [{ masterKey: masterKey.slice(0, 20) }]])(
    'shows none of its values',
    async (value) => {
      put(value);
      expect(String(await failureOf(secrets.masterKeys()))).not.toMatch(/invented-|InventedMaster/);
    },
  );

  it('works again as soon as the master key is back', async () => {
    put(app);
    await failureOf(secrets.masterKeys());
    put({ masterKey, ...app });
    expect(Object.keys(await secrets.masterKeys())).toHaveLength(4);
  });
});
