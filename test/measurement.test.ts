import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveredValues, fingerprint } from '../lib/fingerprint.ts';
import type { BloodPressureReading, MeasureGroup, WeighIn } from '../lib/measurement.ts';
import { newestHeight, sortGroups } from '../lib/sort-groups.ts';
import { group, thursday } from './groups.ts';

const composition = () =>
  group([
    [1, 82_134, -3],
    [5, 6450, -2, 7],
    [5, 6450, -2, 7],
    [8, 1763, -2, 7],
    [76, 6125, -2, 7],
    [77, 4456, -2, 7],
    [88, 325, -2, 7],
    [170, 86, -1],
    [173, 950, -2, 2],
    [173, 960, -2, 3],
    [6, 2147, -2],
    [226, 1722, 0],
    [227, 41, 0],
  ]);
const pulse = () => group([[11, 58, 0]]);
const pulseWave = () =>
  group(
    [
      [91, 7680, -3],
      [155, 462, -1],
    ],
    { attrib: 8 },
  );

function onlyWeighIn(groups: readonly MeasureGroup[], heightM?: number): WeighIn {
  const { events } = sortGroups(groups, heightM);
  expect(events).toHaveLength(1);
  return events[0] as WeighIn;
}

describe('groups of one second and one device', () => {
  it('are one weigh-in with all its values', () => {
    const groups = [pulse(), composition(), pulseWave()];
    const weighIn = onlyWeighIn(groups, 1.8);
    expect(weighIn).toMatchObject({
      id: `2026-11-19T06:30:00Z#weight#${'a'.repeat(40)}`,
      kind: 'weight',
      measuredAt: thursday,
      model: 'Body Scan',
      groupIds: groups.map(({ grpid }) => grpid).sort(),
    });
    expect(weighIn.values).toEqual({
      weightKg: 82.134,
      fatPercent: 21.47,
      hydrationPercent: 54.25,
      boneMassKg: 3.25,
      muscleMassKg: 61.25,
      bmi: 25.4,
      visceralFatRating: 8.6,
      metabolicAgeYears: 41,
      basalMetabolismKcal: 1722,
    });
  });

  it('become the same event in whatever order they arrive', () => {
    const groups = [composition(), pulse(), pulseWave(), group([[1, 82_140, -3]])];
    const expected = sortGroups(groups, 1.8);
    fc.assert(
      fc.property(fc.shuffledSubarray(groups, { minLength: groups.length }), (shuffled) => {
        expect(sortGroups(shuffled, 1.8)).toEqual(expected);
      }),
    );
  });

  it('take the weight of the fullest group when two differ', () => {
    expect(onlyWeighIn([group([[1, 82_900, -3]]), composition()]).values.weightKg).toBe(82.134);
  });

  it('stay apart when the device differs', () => {
    const { events } = sortGroups([composition(), group([[1, 61_000, -3]], { deviceid: 'b'.repeat(40) })]);
    expect(events).toHaveLength(2);
  });

  it('stay apart when the second differs', () => {
    expect(sortGroups([composition(), group([[1, 82_100, -3]], { date: thursday + 1 })]).events).toHaveLength(2);
  });

  it('that hold both a weight and a blood pressure are one event of each kind', () => {
    const { events, left } = sortGroups([
      group([
        [9, 78, 0],
        [10, 121, 0],
        [11, 61, 0],
        [1, 74_126, -3],
      ]),
    ]);
    expect(events.map(({ kind }) => kind).sort()).toEqual(['bloodPressure', 'weight']);
    expect(left).toEqual([]);
  });

  it('keep values without composition when only a weight was taken', () => {
    expect(onlyWeighIn([group([[1, 80_094, -3]])]).values).toEqual({ weightKg: 80.094 });
  });

  it('give the fat percentage also when only the fat mass was sent', () => {
    expect(
      onlyWeighIn([
        group([
          [1, 80_000, -3],
          [8, 1600, -2],
        ]),
      ]).values.fatPercent,
    ).toBe(20);
  });

  it('ignore segments of the body and numbers nobody knows', () => {
    const weighIn = onlyWeighIn([
      group([
        [1, 80_000, -3],
        [76, 950, -2, 2],
        [4711, 3, 0],
      ]),
    ]);
    expect(weighIn.values).toEqual({ weightKg: 80 });
  });
});

describe('a blood pressure reading', () => {
  it('has both pressures and the pulse', () => {
    const { events } = sortGroups([
      group(
        [
          [9, 7800, -2],
          [10, 12_100, -2],
          [11, 61, 0],
        ],
        { model: 'BPM Connect' },
      ),
    ]);
    const reading = events[0] as BloodPressureReading;
    expect(reading.values).toEqual({ systolicMmHg: 121, diastolicMmHg: 78, heartRateBpm: 61 });
  });

  it('with one pressure is left out with the reason', () => {
    expect(sortGroups([group([[10, 121, 0]])]).left.map(({ reason }) => reason)).toEqual(['incompletePressure']);
  });
});

