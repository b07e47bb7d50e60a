import { describe, expect, it } from 'vitest';
import { csv } from '../../../lib/cli/export/csv.ts';
import { historyCsv, historyJson } from '../../../lib/cli/export/history.ts';
import { at, item, pressure } from '../sync/items.ts';

describe('CSV', () => {
  it('is that of RFC 4180', () => {
    expect(
      csv([
        ['a', 'b,c', 'say "hi"'],
        [1, 'two\nlines', ''],
      ]),
    ).toBe('a,"b,c","say ""hi"""\r\n1,"two\nlines",\r\n');
  });
});

const seconds = Date.parse('2026-11-20T06:30:00Z') / 1000;
const weighIn = item(seconds, { values: { weightKg: 80.094, fatPercent: 20.1 }, deliveries: at('verified') });

describe('the history', () => {
  it('is a row a measurement, with the units in the names', () => {
    const [header, first, second] = historyCsv([weighIn, pressure(seconds + 60)]).split('\r\n');
    expect(header).toBe(
      'measured_at_utc,kind,weight_kg,fat_percent,hydration_percent,bone_mass_kg,muscle_mass_kg,bmi_kg_per_m2,visceral_fat_rating,metabolic_age_years,basal_metabolism_kcal,systolic_mmhg,diastolic_mmhg,heart_rate_bpm,device,garmin,trainerroad,intervals',
    );
    expect(first).toBe('2026-11-20T06:30:00Z,weight,80.094,20.1,,,,,,,,,,,Body Scan,verified,,');
    expect(second).toBe('2026-11-20T06:31:00Z,blood_pressure,,,,,,,,,,121,78,60,,,,');
  });

  it('is as much in JSON', () => {
    expect(JSON.parse(historyJson([weighIn]))).toEqual([
      {
        measuredAt: '2026-11-20T06:30:00Z',
        kind: 'weight',
        weightKg: 80.094,
        fatPercent: 20.1,
        device: 'Body Scan',
        deliveries: { garmin: 'verified' },
      },
    ]);
  });
});
