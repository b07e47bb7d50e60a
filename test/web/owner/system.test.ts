import { beforeEach, describe, expect, it } from 'vitest';
import { type OwnerWorld, ownerWorld } from './owner-world.ts';

const hourMs = 3_600_000;
let world: OwnerWorld;
beforeEach(async () => {
  world = await ownerWorld();
});

const month = (at: number) => new Date(at).toISOString().slice(0, 7);
function ran({ schedule = 1, maintenance = 10 }: { schedule?: number; maintenance?: number }): void {
  const now = world.clock.now();
  const tally = (hoursAgo: number) => ({
    ...{ rounds: 100, asked: 200, lastAccounts: 2 },
    lastAt: now - hoursAgo * hourMs,
  });
  world.desk.rounds.set(month(now), { schedule: tally(schedule), maintenance: tally(maintenance) });
}

describe('the system', () => {
  it('is well while nothing waits and the timetable runs', async () => {
    ran({});
    const { status, text } = await world.browser.open('/system');
    expect(status).toBe(200);
    expect(text).toContain('All is well.');
    expect(text).toMatch(/Queue empty Last schedule today \d\d:\d\d, for 2 accounts Last maintenance/);
    expect(text).toContain('Calls to Withings none counted in the last ten minutes');
    expect(text).toContain('Switched off for all no destination');
    expect(text).toContain('Versions Weighbridge 0.1.0 on Node 24.21.0');
    expect(text).toMatch(/Cost about \$0\.\d\d by the end of the month, estimated/);
    expect(text).not.toContain('Given up');
  });

  it('says what is under way', async () => {
    world.desk.queue = { visible: 3, inFlight: 2, delayed: 0 };
    world.desk.callsAMinute = [12, 90, 0, 0, 0, 0, 0, 0, 0, 0];
    world.site.pausedDestinations = ['garmin'];
    const { text } = await world.browser.open('/system');
    expect(text).toContain('3 waiting, 2 being synced or put off until later');
    expect(text).toContain('90 of 120 in the busiest of the last ten minutes, 12 in this one');
    expect(text).toContain('Garmin Connect (pausedDestinations)');
  });

  it('needs the owner when the timetable is overdue', async () => {
    ran({ schedule: 8 });
    const { text } = await world.browser.open('/system');
    expect(text).toContain('Something needs you.');
    expect(text).toContain('It is overdue: look in the log of the function “dispatch”.');
  });

  it('knows on the first of a month what ran on the last of the one before', async () => {
    const now = world.clock.now();
    const daysToFirst = (Date.UTC(2026, 11, 1, 0, 30) - now) / hourMs;
    world.clock.advance({ hours: daysToFirst });
    await world.browser.signIn(world.owner.id);
    world.desk.rounds.set('2026-11', {
      schedule: { rounds: 9, asked: 9, lastAt: world.clock.now() - hourMs, lastAccounts: 1 },
    });
    expect((await world.browser.open('/system')).text).toMatch(/Last schedule [^,]*\d\d:\d\d, for 1 account(?!s)/);
  });
});

describe('syncs that were given up', () => {
  beforeEach(async () => {
    ran({});
    const kim = await world.somebody('<b>Kim</b>', {
      lastSync: { startedAt: 0, finishedAt: 0, problem: 'Garmin did not answer within 10 s.' },
    });
    world.desk.letters = [
      { account: kim.id, reason: 'webhook', since: world.clock.now() - hourMs },
      { account: '404', reason: 'schedule', since: world.clock.now() - 2 * hourMs },
    ];
  });

  it('are listed with whose they are, what they were asked for, and since when', async () => {
    const { text } = await world.browser.open('/system');
    expect(text).toContain('2 syncs were given up, and wait for you.');
    expect(text).toMatch(
      /<b>Kim<\/b>, asked for by a notification from Withings, since (today|yesterday) \d\d:\d\d\. Their last sync said: Garmin did not answer/,
    );
    expect(text).toContain('Withings user 404, who is not here any more, asked for by the timetable');
  });

  it('are put back by one button', async () => {
    const done = await world.browser.send('/system', '/system/redrive');
    expect(done.text).toContain('They are put back into the queue and synced again');
    expect(world.desk.redriven).toBe(1);
  });

  it('are not put back twice at once', async () => {
    world.desk.redriveRuns = true;
    const done = await world.browser.send('/system', '/system/redrive');
    expect(done.text).toContain('They are being put back already.');
  });

  it('are told of also while somebody else looks at them', async () => {
    world.desk.letters = [];
    world.desk.lettersInHand = 1;
    const { text } = await world.browser.open('/system');
    expect(text).toContain('Given up: 1');
    expect(text).toContain('They are being looked at just now');
  });
});

describe('the cost', () => {
  it('is estimated from the counts, says so, and is written as the visitor writes numbers', async () => {
    ran({});
    const { text } = await world.browser.open('/system/cost');
    expect(text).toMatch(/This month so far about \$0\.\d\d, by its end about \$0\.\d\d\./);
    expect(text).toContain('This is an estimate, not your bill');
    expect(text).toContain('list prices of us-east-1');
    const german = await world.browser.request('/system/cost', { headers: { 'accept-language': 'de' } });
    expect(german.body).toMatch(/0,\d\d\u00a0\$/);
  });
});
