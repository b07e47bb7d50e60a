import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accountsOf, queueOf, secretsOf, shortLivedOf } from '../../lib/runtime.ts';
import { demo } from '../../lib/sandbox/sandbox.ts';
import { ambiguous, bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { askToRemove } from '../../lib/sync/remove-person.ts';
import { handOverPath } from '../../lib/web/hand-over.ts';
import { type HandOverTarget, mintHandOverCode } from '../../lib/web/hand-over-codes.ts';
import { mintInvite } from '../../lib/web/invites.ts';
import { measurementPath } from '../../lib/web/pages/measurement-path.ts';
import { webhookToken } from '../../lib/web/webhook-token.ts';
import { assemblyWithout, type Grant, grantsIn } from './assembly-without.ts';
import { type Deployment, deploy } from './deployment.ts';
import { Visitor } from './visitor.ts';

const scale = { deviceid: 'c3'.repeat(20), modelid: 5, model: 'Body+' };
const body = { weightKg: 80.5, fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
const daysAgo = (days: number) => bodyPlusWeighIn(body, Math.floor(Date.now() / 1000) - days * 86_400, scale);
const history = daysAgo(1);

/** Goes one of the ways through the deployment, and tells what a person would see of it. */
type Attempt = (deployment: Deployment) => Promise<unknown>;

const openLink: Attempt = async ({ cloud, link }) => {
  const { status, heading } = await new Visitor(cloud.url).visit(await link());
  return { status, heading };
};

async function connect({ cloud, link, settle }: Deployment) {
  const visitor = new Visitor(cloud.url);
  const invite = await link();
  const { status, heading } = await visitor.visit(await visitor.consent(invite));
  await settle();
  return { visitor, invite, status, heading };
}

const comeBack: Attempt = async (deployment) => {
  const { visitor, invite, status, heading } = await connect(deployment);
  const account = await accountsOf(deployment.host).get(deployment.account);
  const again = await visitor.visit(invite);
  return { status, heading, stored: account !== undefined, linkIsGood: again.status < 400 };
};

/** Connected in one browser, somebody signs in with another. */
const signIn: Attempt = async (deployment) => {
  await connect(deployment);
  const visitor = new Visitor(deployment.cloud.url);
  const { status, heading } = await visitor.visit(await visitor.consent('/sign-in'));
  return { status, heading };
};

const openPage: Attempt = async (deployment) => {
  const { visitor } = await connect(deployment);
  const { status, heading } = await visitor.visit('/');
  return { status, heading };
};

/** Somebody hands a sign-in over, with a code that was made for this. */
const handOver =
  (targetIn: (deployment: Deployment) => Promise<HandOverTarget>): Attempt =>
  async (deployment) => {
    const { cloud, host } = deployment;
    const store = shortLivedOf(host);
    const { code } = await mintHandOverCode({ store, clock: host.clock }, await targetIn(deployment));
    const body = JSON.stringify({ code, destination: 'intervals', credentials: demo.intervals });
    const response = await fetch(`${cloud.url}${handOverPath}`, { method: 'POST', body });
    return { status: response.status };
  };

const handOverToInvite = handOver(async ({ host }) => ({
  invite: (await mintInvite({ store: shortLivedOf(host), clock: host.clock }, () => ({}))).id,
}));
const handOverToAccount = handOver(async (deployment) => {
  await connect(deployment);
  return { account: deployment.account };
});
const handOverToNobody = handOver(async () => ({ account: '404' }));

/** Somebody sends a form of their pages. */
const press =
  (on: string, action: string, fields: Record<string, string> = {}): Attempt =>
  async (deployment) => {
    const { visitor } = await connect(deployment);
    const { status, heading } = await visitor.send(on, action, fields);
    return { status, heading };
  };

const deleteEverything = press('/delete/confirm', '/delete/confirm', { word: 'DELETE' });

/** Somebody takes out the file in which a measurement was sent. */
const takeFile: Attempt = async (deployment) => {
  const { visitor } = await connect(deployment);
  await deployment.sandbox.withings.addWeighIn(deployment.userid, { weightKg: 80 });
  await deployment.settle();
  const [item] = await deployment.events();
  const { status, heading } = await visitor.visit(`${measurementPath(item!.event)}/file/garmin`);
  return { status, heading };
};

const garminIsAway = ({ sandbox }: Deployment): void => {
  sandbox.garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
};

/** Garmin is disconnected while something waits for it. */
const disconnect: Attempt = async (deployment) => {
  garminIsAway(deployment);
  return press('/connections', '/connections/garmin/disconnect')(deployment);
};

/** A measurement that has gone nowhere yet is held back. */
const hold: Attempt = async (deployment) => {
  garminIsAway(deployment);
  const { trainerroad, intervals } = deployment.sandbox;
  trainerroad.addFault({ on: 'GET /app/api/profile/rider-information', taken: false, answer: 503 });
  intervals.addFault({ on: 'GET wellness', taken: false, answer: 503 });
  const { visitor } = await connect(deployment);
  const [item] = await deployment.events();
  const path = measurementPath(item!.event);
  const { status, heading } = await visitor.send(path, path, { action: 'hold' });
  return { status, heading };
};

const notify: Attempt = async ({ cloud, host }) => {
  const { webhook } = await secretsOf(host).masterKeys();
  const notification = new URLSearchParams({ userid: '4711', appli: '1' });
  const response = await fetch(`${cloud.url}/webhook/${webhookToken(webhook)}`, { method: 'POST', body: notification });
  return { status: response.status };
};

const tick: Attempt = async (deployment) => {
  await connect(deployment);
  const [outcome] = await deployment.cloud.tick('schedule');
  return outcome && 'error' in outcome ? outcome.error.errorType : 'done';
};

/** How far a first sync got. */
const sync: Attempt = async (deployment) => {
  await connect(deployment);
  return {
    received: (await deployment.events()).length,
    delivered: deployment.weights().length,
    messages: await messagesOf(deployment),
  };
};

/** As far, when Withings tells it in so many pages that the calls are counted. */
const syncInPages: Attempt = async (deployment) => {
  deployment.sandbox.withings.state.settings.pageSize = 1;
  return sync(deployment);
};

/** As far, while Garmin does not answer: the message is to wait for a minute. */
const syncWithoutGarmin: Attempt = async (deployment) => {
  garminIsAway(deployment);
  return sync(deployment);
};

/** What is in the ledger once somebody has said that a weigh-in is theirs of which the scale was not sure. */
const confirm: Attempt = async (deployment) => {
  await connect(deployment);
  const { sandbox, userid, settle } = deployment;
  const [maybe] = sandbox.withings.state.people.flatMap(({ groups }) => groups);
  await sandbox.withings.editGroup(userid, maybe!.grpid, { attrib: 0 });
  await settle();
  return { ledger: (await deployment.ledger()).map(({ kind }) => kind), messages: await messagesOf(deployment) };
};

async function messagesOf({ cloud, host }: Deployment): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const QueueUrl = cloud.outputs.SyncQueueUrl;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes = {} } = await new SQSClient(host.aws).send(command);
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

/** The owner, once they are connected, with a sync of theirs that was given up. */
async function atOwners(deployment: Deployment): Promise<Visitor> {
  const { visitor } = await connect(deployment);
  const { accounts, account } = { accounts: accountsOf(deployment.host), account: deployment.account };
  await accounts.change(await accounts.mustGet(account), (current) => ({ ...current, owner: true }));
  const letter = { MessageBody: JSON.stringify({ account, reason: 'schedule' }), MessageGroupId: account };
  const QueueUrl = deployment.cloud.outputs.DeadLetterQueueUrl;
  const send = new SendMessageCommand({ QueueUrl, ...letter, MessageDeduplicationId: 'given up' });
  await new SQSClient(deployment.host.aws).send(send);
  return visitor;
}

const openAsOwner =
  (path: string): Attempt =>
  async (deployment) => {
    const { status, heading } = await (await atOwners(deployment)).visit(path);
    return { status, heading };
  };
const openPeople = openAsOwner('/people');
const openSystem = openAsOwner('/system');

/** Puts what was given up back into the queue: it has to be looked at first, which takes rights of its own. */
const redrive: Attempt = async (deployment) => {
  const visitor = await atOwners(deployment);
  const { status, heading } = await visitor.send('/people', '/system/redrive');
  return { status, heading };
};

/** Whether anything of somebody is left who was told to be removed. */
const remove: Attempt = async (deployment) => {
  await connect(deployment);
  const { host, account, settle } = deployment;
  const accounts = accountsOf(host);
  await askToRemove(await accounts.mustGet(account), { accounts, queue: queueOf(host) });
  await settle();
  return { stored: (await accounts.get(account)) !== undefined, messages: await messagesOf(deployment) };
};
const stillThere = { stored: true, messages: 1 };

const problemPage = { status: 500, heading: 'Something went wrong here' };
const notStored = { ...problemPage, stored: false, linkIsGood: true };

const histories = new Map([
  [sync, history],
  [remove, history],
  [syncWithoutGarmin, history],
  [syncInPages, [1, 2, 3, 4].flatMap((days) => daysAgo(days))],
  [confirm, ambiguous(history)],
  [disconnect, history],
  [hold, history],
  [deleteEverything, history],
]);

const rows: [of: string, action: string, on: Grant['on'], attempt: Attempt, outcome: unknown][] = [
  ['connect', 'dynamodb:GetItem', 'accounts', openLink, problemPage],
  ['connect', 'secretsmanager:GetSecretValue', 'secret', openLink, problemPage],

  ['oauth-callback', 'dynamodb:GetItem', 'accounts', signIn, problemPage],
  ['oauth-callback', 'dynamodb:DeleteItem', 'accounts', comeBack, notStored],
  ['oauth-callback', 'dynamodb:PutItem', 'accounts', comeBack, notStored],
  ['oauth-callback', 'secretsmanager:GetSecretValue', 'secret', comeBack, notStored],
  ['oauth-callback', 'sqs:SendMessage', 'queue', comeBack, { ...notStored, stored: true }],

  ['webhook', 'secretsmanager:GetSecretValue', 'secret', notify, { status: 500 }],
  ['webhook', 'sqs:SendMessage', 'queue', notify, { status: 503 }],

  ['dispatch', 'dynamodb:Scan', 'accounts', tick, 'AccessDeniedException'],
  ['dispatch', 'dynamodb:GetItem', 'accounts', tick, 'AccessDeniedException'],
  ['dispatch', 'sqs:SendMessage', 'queue', tick, 'AccessDenied'],
  ['dispatch', 'dynamodb:UpdateItem', 'accounts', tick, 'done'],

  ['sync', 'secretsmanager:GetSecretValue', 'secret', sync, { received: 0, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:GetItem', 'accounts', sync, { received: 0, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:PutItem', 'accounts', sync, { received: 1, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:UpdateItem', 'accounts', syncInPages, { received: 0, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:Query', 'measurements', sync, { received: 0, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:PutItem', 'measurements', sync, { received: 0, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:UpdateItem', 'measurements', sync, { received: 1, delivered: 0, messages: 1 }],
  ['sync', 'dynamodb:DeleteItem', 'measurements', confirm, { ledger: ['left', 'weight'], messages: 1 }],
  ['sync', 'dynamodb:DeleteItem', 'accounts', remove, stillThere],
  ['sync', 's3:DeleteObject', 'files', remove, stillThere],
  ['sync', 's3:ListBucket', 'archive', remove, stillThere],
  ['sync', 'dynamodb:Query', 'pending', sync, { received: 1, delivered: 0, messages: 1 }],
  ['sync', 's3:PutObject', 'files', sync, { received: 1, delivered: 0, messages: 1 }],
  ['sync', 'sqs:ChangeMessageVisibility', 'queue', syncWithoutGarmin, { received: 1, delivered: 0, messages: 1 }],

  ['web', 'secretsmanager:GetSecretValue', 'secret', openPage, problemPage],
  ['web', 'dynamodb:GetItem', 'accounts', openPage, problemPage],
  ['web', 'dynamodb:Scan', 'accounts', openPeople, problemPage],
  ['web', 'dynamodb:BatchGetItem', 'accounts', openSystem, problemPage],
  ['web', 'sqs:GetQueueAttributes', 'queue', openSystem, problemPage],
  ['web', 'sqs:GetQueueAttributes', 'deadLetters', openSystem, problemPage],
  ['web', 'sqs:ReceiveMessage', 'deadLetters', openSystem, problemPage],
  ['web', 'sqs:DeleteMessage', 'deadLetters', redrive, problemPage],
  ['web', 'sqs:StartMessageMoveTask', 'deadLetters', redrive, problemPage],
  ['web', 'dynamodb:Query', 'measurements', openPage, problemPage],
  ['web', 'dynamodb:PutItem', 'accounts', handOverToInvite, { status: 500 }],
  ['web', 'dynamodb:UpdateItem', 'accounts', handOverToInvite, { status: 500 }],
  ['web', 'dynamodb:DeleteItem', 'accounts', handOverToNobody, { status: 500 }],
  ['web', 'sqs:SendMessage', 'queue', handOverToAccount, { status: 500 }],
  ['web', 'dynamodb:Query', 'pending', disconnect, problemPage],
  ['web', 'dynamodb:UpdateItem', 'measurements', disconnect, problemPage],
  ['web', 'dynamodb:PutItem', 'measurements', hold, problemPage],
  ['web', 'dynamodb:DeleteItem', 'measurements', deleteEverything, problemPage],
  ['web', 's3:ListBucket', 'archive', deleteEverything, problemPage],
  ['web', 's3:DeleteObject', 'files', deleteEverything, problemPage],
  ['web', 's3:GetObject', 'files', takeFile, problemPage],
];

const withLog = ['connect', 'oauth-callback', 'webhook', 'dispatch', 'sync', 'web'];
const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

/** Why a grant has no row. */
const reasons = {
  'Lambda keeps the log, and the local cloud asks nobody for it': withLog.flatMap((of) =>
    logging.map((action) => `${of} ${action} on log`),
  ),
  'it is for Lambda’s poller, and without it the stack is not even made': polling.map(
    (action) => `sync ${action} on queue`,
  ),
  'it is the scheduler’s, which has no log': ['scheduler lambda:InvokeFunction on dispatch'],
  'it is asked for only when the answer to a write was lost': [
    'sync dynamodb:GetItem on measurements',
    'web dynamodb:GetItem on measurements',
  ],
  'it is asked for only when a person is needed, and without it the sync goes on': ['sync sns:Publish on topic'],
  'it is asked for only when a history takes minutes': ['sync sqs:SendMessage on queue'],
  'it is asked for only when a tick takes minutes': ['dispatch dynamodb:PutItem on accounts'],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weighbridge-grants-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('as in AWS, the way ends where a role lacks something, and the log names it', () => {
  it.each(rows)('%s without %s on %s', async (of, action, on, attempt, outcome) => {
    const copy = join(folder, `${of} ${action} ${on}`.replaceAll(/\W/g, '-'));
    const assembly = await assemblyWithout({ of, action, on }, inject('assembly'), copy);
    const deployment = await deploy({ assembly, history: histories.get(attempt) ?? [] });
    try {
      await deployment.subscribe();
      expect(await attempt(deployment)).toEqual(outcome);
      expect(new Set(refusalsIn(deployment))).toEqual(new Set([`${of} ${action}`]));
      const own = deployment.log.filter(({ from }) => from.endsWith(`/${of}`)).map(({ text }) => text);
      expect(own.join('\n')).toMatch(/"level":"ERROR".*AccessDenied/);
    } finally {
      await deployment.stop();
    }
  });
});

it('every grant of the template has a row, or a reason why it has none', async () => {
  const tried = rows.map(([of, action, on]) => `${of} ${action} on ${on}`);
  expect([...tried, ...Object.values(reasons).flat()].sort()).toEqual((await grantsIn(inject('assembly'))).sort());
});

/** Who was refused what, in the words of AWS. */
function refusalsIn({ cloud, log }: Deployment): string[] {
  const functions = cloud.resources('AWS::Lambda::Function');
  return log.flatMap(({ text }) => {
    const [, name, action] = /assumed-role\/[^/]+\/(\S+) is not authorized to perform: (\S+)/.exec(text) ?? [];
    const lambda = functions.find((resource) => resource.name === name);
    return lambda ? [`${lambda.path.split('/').at(-1)} ${action}`] : [];
  });
}
