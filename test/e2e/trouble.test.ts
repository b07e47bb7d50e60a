import { afterEach, describe, expect, it } from 'vitest';
import { bodyPlusWeighIn } from '../../lib/sandbox/withings/devices.ts';
import { type Deployment, deploy } from './deployment.ts';
import { SkippingTimer } from './skipping-timer.ts';
import { Visitor } from './visitor.ts';

const scale = { deviceid: 'd4'.repeat(20), modelid: 5, model: 'Body+' };
const body = { fatPercent: 21.5, heightM: 1.8, ageYears: 40, heartPulseBpm: 60 };
const weighIn = (weightKg: number, date: number) => bodyPlusWeighIn({ ...body, weightKg }, date, scale);
const now = Math.floor(Date.now() / 1000);

let household: Household;
afterEach(() => household?.deployment.stop());

type Household = Awaited<ReturnType<typeof connected>>;

/** Robin, connected, with one weigh-in of yesterday that has arrived everywhere unless something is done before. */
async function connected(before: (deployment: Deployment) => void = () => {}) {
  const timer = new SkippingTimer();
  const deployment = await deploy({ history: weighIn(80.4, now - 86_400), timer });
  const { sandbox, cloud, settle } = deployment;
  const visitor = new Visitor(cloud.url);
  before(deployment);
  async function connect(): Promise<void> {
    await deployment.subscribe();
    await visitor.visit(await visitor.consent(await deployment.link()));
    await settle();
  }
  await connect();
  return {
    ...{ deployment, connect, settle, garmin: sandbox.garmin, withings: sandbox.withings },
    stepOnScale: (weightKg: number) => sandbox.withings.addGroups(deployment.userid, weighIn(weightKg, now)),
    /** The message that waits after a failure comes back. */
    async later(): Promise<void> {
      timer.skip(60);
      await settle();
    },
    atGarmin: () => deployment.weights().map(({ weightKg }) => weightKg.toFixed(1)),
    atTrainerRoad: () => Object.values(sandbox.trainerroad.state.members)[0]?.rider.weightKg,
    garminStates: async () => (await deployment.events()).map(({ deliveries }) => deliveries.garmin?.state),
    /** The subjects of the mails to the owner, so far. */
    mails: () => deployment.log.flatMap(({ isMail, text }) => (isMail ? [text.slice(0, text.indexOf(':'))] : [])),
    /** The person's page as text. */
    async page(): Promise<string> {
      const { body } = await visitor.visit('/');
      return body
        .slice(body.indexOf('<main'))
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ');
    },
  };
}

describe('while Garmin is down', () => {
  it('TrainerRoad is served, the page says why Garmin is not, and a later try serves it too', async () => {
    household = await connected();
    const { garmin, settle, stepOnScale, later, atGarmin, atTrainerRoad, garminStates, page } = household;
    garmin.addFault({ on: 'weight-service', taken: false, answer: 503 });
    await stepOnScale(80.1);
    await settle();
    expect(atTrainerRoad()).toBe(80.1);
    expect(atGarmin()).toEqual(['80.4']);
    expect(await garminStates()).toEqual(['verified', 'pending']);
    const seen = await page();
    expect(seen).toMatch(
      /Garmin Connect Garmin failed at .* \(HTTP 503\)\. It is tried again by itself\. 1 weigh-in waits/,
    );
    expect(seen).toMatch(/80\.10 kg .* TrainerRoad ✓ arrived .* Garmin waiting for the next sync/);

    garmin.state.faults.length = 0;
    await later();
    expect(atGarmin()).toEqual(['80.4', '80.1']);
    expect(await garminStates()).toEqual(['verified', 'verified']);
    expect(await page()).not.toMatch(/HTTP 503|tried again|waiting/);
  });

  it('somebody who connects is not told that anything is overdue', async () => {
    household = await connected(({ sandbox }) => {
      sandbox.garmin.addFault({ on: 'weight-service', taken: false, answer: 503, times: 1 });
    });
    const { later, atGarmin, page } = household;
    const seen = await page();
    expect(seen).toContain('The next one comes with your next measurement');
    expect(seen).not.toContain('None has come through');
    await later();
    expect(atGarmin()).toEqual(['80.4']);
  });
});

describe('an upload to Garmin whose answer is lost', () => {
  it.each([
    { what: 'was taken is found there by reading back', taken: true, state: 'verified', there: ['80.4', '80.1'] },
    { what: 'was not taken is not sent again in haste', taken: false, state: 'sending', there: ['80.4'] },
  ])('and that $what', async ({ taken, state, there }) => {
    household = await connected();
    const { garmin, settle, stepOnScale, later, atGarmin, garminStates, page } = household;
    garmin.addFault({ on: 'upload-service', taken, answer: 'lost', times: 1 });
    await stepOnScale(80.1);
    await settle();
    expect(await garminStates()).toEqual(['verified', 'sending']);
    expect(await page()).toContain('Garmin sent, not seen there yet');

    await later();
    expect(await garminStates()).toEqual(['verified', state]);
    expect(atGarmin()).toEqual(there);
    expect(garmin.calls['upload-service']).toBe(2);
  });
});

describe('when the person takes back the consent at Withings', () => {
  it('the page and a mail ask to connect again, and a new link brings what was measured meanwhile', async () => {
    household = await connected();
    const { deployment, withings, settle, stepOnScale, atGarmin, connect, page, mails } = household;
    withings.state.settings.identicalCallSeconds = 0;
    await withings.disconnect(deployment.userid);
    await stepOnScale(80.1);
    await deployment.cloud.tick('schedule');
    await settle();
    expect(await page()).toMatch(/! Withings Withings no longer accepts the stored sign-in.* Connect Withings again\./);
    expect(mails()).toEqual(['Withings has to be connected again']);
    expect(atGarmin()).toEqual(['80.4']);

    await connect();
    expect(await page()).toMatch(/Where it goes ✓ Garmin Connect Everything up to/);
    expect(mails()).toEqual(['Withings has to be connected again', 'Well again']);
    expect(atGarmin()).toEqual(['80.4', '80.1']);
  });
});
