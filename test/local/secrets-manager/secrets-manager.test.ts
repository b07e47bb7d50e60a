import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { firstValueOf } from '../../../lib/local/secrets-manager/generated-secret.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { clientOf, functionOf, startTiny } from '../tiny-stack.ts';

async function start(state?: string) {
  const assembly = temporaryFolder();
  const resources = {
    Key: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        Name: 'keys/master',
        GenerateSecretString: {
          SecretStringTemplate: '{"kind":"demo"}',
          GenerateStringKey: 'masterKey',
          PasswordLength: 43,
        },
      },
    },
    ...functionOf(assembly, 'Reader', {
      code: 'export const handler = () => {}',
      allow: [{ Action: 'secretsmanager:GetSecretValue', Resource: { Ref: 'Key' } }],
    }),
  };
  const outputs = { Arn: { Value: { Ref: 'Key' } } };
  const cloud = await startTiny({ resources, outputs }, { assembly, ...(state && { state }) });
  const client = (caller: string) => new SecretsManagerClient(clientOf(cloud, caller));
  const get = async (input: { SecretId?: string; VersionStage?: string; VersionId?: string } = {}, caller = 'Reader') =>
    client(caller).send(new GetSecretValueCommand({ SecretId: cloud.outputs.Arn, ...input }));
  return { cloud, client, get };
}

it('a secret is generated once, as the template says, and stays', async () => {
  const { cloud, get } = await start();
  const first = JSON.parse((await get()).SecretString ?? '');
  expect(first).toEqual({ kind: 'demo', masterKey: expect.stringMatching(/^.{43}$/) });
  await cloud.stop();
  const again = await start(cloud.state);
  expect(JSON.parse((await again.get()).SecretString ?? '')).toEqual(first);
});

it('nobody else on this machine can read the file', async () => {
  const { state } = (await start()).cloud;
  const files = readdirSync(join(state, 'secrets'));
  expect(files).toHaveLength(1);
  for (const file of files) expect(statSync(join(state, 'secrets', file)).mode & 0o777).toBe(0o600);
});

it('a new value keeps the one before it', async () => {
  const { cloud, client, get } = await start();
  const original = (await get()).SecretString;
  const put = async (SecretString: string) =>
    client('admin').send(new PutSecretValueCommand({ SecretId: cloud.outputs.Arn, SecretString }));
  const second = await put('second');
  expect([(await get()).SecretString, (await get({ VersionStage: 'AWSPREVIOUS' })).SecretString]).toEqual([
    'second',
    original,
  ]);
  const third = await put('third');
  expect((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('second');
  expect((await get({ VersionId: second.VersionId ?? '' })).SecretString).toBe('second');
  const { VersionIdsToStages } = await client('admin').send(new DescribeSecretCommand({ SecretId: 'keys/master' }));
  expect(VersionIdsToStages).toEqual({
    [third.VersionId ?? '']: ['AWSCURRENT'],
    [second.VersionId ?? '']: ['AWSPREVIOUS'],
  });
});

it('the same request twice is one version, another value under its token is refused', async () => {
  const { client } = await start();
  const ClientRequestToken = '0123456789abcdef0123456789abcdef';
  const put = (SecretString: string) =>
    client('admin').send(new PutSecretValueCommand({ SecretId: 'keys/master', SecretString, ClientRequestToken }));
  await put('a');
  expect((await put('a')).VersionId).toBe(ClientRequestToken);
  await expect(put('b')).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

it('by name, by ARN, and by ARN without its end', async () => {
  const { cloud, get } = await start();
  const { Arn = '' } = cloud.outputs;
  const values = await Promise.all(['keys/master', Arn, Arn.slice(0, -7)].map((SecretId) => get({ SecretId })));
  expect(new Set(values.map(({ ARN }) => ARN))).toEqual(new Set([Arn]));
});

it('what is not there, and what is not allowed', async () => {
  const { client, get } = await start();
  await expect(get({ SecretId: 'nothing' }, 'admin')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(get({ VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const put = client('Reader').send(new PutSecretValueCommand({ SecretId: 'keys/master', SecretString: 'x' }));
  await expect(put).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it.each([
  [{ GenerateSecretString: { PasswordLength: 8, ExcludePunctuation: true } }, /^[a-zA-Z0-9]{8}$/],
  [{ GenerateSecretString: { PasswordLength: 300, ExcludeCharacters: '"\\/@' } }, /^[^"\\/@ ]{300}$/],
  [
    {
      GenerateSecretString: {
        PasswordLength: 20,
        ExcludeUppercase: true,
        ExcludeLowercase: true,
        ExcludePunctuation: true,
        IncludeSpace: true,
      },
    },
    /^(?=.* )(?=.*[0-9])[0-9 ]{20}$/,
  ],
])('generated as asked: %j', ({ GenerateSecretString: asked }, pattern) => {
  const defaults = {
    ExcludeCharacters: '',
    ExcludeLowercase: false,
    ExcludeUppercase: false,
    ExcludeNumbers: false,
    ExcludePunctuation: false,
    IncludeSpace: false,
    RequireEachIncludedType: true,
    SecretStringTemplate: undefined,
    GenerateStringKey: undefined,
  };
  expect(firstValueOf({ SecretString: undefined, GenerateSecretString: { ...defaults, ...asked } })).toMatch(pattern);
});
