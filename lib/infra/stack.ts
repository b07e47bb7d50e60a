import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { readConfig } from './config.ts';
import { Connect, callbackPath } from './connect.ts';
import { PublicApi } from './public-api.ts';
import { Storage } from './storage.ts';
import { Sync } from './sync.ts';
import { SyncQueue } from './sync-queue.ts';
import { Timetable } from './timetable.ts';
import { Webhook } from './webhook.ts';
import { Website } from './website.ts';

/** Weighbridge in one AWS account and region, in the order in which a measurement travels. */
export class WeighbridgeStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Weighbridge: carries Withings measurements to Garmin Connect, TrainerRoad and intervals.icu.',
    });
    const config = readConfig(this.node);

    const alarms = new Alarms(this, 'Alarms', { email: config.alarmEmail });
    const storage = new Storage(this, 'Storage', { archiveYears: config.archiveYears });
    const syncQueue = new SyncQueue(this, 'SyncQueue', { alarms });
    const { logRetentionDays, domain } = config;
    const api = new PublicApi(this, 'PublicApi', { alarms, logRetentionDays, domain });
    const surroundings = { config, alarms, storage, syncQueue, api };

    new Connect(this, 'Connect', surroundings);
    new Webhook(this, 'Webhook', surroundings);
    new Timetable(this, 'Timetable', surroundings);
    new Sync(this, 'Sync', surroundings);
    new Website(this, 'Website', surroundings);

    this.#output('Region', this.region, 'Where it was deployed.');
    this.#output('ApiUrl', api.url, 'Where everything is.');
    this.#output(
      'CallbackUrl',
      `${api.url}${callbackPath}`,
      'Register it as callback at https://developer.withings.com.',
    );
    this.#output('SecretName', storage.secret.secretArn, 'Where the Withings client id and secret are added.');
    this.#output('AccountsTable', storage.accounts.tableName, 'Accounts and connections.');
    this.#output('MeasurementsTable', storage.measurements.tableName, 'Measurements and their deliveries.');
    this.#output('ArchiveBucket', storage.archive.bucketName, 'Every FIT file that was sent.');
    this.#output('SyncQueueUrl', syncQueue.queue.queueUrl, 'Accounts that wait for a sync.');
    if (api.domainTarget) {
      this.#output('DomainTarget', api.domainTarget, 'Where the domain name leads to: an alias record, or a CNAME.');
    }
    this.#output(
      'KeptOnDestroy',
      'AccountsTable, MeasurementsTable, ArchiveBucket, SecretName',
      'What stays when the stack is destroyed, because it cannot be had again.',
    );
    this.#output('DeadLetterQueueUrl', syncQueue.deadLetters.queueUrl, 'Syncs that were given up.');
  }

  #output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
