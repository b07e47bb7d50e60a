import { describe, expect, it } from 'vitest';
import { aLaw } from '../../../../lib/sandbox/withings/heart-sound.ts';
import { asking } from '../asking.ts';

const deviceid = 'ef'.repeat(20);

describe('heart list', () => {
  const list = '/v2/heart list';

  it('gives what was recorded, as it was recorded, by time', async () => {
    const { simulator, userid, body, now } = await asking();
    const core = {
      ...{ deviceid, model: 44, timestamp: 100, heart_rate: 73 },
      ecg: { signalid: 1, afib: 2 },
      bloodpressure: { diastole: 69, systole: 111 },
      stetho: { signalid: 2, vhd: 0 },
    };
    const heart_rate = { grpid: 5, value: 66, date: 200, is_deleted: false };
    const watch = { deviceid, model: 93, timestamp: 200, heart_rate, ecg: { signalid: 3, afib: 0 } };
    for (const record of [core, watch]) await simulator.addHeartRecord(userid, record);
    const modified = now();
    expect(await body(list)).toEqual({
      series: [watch, core].map((record) => ({ ...record, modified })),
      more: false,
      offset: 0,
    });
    expect((await body(list, { startdate: '100', enddate: '199' })).series).toMatchObject([{ timestamp: 100 }]);
    expect((await body(list, { startdate: '101' })).series).toMatchObject([{ timestamp: 200 }]);
  });

  it('pages', async () => {
    const { simulator, userid, body } = await asking({ rowsPerPage: 1 });
    for (const timestamp of [100, 200]) await simulator.addHeartRecord(userid, { heart_rate: 60, timestamp });
    expect(await body(list)).toMatchObject({ series: [{ timestamp: 200 }], more: true, offset: 1 });
    expect(await body(list, { offset: '1' })).toMatchObject({ series: [{ timestamp: 100 }], more: false, offset: 0 });
  });
});

describe('heart get', () => {
  it.each([
    ['BPM Core', 44, 500, 10_000, 3],
    ['Move ECG', 91, 300, 9_000, 1],
    ['ScanWatch', 93, 300, 9_000, 1],
  ])('gives as many microvolts as a %s records', async (_, model, frequency, length, wearposition) => {
    const { simulator, userid, body } = await asking();
    await simulator.addHeartRecord(userid, { model, heart_rate: 60, ecg: { signalid: 9, afib: 0 } });
    const { signal, ...rest } = await body('/v2/heart get', { signalid: '9' });
    expect(rest).toEqual({ sampling_frequency: frequency, wearposition });
    expect(signal).toHaveLength(length);
    expect(signal.every(Number.isInteger)).toBe(true);
    expect(await body('/v2/heart get', { signalid: '9' })).toMatchObject({ signal });
  });

  it.each([50, 60, 90])('beats %i times a minute', async (heart_rate) => {
    const { simulator, userid, body } = await asking();
    await simulator.addHeartRecord(userid, { heart_rate, ecg: { signalid: 9, afib: 0 } });
    const { signal } = await body('/v2/heart get', { signalid: '9' });
    const beats = signal.filter((value: number, index: number) => value > 500 && signal[index - 1] <= 500).length;
    expect(Math.abs(beats * 2 - heart_rate)).toBeLessThanOrEqual(6);
  });
});

describe('the stethoscope', () => {
  it('lists what it heard, and plays it as bytes of A-law', async () => {
    const { simulator, userid, body } = await asking();
    const sound = { hash_deviceid: deviceid, signalid: 7, vhd: 0, timestamp: 300, timezone: 'Europe/Oslo' };
    await simulator.addHeartSound(userid, sound);
    await simulator.addHeartSound(userid, { timestamp: 200 });
    expect(await body('/v2/stetho list', { startdate: '300' })).toEqual({ series: [sound], more: false, offset: 0 });
    const { signal, ...rest } = await body('/v2/stetho get', { signalid: '7' });
    expect(rest).toMatchObject({ frequency: 4000, duration: 20, size: 80_000, channel: 1, model: 71, vhd: 0 });
    expect(signal).toHaveLength(rest.size);
    expect(signal.every((byte: number) => Number.isInteger(byte) && byte >= 0 && byte < 256)).toBe(true);
  });

  // Silence, the two loudest, and the ends of two segments, by the table of ITU-T G.711 with its even bits turned.
  it.each([
    [0, 0xd5],
    [-1, 0x55],
    [32_767, 0xaa],
    [-32_768, 0x2a],
    [511, 0xca],
    [512, 0xf5],
    [1024, 0xe5],
  ])('writes %i as %i', (sample, byte) => {
    expect(aLaw(sample)).toBe(byte);
  });
});
