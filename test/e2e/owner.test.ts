import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountsOf } from '../../lib/runtime.ts';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { type Deployment, deploy } from './deployment.ts';
import { Visitor } from './visitor.ts';

const scale = { deviceid: 'c3'.repeat(20), modelid: 5, model: 'Body+' };
const body = { weightKg: 80.5, fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };

let deployment: Deployment;
let visitor: Visitor;
beforeAll(async () => {
  const history = bodyPlusWeighIn(body, Math.floor(Date.now() / 1000) - 86_400, scale);
  deployment = await deploy({ history, owner: true });
  await deployment.subscribe();
  visitor = new Visitor(deployment.cloud.url);
  await visitor.visit(await visitor.consent(await deployment.link()));
  await deployment.settle();
  // Withings refuses the same call within 10 s, and syncs follow each other sooner here.
  deployment.sandbox.withings.state.settings.identicalCallSeconds = 0;
});
afterAll(() => deployment?.stop());

it('whoever came with the owner’s link sees everybody, and makes a link that works', async () => {
  const { status, body } = await visitor.visit('/people');
  expect({ status }).toEqual({ status: 200 });
  expect(body).toContain('(you)');
  const made = await visitor.send('/people', '/people/invite', { name: 'Kim' });
  const [, link = ''] = /<pre>(http[^<]+)<\/pre>/.exec(made.body) ?? [];
  const opened = await new Visitor(deployment.cloud.url).visit(link);
  expect(opened.status).toBeLessThan(400);
  expect(deployment.log.map(({ text }) => text).join('\n')).not.toContain(new URL(link).searchParams.get('invite'));
});

it('sees when the timetable ran', async () => {
  await deployment.cloud.tick('schedule');
  await deployment.settle();
  expect((await visitor.visit('/system')).body).toMatch(/Last schedule<\/dt> <dd>today \d\d:\d\d, for 1 account</);
});

it('sees what was given up, as often as they look, and puts it back', async () => {
  const { cloud, host, account, settle } = deployment;
  const letter = { MessageBody: JSON.stringify({ account, reason: 'webhook' }), MessageGroupId: account };
  const QueueUrl = cloud.outputs.DeadLetterQueueUrl;
  await new SQSClient(host.aws).send(new SendMessageCommand({ QueueUrl, ...letter, MessageDeduplicationId: 'x' }));
  expect((await visitor.visit('/system')).body).toContain('asked for by a notification from Withings');
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  const before = (await accountsOf(host).mustGet(account)).lastSync?.startedAt ?? 0;
  await visitor.send('/people', '/system/redrive');
  await settle();
  expect((await accountsOf(host).mustGet(account)).lastSync?.startedAt).toBeGreaterThan(before);
  const after = (await visitor.visit('/system')).body;
  expect(after).toContain('All is well.');
  expect(after).not.toContain('Given up');
});
