import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMeasures } from '../../lib/cli/measures-file.ts';
import { UserError } from '../../lib/cli/user-error.ts';

const group = {
  grpid: 5_000_000_001,
  attrib: 0,
  date: 1_795_069_800,
  measures: [{ type: 1, value: 80_500, unit: -3 }],
};
const body = { measuregrps: [group], timezone: 'Europe/Vienna' };

let path: string;
beforeAll(() => {
  path = join(mkdtempSync(join(tmpdir(), 'weighbridge-measures-')), 'measures.json');
});
afterAll(() => rmSync(join(path, '..'), { recursive: true, force: true }));

const read = (content: unknown) => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readMeasures(path);
};

describe('a recorded file', () => {
  it.each([
    ['the whole answer', { status: 0, body }, 'Europe/Vienna'],
    ['its body', body, 'Europe/Vienna'],
    ['the bare list', [group], undefined],
  ])('in the form of %s is the demo person’s data', async (_, content, timezone) => {
    expect(await read(content)).toEqual({
      timezone,
      groups: [expect.objectContaining({ ...group, category: 1, deviceid: null, hash_deviceid: null, comment: null })],
    });
  });

  it('keeps what the simulator answers again: device, model, positions, both dates', async () => {
    const full = {
      ...group,
      created: 1,
      modified: 2,
      deviceid: 'd',
      modelid: 5,
      measures: [{ type: 5, value: 1, unit: 0, position: 7 }],
    };
    const [kept] = (await read([full])).groups;
    expect(kept).toMatchObject({ ...full, hash_deviceid: 'd', model: 'Body+' });
  });

  it.each([
    ['no JSON', '{secret', /^\S+measures\.json is not JSON\.$/],
    ['empty', '', /^\S+measures\.json is not JSON\.$/],
    [
      'an error of Withings',
      { status: 401, body: {} },
      /^\S+measures\.json: The recorded answer is an error of Withings \(status 401\)/,
    ],
    [
      'another service',
      { status: 0, body: { activities: [] } },
      /^\S+measures\.json: These are no Withings measurements/,
    ],
    ['a number', 17, /^\S+measures\.json: These are no Withings measurements/],
    ['a group without its date', [group, { ...group, date: undefined }], /measuregrps\.1\.date is missing\.$/],
    [
      'a measure that is text',
      [{ ...group, measures: [{ type: 1, value: 'secret', unit: -3 }] }],
      /measuregrps\.0\.measures\.0\.value/,
    ],
  ])('is refused with one sentence when it is %s', async (_, content, message) => {
    const refused = read(content);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.not.toThrow(/secret|\n/);
  });

  it('that is not there is refused by its name', async () => {
    await expect(readMeasures('/nowhere/measures.json')).rejects.toThrow(
      new UserError('/nowhere/measures.json cannot be read.'),
    );
  });
});