describe('what is left out keeps its reason', () => {
  it.each([
    ['a goal', group([[1, 75_000, -3]], { category: 2 }), 'goal'],
    ['an ambiguous weight', group([[1, 61_000, -3]], { attrib: 1 }), 'ambiguous'],
    ['a weight from account creation', group([[1, 61_000, -3]], { attrib: 4 }), 'accountCreation'],
    ['a reading per foot', group([[91, 7000, -3]], { attrib: 10 }), 'perFootDuplicate'],
    ['an unknown attribution', group([[1, 61_000, -3]], { attrib: 10_009 }), 'unknownAttribution'],
    ['a height', group([[4, 180, -2]], { attrib: 2 }), 'height'],
    ['a height from account creation', group([[4, 180, -2]], { attrib: 4 }), 'height'],
    ['a lone pulse', group([[11, 60, 0]]), 'noWeightOrPressure'],
    ['a temperature', group([[71, 366, -1]]), 'noWeightOrPressure'],
    ['an empty group', group([]), 'noWeightOrPressure'],
    ['a weight of nothing', group([[1, 0, -3]]), 'noWeightOrPressure'],
    ['an impossible date', group([[1, 61_000, -3]], { date: 1e13 }), 'impossibleDate'],
  ])('%s', (_name, left, reason) => {
    expect(sortGroups([left])).toEqual({ events: [], left: [{ group: left, reason }] });
  });

  it.each([0, 2, 3, 5, 7, 8, 15, 17])('attribution %d is the person’s own', (attrib) => {
    expect(sortGroups([group([[1, 61_000, -3]], { attrib })]).events).toHaveLength(1);
  });

  it('companions of an ambiguous weight wait for the same confirmation', () => {
    const { left } = sortGroups([group([[1, 61_000, -3]], { attrib: 1 }), pulse()]);
    expect(left.map(({ reason }) => reason)).toEqual(['ambiguous', 'ambiguous']);
  });
});

const anyGroup = fc
  .record({
    types: fc.uniqueArray(fc.constantFrom(1, 4, 6, 9, 10, 11, 76, 91, 130, 999), { maxLength: 5 }),
    attrib: fc.constantFrom(0, 1, 2, 4, 8, 10, 99),
    category: fc.constantFrom(1, 1, 1, 2),
    date: fc.constantFrom(thursday, thursday, thursday + 1, 1e13),
    deviceid: fc.constantFrom('a'.repeat(40), null),
  })
  .map(({ types, ...fields }) =>
    group(
      types.map((type) => [type, 70 + type, 0] as const),
      fields,
    ),
  );

describe('sorting', () => {
  it('loses no group and doubles none: each is in an event or left, never both', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 12 }), (groups) => {
        const { events, left } = sortGroups(groups, 1.8);
        const inEvents = new Set(events.flatMap(({ groupIds }) => groupIds));
        const inLeft = left.map(({ group: { grpid } }) => grpid);
        expect(new Set(inLeft).size).toBe(inLeft.length);
        expect([...inEvents, ...inLeft].sort()).toEqual(groups.map(({ grpid }) => grpid).sort());
      }),
    );
  });

  it('gives each event an id of its own', () => {
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 12 }), (groups) => {
        const ids = sortGroups(groups).events.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe('newestHeight', () => {
  const height = (centimetres: number, date: number, attrib = 2) => group([[4, centimetres, -2]], { date, attrib });

  it('is the newest by date of measurement, whatever the order', () => {
    const heights = [height(180, 300), height(178, 100), height(181, 200)];
    expect(newestHeight(heights)).toEqual({ heightM: 1.8, date: 300 });
  });

  it('does not go back to an older one than is known', () => {
    expect(newestHeight([height(178, 100)], { heightM: 1.8, date: 300 })).toEqual({ heightM: 1.8, date: 300 });
  });

  it.each([
    ['somebody else’s', height(165, 400, 1)],
    ['absurd', height(2, 400)],
  ])('is never one that is %s', (_name, wrong) => {
    expect(newestHeight([height(180, 300), wrong])).toEqual({ heightM: 1.8, date: 300 });
  });
});

describe('fingerprint', () => {
  const values = fc.record(
    {
      weightKg: fc.integer({ min: 20_000, max: 300_000 }).map((grams) => grams / 1000),
      fatPercent: fc.integer({ min: 300, max: 6000 }).map((hundredths) => hundredths / 100),
      bmi: fc.integer({ min: 100, max: 600 }).map((tenths) => tenths / 10),
      basalMetabolismKcal: fc.integer({ min: 800, max: 4000 }),
      visceralFatRating: fc.integer({ min: 10, max: 300 }).map((tenths) => tenths / 10),
    },
    { requiredKeys: ['weightKg'] },
  );

  it('differs exactly when a delivered value differs', () => {
    const event = onlyWeighIn([composition()]);
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [a, b] = [
          { ...event, values: one as WeighIn['values'] },
          { ...event, values: other as WeighIn['values'] },
        ];
        const sameValues = isSame(deliveredValues(a), deliveredValues(b));
        expect(fingerprint(a) === fingerprint(b)).toBe(sameValues);
      }),
    );
  });

  it.each([
    ['a gram, which nobody is sent', { weightKg: 82.133 }, true],
    ['ten grams', { weightKg: 82.144 }, false],
    ['a value that is gone', { muscleMassKg: undefined }, false],
  ])('after a change of %s', (_name, change, same) => {
    const event = onlyWeighIn([composition()]);
    const changed = { ...event, values: JSON.parse(JSON.stringify({ ...event.values, ...change })) };
    expect(fingerprint(changed) === fingerprint(event)).toBe(same);
  });

  it('does not depend on how the event was put together', () => {
    const event = onlyWeighIn([composition()]);
    const reversed = Object.fromEntries(Object.entries(event.values).reverse()) as unknown as WeighIn['values'];
    expect(fingerprint({ ...event, values: reversed, modified: 1 })).toBe(fingerprint(event));
  });
});

const isSame = (a: object, b: object): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
