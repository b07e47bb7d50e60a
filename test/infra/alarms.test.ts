import { describe, expect, expectTypeOf, it } from 'vitest';
import type { WeighbridgeFunctionProps } from '../../lib/infra/weighbridge-function.ts';
import { at, Synthesized } from './synthesized.ts';

const stack = new Synthesized();

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

  it('may publish to the topic, which without this would refuse them', () => {
    const [policy] = Object.values(stack.resources('AWS::SNS::TopicPolicy'));
    expect(policy).toMatchObject({
      PolicyDocument: {
        Statement: expect.arrayContaining([
          {
            Sid: 'LetAlarmsPublish',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: expect.anything(),
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ]),
      },
    });
  });

  it('are mailed to alarmEmail, and to nobody without it', () => {
    stack.template.resourceCountIs('AWS::SNS::Subscription', 0);
    const mailed = new Synthesized({ alarmEmail: 'me@example.com' });
    expect(Object.values(mailed.resources('AWS::SNS::Subscription'))).toMatchObject([
      { Protocol: 'email', Endpoint: 'me@example.com' },
    ]);
  });
});
