import { describe, expect, it } from 'vitest';
import { accountsTable, measurementsTable } from '../../lib/store/tables.ts';
import { Synthesized } from './synthesized.ts';

const stack = new Synthesized();

describe('what is kept', () => {
  it('tables, archive and secret stay when the stack is deleted', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret']) {
      stack.template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  it('tables are on demand, recoverable to any second, and refuse to be deleted', () => {
    const tables = Object.values(stack.resources('AWS::DynamoDB::Table'));
    expect(tables).toHaveLength(2);
    for (const table of tables) {
      expect(table).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      expect(table).not.toHaveProperty('StreamSpecification');
    }
  });

  it('accounts are found by account, and what is short-lived sweeps itself', () => {
    expect(stack.resource('AWS::DynamoDB::Table', 'Storage/Accounts')).toMatchObject({
      ...accountsTable,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it('measurements are found by account and event, the pending ones by a local index with everything in it', () => {
    expect(stack.resource('AWS::DynamoDB::Table', 'Storage/Measurements')).toMatchObject(measurementsTable);
  });

  it('the archive is private, versioned, and keeps files forever', () => {
    const bucket = stack.resource('AWS::S3::Bucket', 'Storage/Archive');
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' }] },
    });
    expect(JSON.stringify(bucket)).not.toContain('ExpirationInDays');
  });

  it('the archive forgets after archiveYears', () => {
    const bucket = new Synthesized({ archiveYears: 2 }).resource('AWS::S3::Bucket', 'Storage/Archive');
    expect(bucket).toMatchObject({ LifecycleConfiguration: { Rules: [{ ExpirationInDays: 730 }] } });
  });

  it('one secret begins with a master key that AWS makes up', () => {
    expect(Object.values(stack.resources('AWS::SecretsManager::Secret'))).toEqual([
      {
        Description: expect.any(String),
        GenerateSecretString: {
          SecretStringTemplate: '{}',
          GenerateStringKey: 'masterKey',
          PasswordLength: 64,
          ExcludePunctuation: true,
        },
      },
    ]);
  });
});
