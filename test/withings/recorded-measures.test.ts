import { describe, expect, it } from 'vitest';
import { parseRecordedMeasures } from '../../lib/withings/recorded-measures.ts';

const group = { grpid: 1, date: 1_300_000_000, measures: [{ value: 812, type: 1, unit: -1 }] };
const body = { updatetime: 1_300_000_100, timezone: 'Europe/Paris', measuregrps: [group] };

describe('a recorded answer', () => {
  it.each([
    ['the whole answer', { status: 0, body }, 'Europe/Paris'],
    ['its body', body, 'Europe/Paris'],
    ['the bare list of groups', [group], undefined],
  ])('is read as %s', (_, json, timezone) => {
    const measures = parseRecordedMeasures(json);
    expect(measures).toMatchObject({ timezone, groups: [{ ...group, attrib: 0, deviceid: null }] });
  });

  it.each([
    ['an error of Withings', { status: 401, body: {}, error: 'invalid_token' }, /status 401/],
    ['another service', { status: 0, body: { activities: [] } }, /no Withings measurements/],
    ['nothing', null, /no Withings measurements/],
    ['a text', 'getmeas', /no Withings measurements/],
  ])('is refused when it is %s', (_, json, message) => {
    expect(() => parseRecordedMeasures(json)).toThrow(message);
  });

  it('is refused with the name of the field that is wrong', () => {
    expect(() => parseRecordedMeasures([group, { ...group, measures: undefined }])).toThrow(/measuregrps\.1\.measures/);
  });
});
