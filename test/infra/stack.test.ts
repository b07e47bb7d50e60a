import { describe, expect, expectTypeOf, it } from 'vitest';
import type { WeighbridgeFunctionProps } from '../../lib/infra/weighbridge-function.ts';
import { accountsTable, measurementsTable } from '../tables.ts';
import { at, Synthesized } from './synthesized.ts';

const stack = new Synthesized();

describe('the functions', () => {
  const functions = stack.resources('AWS::Lambda::Function');

  it.each([
    ['Connect/connect', 256, 10],
    ['Connect/oauth-callback', 512, 28],
    ['Webhook/webhook', 256, 5],
    ['Timetable/dispatch', 512, 900],
    ['Sync/sync', 512, 300],
    ['Website/web', 512, 10],
  ])('%s runs on Node.js 24 and arm64 with %d MB for at most %d s', (name, memoryMb, timeoutSeconds) => {
    expect(functions[name]).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.any(String) } },
    });
  });

  it('are six, and nothing else runs in the account', () => {
    expect(Object.keys(functions)).toHaveLength(6);
  });

  it('find everything by the same environment, and no vendor address is in it', () => {
    for (const { Environment } of Object.values(functions)) {
      expect(Environment).toEqual({
        Variables: {
          ACCOUNTS_TABLE: expect.anything(),
          MEASUREMENTS_TABLE: expect.anything(),
          ARCHIVE_BUCKET: expect.anything(),
          SYNC_QUEUE_URL: expect.anything(),
          SECRET_ID: expect.anything(),
          PUBLIC_URL: expect.anything(),
          SYNC_EVERY_HOURS: '3',
        },
      });
    }
  });

  it('write logs that end, and so does the API', () => {
    const logs = Object.values(stack.resources('AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(7);
    for (const log of logs) expect(log).toMatchObject({ RetentionInDays: 30 });
  });
});

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

