import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { functionOf, type Resources, startTiny } from '../tiny-stack.ts';
import { VirtualTimer } from '../virtual-timer.ts';

const scheduled = '<aws.scheduler.scheduled-time>';

const scheduleOf = (ScheduleExpression: string, reason: string, more: object = {}): Resources[string] => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: { 'Fn::GetAtt': ['Dispatch', 'Arn'] },
      RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
      Input: JSON.stringify({ reason, scheduledAt: scheduled }),
    },
    ...more,
  },
});

const schedulerRole = (Resource: unknown): Resources => ({
  SchedulerRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource }] } }],
    },
  },
});

/** Dispatch logs the event of each run. */
async function start({ timer = new VirtualTimer(), state = temporaryFolder(), mayInvoke = true } = {}) {
  const assembly = temporaryFolder();
  const lines: string[] = [];
  const resources = {
    ...functionOf(assembly, 'Dispatch', {
      code: 'export const handler = async (event) => { console.log(JSON.stringify(event)); return event }',
    }),
    ...schedulerRole(mayInvoke ? { 'Fn::GetAtt': ['Dispatch', 'Arn'] } : 'arn:aws:lambda:*:*:function:other'),
    Often: scheduleOf('rate(3 hours)', 'schedule'),
    Daily: scheduleOf('cron(15 3 * * ? *)', 'maintenance'),
    Never: scheduleOf('rate(1 minute)', 'never', { State: 'DISABLED' }),
  };
  const cloud = await startTiny({ resources }, { assembly, state, timer, log: ({ text }) => lines.push(text) });
  const fired = async (): Promise<unknown[]> => {
    await cloud.idle();
    return lines.map((line) => JSON.parse(line));
  };
  return { cloud, timer, state, fired };
}

it('schedules fire at their times, with the time in their input', async () => {
  const { timer, fired } = await start();
  for (const seconds of [3 * 3600, 15 * 60, 3 * 3600 - 15 * 60]) {
    await timer.advance(seconds);
    await fired();
  }
  expect(await fired()).toEqual([
    { reason: 'schedule', scheduledAt: '2026-01-01T03:00:00Z' },
    { reason: 'maintenance', scheduledAt: '2026-01-01T03:15:00Z' },
    { reason: 'schedule', scheduledAt: '2026-01-01T06:00:00Z' },
  ]);
});

it('what was due while the machine was off fires once soon after the start', async () => {
  const { cloud, timer, state } = await start();
  await timer.advance(3600);
  await cloud.stop();
  await timer.advance(10 * 86_400);
  const again = await start({ timer, state });
  await timer.advance(0);
  expect(await again.fired()).toHaveLength(2);
});

it('what was not yet due keeps its time over a restart', async () => {
  const { cloud, timer, state } = await start();
  await timer.advance(2 * 3600);
  await cloud.stop();
  const again = await start({ timer, state });
  await timer.advance(3599);
  expect(await again.fired()).toEqual([]);
  await timer.advance(1);
  expect(await again.fired()).toHaveLength(1);
});

it.each([['Often'], ['Tiny-Often'], ['schedule']])('a tick fires one now: %s', async (match) => {
  const { cloud } = await start();
  expect(await cloud.tick(match)).toEqual([{ payload: { reason: 'schedule', scheduledAt: '2026-01-01T00:00:00Z' } }]);
});

it('a tick for nothing names what there is', async () => {
  const { cloud } = await start();
  await expect(cloud.tick('weekly')).rejects.toThrow('No schedule matches weekly; there are: Often, Daily, Never.');
});

it('a schedule whose role may not invoke its function is refused at the start', async () => {
  await expect(start({ mayInvoke: false })).rejects.toThrow('AWS would not let its role invoke Dispatch.');
});
