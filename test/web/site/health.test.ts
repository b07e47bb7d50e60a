import { describe, expect, it } from 'vitest';
import { inventRecords } from '../../../lib/sandbox/withings/invented/records.ts';
import { Recently } from '../../../lib/web/health/recently.ts';
import type { Shown } from '../../../lib/web/pages/health.ts';
import { healthRoutesWith } from '../../../lib/web/site/health.ts';
import { accountOf, now } from '../pages/household.ts';
import { outlineOf } from '../pages/outline.ts';
import { everything, healthy } from './healthy.ts';
import { visitorOf } from './visitor.ts';

const titles = ['Activity', 'Sleep', 'Workouts', 'Heart', 'Devices', 'Goals'];

describe('the health page', () => {
  it('shows what Withings knows of each', async () => {
    const { text, headings } = await (await healthy()).look();
    expect(headings).toEqual(['h1', ...titles.map(() => 'h2')]);
    expect(text).toMatch(/Activity [\d,]+ steps a day on average in the last 14 days\./);
    expect(text).toMatch(/Sleep \d h \d\d min a night on average/);
    expect(text).toMatch(/Workouts .* · pulse \d+/);
    expect(text).toContain('Negative');
    expect(text).toContain('battery low: change or charge it soon');
    expect(text).toContain('9,000 a day');
  });

  it('asks each service once a visit, and not again within minutes', async () => {
    const { look, asked } = await healthy();
    await look();
    await look();
    expect(asked.toSorted()).toEqual(['getactivity', 'getdevice', 'getgoals', 'getsummary', 'getworkouts', 'list']);
  });

  it.each([
    ['lb', 'Weight172.0 lb'],
    ['st', 'Weight12 st 4.0 lb'],
  ] as const)('says the weight one aims for in %s', async (units, goal) => {
    const { look } = await healthy(everything, {}, { settings: { units } });
    expect((await look()).text.replaceAll('\u00a0', ' ')).toContain(goal);
  });

  it('asks for nothing that was not shared, and says so', async () => {
    const { look, asked } = await healthy('user.metrics');
    const { text } = await look();
    expect(asked.toSorted()).toEqual(['getgoals', 'list']);
    expect(text.split('This was not shared when you connected. Look at your connections')).toHaveLength(5);
  });

  it('shows the others when one fails, with a sentence and a way to look again', async () => {
    const { look, simulator } = await healthy();
    const handle = simulator.fetch;
    simulator.fetch = async (request) => {
      const isSleep = (await request.clone().text()).includes('getsummary');
      return isSleep ? new Response('{"status":524,"body":{}}') : handle(request);
    };
    const { text } = await look();
    expect(text).toMatch(/Sleep Withings [^.]+\..* Look again Workouts/);
    expect(text).toContain('steps a day on average');
    expect(text).toContain('9,000 a day');
  });

  it('gives up what takes too long', async () => {
    const { look, clock } = await healthy(everything, { clock: { now: () => now, sleep: async () => {} } });
    expect(clock.now()).toBeGreaterThan(0);
    expect((await look()).text).toContain('Withings takes too long to answer this. Look again');
  });

  it('of somebody who has nothing says so', async () => {
    const visitor = await healthy();
    visitor.person.groups = [];
    visitor.person.records = inventRecords({ seed: 7, until: now / 1000, days: 0, timezone: 'Europe/Berlin' }, []);
    visitor.person.records = {
      ...visitor.person.records,
      activities: [],
      workouts: [],
      nights: [],
      heart: [],
      devices: [],
      goals: null,
    };
    expect((await visitor.look()).text.split('Withings has nothing of this.')).toHaveLength(titles.length + 1);
  });

  it('says that Withings wants a sign-in before anything is asked', async () => {
    const account = accountOf({ withings: { ...accountOf().withings, status: 'reauthorize', scope: everything } });
    const { go } = await visitorOf({ account });
    const { body } = await go(healthRoutesWith(new Recently<Shown>()), '/health');
    expect(outlineOf(String(body)).text).toContain(
      'Withings does not let this account be read any more. Sign in with Withings',
    );
  });

  it('takes whatever Withings says for words', async () => {
    const hostile = `</style><script>alert('1')</script><img src=x onerror="alert(2)"> & "q" \u202e${'長い'.repeat(5000)}`;
    const { look, person } = await healthy();
    const { records } = person;
    person.records = {
      ...records,
      devices: Array.from({ length: 500 }, () => ({
        ...records.devices[0]!,
        ...{ model: hostile, type: hostile, battery: hostile, timezone: hostile, last_session_date: 1e15 },
      })),
      nights: records.nights.map((night) => ({ ...night, timezone: hostile })),
      workouts: records.workouts.map((workout) => ({
        ...workout,
        ...{ timezone: hostile, category: 4711, enddate: -1e300, data: { distance: 1e300, calories: -1e300 } },
      })),
      activities: records.activities.map((day) => ({ ...day, model: hostile, values: { steps: 1e308, distance: -1 } })),
      heart: records.heart.map((record) => ({ ...record, model: -1, heart_rate: 1e300 })),
      goals: { steps: 1e308, sleep: -1e308, weight: { value: 1, unit: 300 } },
    };
    const { elements, attributes, text } = await look();
    for (const banned of ['script', 'img']) expect(elements).not.toContain(banned);
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
    expect(text).toContain('</style><script>');
    expect(text.length).toBeLessThan(8000);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });
});
