import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
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
    ['Website/web', 512, 28],
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

  it('find everything by the same environment, and no vendor address is in it; only sync knows whom to tell, and web what was given up', () => {
    for (const [name, { Environment }] of Object.entries(functions)) {
      expect(Environment).toEqual({
        Variables: {
          ACCOUNTS_TABLE: expect.anything(),
          MEASUREMENTS_TABLE: expect.anything(),
          ARCHIVE_BUCKET: expect.anything(),
          SYNC_QUEUE_URL: expect.anything(),
          SECRET_ID: expect.anything(),
          PUBLIC_URL: expect.anything(),
          SYNC_EVERY_HOURS: '3',
          ...(name === 'Website/web' && {
            DEAD_LETTER_QUEUE_URL: { Ref: expect.stringContaining('DeadLetters') },
            WEIGHBRIDGE_VERSION: expect.stringMatching(/^\d+\.\d+\.\d+/),
          }),
          ...(name === 'Sync/sync' && { OWNER_TOPIC_ARN: { Ref: expect.stringContaining('Topic') } }),
        },
      });
    }
  });

  it('are told which destinations are switched off', () => {
    const paused = new Synthesized({ pausedDestinations: 'trainerroad,garmin' });
    for (const { Environment } of Object.values(paused.resources('AWS::Lambda::Function'))) {
      expect(Environment).toMatchObject({ Variables: { PAUSED_DESTINATIONS: 'trainerroad,garmin' } });
    }
  });

  it('write logs that end, and so does the API', () => {
    const logs = Object.values(stack.resources('AWS::Logs::LogGroup'));
    expect(logs).toHaveLength(7);
    for (const log of logs) expect(log).toMatchObject({ RetentionInDays: 30 });
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
      'POST /hand-over': 'Website/web',
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

it('the outputs say where everything is', () => {
  const outputs = Object.entries(stack.template.findOutputs('*')).map(([id, { Value }]) => [id, stack.text(Value)]);
  expect(Object.fromEntries(outputs)).toEqual({
    Region: 'AWS::Region',
    KeptOnDestroy: 'AccountsTable, MeasurementsTable, ArchiveBucket, SecretName',
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

describe('a domain of the owner’s', () => {
  const domain = {
    domainName: 'weight.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/a-b',
  };
  const under = new Synthesized({ ...domain, hostedZoneId: 'Z0123ABC' });

  it('is where people and Withings find the API, and every function knows it', () => {
    expect(under.resource('AWS::ApiGatewayV2::DomainName', 'PublicApi/Domain/DomainName')).toMatchObject({
      DomainName: domain.domainName,
      DomainNameConfigurations: [{ CertificateArn: domain.certificateArn, SecurityPolicy: 'TLS_1_2' }],
    });
    expect(Object.values(under.resources('AWS::ApiGatewayV2::ApiMapping'))).toHaveLength(1);
    under.template.hasOutput('ApiUrl', { Value: 'https://weight.example.com' });
    under.template.hasOutput('CallbackUrl', { Value: 'https://weight.example.com/oauth/callback' });
    for (const { Environment } of Object.values(under.resources('AWS::Lambda::Function'))) {
      expect(Environment).toMatchObject({ Variables: { PUBLIC_URL: 'https://weight.example.com' } });
    }
  });

  it('is made to lead there where its zone is known, and otherwise told where to', () => {
    expect(Object.values(under.resources('AWS::Route53::RecordSet')).map(({ Type }) => Type)).toEqual(['A', 'AAAA']);
    const alone = new Synthesized(domain);
    expect(alone.resources('AWS::Route53::RecordSet')).toEqual({});
    alone.template.hasOutput('DomainTarget', { Value: { 'Fn::GetAtt': Match.arrayWith(['RegionalDomainName']) } });
    expect(stack.template.findOutputs('DomainTarget')).toEqual({});
  });
});

it('the template is the one that was reviewed', () => {
  const masked = JSON.stringify(stack.template.toJSON()).replaceAll(/[0-9a-f]{64}/g, '<hash of the bundle>');
  expect(JSON.parse(masked)).toMatchSnapshot();
});
