import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decode } from '../../fit/oracle.ts';
import { pressureOf, thisMorning, weighInOf } from '../pages/household.ts';
import { siteWorld } from './site-world.ts';

const daySeconds = 86_400;

async function robinWith(count: number) {
  const world = siteWorld();
  const robin = await world.person();
  const browser = await world.signedIn(robin.id);
  const weighIns = Array.from({ length: count }, (_, day) =>
    weighInOf(thisMorning - day * daySeconds, 80 + day / 1000),
  );
  const items = [...weighIns, pressureOf(thisMorning + 60)];
  await world.measurements.saveAll(items.map((item) => ({ ...item, account: robin.id, version: 0 })));
  return { world, robin, browser };
}

describe('an export', () => {
  it('as CSV has a line for each measurement, and no formulas', async () => {
    const { world, robin, browser } = await robinWith(3);
    const hostile = { ...weighInOf(thisMorning - 900 * daySeconds, 90), model: '=HYPERLINK("x"),\n' };
    await world.measurements.save({ ...hostile, account: robin.id, version: 0 });
    const { body, headers } = await browser.request('/export/weighbridge.csv');
    expect(headers['content-disposition']).toBe('attachment; filename="weighbridge.csv"');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = body.split('\r\n');
    expect(lines[0]).toMatch(/^measured \(UTC\),kind,weight \(kg\),.*Garmin Connect,TrainerRoad,intervals\.icu$/);
    expect(lines.filter((line) => line.includes(',weight,'))).toHaveLength(4);
    expect(body).toContain('"\'=HYPERLINK(""x""),\n"');
    expect(body).toContain(',blood pressure,');
  });

  it('as JSON has everything, and no sign-in', async () => {
    const { robin, browser } = await robinWith(2);
    const { body } = await browser.request('/export/weighbridge.json');
    const { account, settings, measurements } = JSON.parse(body);
    expect(account.withingsUserId).toBe(robin.id);
    expect(settings.units).toBe('kg');
    expect(measurements).toHaveLength(3);
    expect(measurements[0].deliveries.garmin.state).toBe('verified');
    expect(body).not.toContain('sealed');
  });

  it('as FIT has files of 200 that a reader understands', async () => {
    const { browser } = await robinWith(450);
    const { bytes, headers } = await browser.request('/export/weighbridge.fit.zip');
    expect(headers['content-type']).toBe('application/zip');
    const files = unzipSync(bytes ?? new Uint8Array());
    const names = Object.keys(files);
    expect(names).toHaveLength(4);
    expect(
      names.every((name) => /^(weight|blood-pressure)-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d-\d{3}\.fit$/.test(name)),
    ).toBe(true);
    const counts = names.map((name) => decode(files[name]!).weightScaleMesgs?.length ?? 0);
    expect(counts.sort((a, b) => a - b)).toEqual([0, 50, 200, 200]);
  });

  it('leaves out of FIT what does not fit it, and says so', async () => {
    const { world, robin, browser } = await robinWith(1);
    await world.measurements.save({ ...weighInOf(thisMorning - 5 * daySeconds, 9999), account: robin.id, version: 0 });
    const files = unzipSync((await browser.request('/export/weighbridge.fit.zip')).bytes ?? new Uint8Array());
    expect(new TextDecoder().decode(files['left-out.txt'])).toContain('2026-11-15T06:31:00Z#weight');
  });

  it('of a year has that year only', async () => {
    const { browser } = await robinWith(450);
    const { body } = await browser.request('/export/weighbridge-2025.csv');
    const years = new Set(
      body
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.slice(0, 4)),
    );
    expect([...years]).toEqual(['2025']);
  });

  it('that is too much for one answer is offered by the year', async () => {
    const { world, robin, browser } = await robinWith(400);
    const groups = Array.from({ length: 2000 }, (_, grpid) => ({
      ...{ grpid, attrib: 0, date: 1, created: 1, modified: 1, category: 1, deviceid: 'd', model: null },
      measures: [{ type: 1, value: 80_000, unit: -3 }],
    }));
    for (let minute = 0; minute < 30; minute++) {
      const item = weighInOf(thisMorning - minute * 60 - 30, 80);
      await world.measurements.save({ ...item, groups, account: robin.id, version: 0 });
    }
    const { status, body, text, heading } = await browser
      .request('/export/weighbridge.json')
      .then(async (answer) => ({ ...answer, ...(await browser.open('/export/weighbridge.json')) }));
    expect(status).toBe(413);
    expect(heading).toBe('Too much for one file');
    expect(body).toContain('/export/weighbridge-2025.json');
    expect(text).toContain('2026');
    expect((await browser.request('/export/weighbridge-2025.json')).status).toBe(200);
    expect((await browser.open('/export/weighbridge-2026.json')).text).toContain('This year alone');
    expect((await browser.request('/export/weighbridge.csv')).status).toBe(200);
  });

  it('is of nobody else', async () => {
    const { world } = await robinWith(2);
    const kim = await world.person('kim');
    const browser = await world.signedIn(kim.id);
    expect(JSON.parse((await browser.request('/export/weighbridge.json')).body).measurements).toEqual([]);
    expect((await world.visitor().request('/export/weighbridge.json')).status).toBe(403);
  });

  it.each(['weighbridge.exe', 'weighbridge', '..', 'weighbridge-20.csv', 'passwd.csv'])(
    'named %s is not there',
    async (name) => {
      const { browser } = await robinWith(1);
      expect((await browser.request(`/export/${name}`)).status).toBe(404);
    },
  );
});