describe('the queue', () => {
  const fifo = {
    FifoQueue: true,
    FifoThroughputLimit: 'perMessageGroupId',
    DeduplicationScope: 'messageGroup',
    ContentBasedDeduplication: false,
    SqsManagedSseEnabled: true,
  };

  it('keeps accounts apart, waits six times as long as a sync may take, and gives up after ten tries', () => {
    const queue = stack.resource('AWS::SQS::Queue', 'SyncQueue/Queue');
    expect(queue).toMatchObject({ ...fifo, VisibilityTimeout: 6 * 300, RedrivePolicy: { maxReceiveCount: 10 } });
    expect(stack.text(at(queue, 'RedrivePolicy', 'deadLetterTargetArn'))).toBe('SyncQueue/DeadLetters');
  });

  it('keeps what was given up for 14 days', () => {
    expect(stack.resource('AWS::SQS::Queue', 'SyncQueue/DeadLetters')).toMatchObject({
      ...fifo,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });

  it('feeds sync in batches whose messages fail one by one', () => {
    const [source, ...others] = Object.values(stack.resources('AWS::Lambda::EventSourceMapping'));
    expect(others).toEqual([]);
    expect(source).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    expect(stack.text(source?.EventSourceArn)).toBe('SyncQueue/Queue');
    expect(stack.text(source?.FunctionName)).toBe('Sync/sync');
  });
});

it('queues, archive and alarm topic refuse to be spoken to without TLS', () => {
  for (const type of ['AWS::SQS::QueuePolicy', 'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy']) {
    const policies = Object.values(stack.resources(type));
    expect(policies.length).toBeGreaterThan(0);
    for (const { PolicyDocument } of policies) {
      expect(PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      });
    }
  }
});

describe('the timetable', () => {
  const scheduleWith = (context: Record<string, unknown>, name: string) => {
    const { FlexibleTimeWindow, ScheduleExpression, State, Target } = new Synthesized(context).resource(
      'AWS::Scheduler::Schedule',
      `Timetable/${name}`,
    );
    return { FlexibleTimeWindow, ScheduleExpression, State, Target };
  };

  it.each([
    ['schedule', {}, 'rate(3 hours)'],
    ['schedule', { syncEveryHours: 2 }, 'rate(2 hours)'],
    ['maintenance', { syncEveryHours: 2 }, 'rate(1 day)'],
  ])('%s with %j is %s and tells the scheduled time', (reason, context, rate) => {
    expect(scheduleWith(context, reason)).toMatchObject({
      ScheduleExpression: rate,
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: { Input: `{"reason":"${reason}","scheduledAt":"<aws.scheduler.scheduled-time>"}` },
    });
  });

  it('starts dispatch and nothing else', () => {
    for (const { Target } of Object.values(stack.resources('AWS::Scheduler::Schedule'))) {
      expect(stack.text(at(Target, 'Arn'))).toBe('Timetable/dispatch');
    }
  });
});

describe('the public API', () => {
  it('routes what Withings and people call, and everything else to the website', () => {
    const integrations = stack.template.findResources('AWS::ApiGatewayV2::Integration');
    const routes = Object.values(stack.resources('AWS::ApiGatewayV2::Route')).map(({ RouteKey, Target }) => {
      const integrationName = stack.text(Target).replace(/^integrations\//, '');
      const id = Object.keys(integrations).find((candidate) => stack.nameOf(candidate) === integrationName) ?? '';
      return [RouteKey, stack.text(integrations[id]?.Properties.IntegrationUri)];
    });
    expect(Object.fromEntries(routes)).toEqual({
      'GET /connect': 'Connect/connect',
      'GET /sign-in': 'Connect/connect',
      'GET /oauth/callback': 'Connect/oauth-callback',
      'HEAD /oauth/callback': 'Connect/oauth-callback',
      'HEAD /webhook/{token}': 'Webhook/webhook',
      'POST /webhook/{token}': 'Webhook/webhook',
      $default: 'Website/web',
    });
  });

  it('hands requests over in payload format 2.0', () => {
    stack.template.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' });
  });

  it('is throttled, and logs neither paths nor queries', () => {
    const [stage] = Object.values(stack.resources('AWS::ApiGatewayV2::Stage'));
    expect(stage).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    expect(JSON.parse(String(at(stage, 'AccessLogSettings', 'Format')))).toEqual({
      requestId: '$context.requestId',
      routeKey: '$context.routeKey',
      status: '$context.status',
      latency: '$context.responseLatency',
    });
  });
});

describe('the alarms', () => {
  const alarms = Object.values(stack.resources('AWS::CloudWatch::Alarm'));

  it('a function cannot be declared without saying who is hurt when it fails', () => {
    expectTypeOf<WeighbridgeFunctionProps['errorImpact']>().toEqualTypeOf<string>();
  });

  it('every function has one for its errors, which names its log', () => {
    const watched = alarms
      .filter(({ Namespace }) => Namespace === 'AWS/Lambda')
      .map(({ MetricName, Threshold, Dimensions, AlarmDescription }) => {
        const name = stack.text(at(Dimensions, 0, 'Value'));
        expect([MetricName, Threshold, at(Dimensions, 0, 'Name')]).toEqual(['Errors', 1, 'FunctionName']);
        expect(stack.text(AlarmDescription)).toContain(`Its log: ${name}-log`);
        return name;
      });
    expect(watched.sort()).toEqual(Object.keys(stack.resources('AWS::Lambda::Function')).sort());
  });

  it('dead letters, late syncs and server errors have one each', () => {
    const others = alarms.filter(({ Namespace }) => Namespace !== 'AWS/Lambda');
    expect(others.map(({ MetricName, Threshold }) => [MetricName, Threshold])).toEqual([
      ['ApproximateNumberOfMessagesVisible', 1],
      ['ApproximateAgeOfOldestMessage', 3600],
      ['5xx', 1],
    ]);
  });

  it('all go to the topic, stay quiet without data, and fit in their field with advice', () => {
    for (const { AlarmActions, TreatMissingData, AlarmDescription } of alarms) {
      expect([stack.text(at(AlarmActions, 0))]).toEqual(['Alarms/Topic']);
      expect(TreatMissingData).toBe('notBreaching');
      expect(stack.text(AlarmDescription).length).toBeGreaterThan(150);
      expect(stack.text(AlarmDescription).length).toBeLessThan(900);
    }
  });

  it('are ten at most, which AWS does not charge for', () => {
    expect(alarms.length).toBeLessThanOrEqual(10);
  });

  it('are mailed to alarmEmail, and to nobody without it', () => {
    stack.template.resourceCountIs('AWS::SNS::Subscription', 0);
    const mailed = new Synthesized({ alarmEmail: 'me@example.com' });
    expect(Object.values(mailed.resources('AWS::SNS::Subscription'))).toMatchObject([
      { Protocol: 'email', Endpoint: 'me@example.com' },
    ]);
  });
});

it('the outputs say where everything is', () => {
  const outputs = Object.entries(stack.template.findOutputs('*')).map(([id, { Value }]) => [id, stack.text(Value)]);
  expect(Object.fromEntries(outputs)).toEqual({
    Region: 'AWS::Region',
    ApiUrl: 'PublicApi/HttpApi',
    CallbackUrl: 'PublicApi/HttpApi/oauth/callback',
    SecretName: 'Storage/Secret',
    AccountsTable: 'Storage/Accounts',
    MeasurementsTable: 'Storage/Measurements',
    ArchiveBucket: 'Storage/Archive',
    SyncQueueUrl: 'SyncQueue/Queue',
    DeadLetterQueueUrl: 'SyncQueue/DeadLetters',
  });
});

it('the template is the one that was reviewed', () => {
  const masked = JSON.stringify(stack.template.toJSON()).replaceAll(/[0-9a-f]{64}/g, '<hash of the bundle>');
  expect(JSON.parse(masked)).toMatchSnapshot();
});
