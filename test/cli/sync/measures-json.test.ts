import { describe, expect, it } from 'vitest';
import { measuresJson } from '../../../lib/cli/sync/measures-json.ts';
import { group, item, pressure } from './items.ts';

const seconds = new Date(2026, 10, 20, 6, 30, 5).getTime() / 1000;
const read = (...items: Parameters<typeof measuresJson>[0]): unknown => JSON.parse(measuresJson(items));

describe('the JSON of withings-sync', () => {
  it('has its keys, by the time of this machine, with exact values', () => {
    const measures = [
      { type: 1, value: 80_094, unit: -3 },
      { type: 8, value: 1611, unit: -2 },
      { type: 77, value: 4321, unit: -2 },
      { type: 91, value: 7123, unit: -3 },
    ];
    const values = { weightKg: 80.094, bmi: 25.3 };
    expect(read(item(seconds, { values, groups: [group(seconds, measures)] }))).toEqual({
      '2026-11-20 06:30:05': {
        Weight: { Value: 80.094, Unit: 'kg' },
        Fat_Mass_Weight: { Value: 16.11, Unit: 'kg' },
        Hydration: { Value: 43.21, Unit: 'kg' },
        Pulse_Wave_Velocity: { Value: 7.123, Unit: 'm/s' },
        BMI: { Value: 25.3, Unit: 'kg/m^2' },
        Percent_Hydration: { Value: 53.95, Unit: '%' },
      },
    });
  });

  it('has both of one second, where withings-sync lost one', () => {
    const weight = item(seconds, { groups: [group(seconds, [{ type: 1, value: 80, unit: 0 }])] });
    const both = pressure(seconds, { groups: [group(seconds, [{ type: 10, value: 121, unit: 0 }])] });
    expect(read(weight, both)).toEqual({
      '2026-11-20 06:30:05': {
        Weight: { Value: 80, Unit: 'kg' },
        Systolic_Blood_Pressure: { Value: 121, Unit: 'mmHg' },
      },
    });
  });

  it.each([
    [170, undefined, 'Visceral_Fat'],
    [168, undefined, 'Extracellular_Water'],
    [226, undefined, 'Basal_metabolic_rate'],
    [4711, undefined, 'Type_4711'],
    [175, 2, 'Muscle_Mass_for_segments_in_mass_unit_Right_arm'],
    [76, 7, 'Muscle_Mass'],
  ])('calls type %i at position %s %s', (type, position, name) => {
    const measure = { type, value: 1, unit: 0, ...(position !== undefined && { position }) };
    expect(measuresJson([item(seconds, { groups: [group(seconds, [measure])] })])).toContain(`"${name}"`);
  });

  it('is an empty object when there is nothing', () => {
    expect(measuresJson([])).toBe('{}\n');
  });
});
