import { describe, expect, it } from 'vitest';
import { afibResults, nameOfAfibResult } from '../../../lib/withings/vocabulary/afib-results.ts';
import { appli, applis, nameOfAppli } from '../../../lib/withings/vocabulary/applis.ts';
import { attribs, nameOfAttrib } from '../../../lib/withings/vocabulary/attribs.ts';
import { measureTypes, nameOfMeasureType } from '../../../lib/withings/vocabulary/measure-types.ts';
import { models, nameOfModel } from '../../../lib/withings/vocabulary/models.ts';
import type { Vocabulary } from '../../../lib/withings/vocabulary/named.ts';
import { nameOfPosition, position, positions } from '../../../lib/withings/vocabulary/positions.ts';
import {
  nameOfNightEvent,
  nameOfSleepState,
  nightEvents,
  sleepStates,
} from '../../../lib/withings/vocabulary/sleep-states.ts';
import { nameOfWorkoutCategory, workoutCategories } from '../../../lib/withings/vocabulary/workout-categories.ts';

/** The numbers that the vendor's documentation and recorded answers have names for. */
const tables: [string, Vocabulary, (number: number) => string, string][] = [
  [
    'measure types',
    measureTypes,
    nameOfMeasureType,
    '1 4-6 8-12 54 71 73 76-77 88 91 123 130 135-139 147-148 151 155 158-159 167-170 173-175 196-198 204-205 226-227 229 248-249 251',
  ],
  ['AFib results', afibResults, nameOfAfibResult, '0-13'],
  ['attributions', attribs, nameOfAttrib, '0-5 7-8 10 15 17'],
  ['models', models, nameOfModel, '1-7 9-12 14-18 21-22 41-48 51-55 58-63 70-71 90-95 100 1051-1063'],
  ['positions', positions, nameOfPosition, '0-31'],
  [
    'workout categories',
    workoutCategories,
    nameOfWorkoutCategory,
    '1-36 128 187-188 191-196 272 306-308 455-457 490-532 534-568',
  ],
  ['sleep states', sleepStates, nameOfSleepState, '0-5 15'],
  ['night events', nightEvents, nameOfNightEvent, '1-6'],
  ['applis', applis, nameOfAppli, '1-2 4 16 44 46 50-55 58 60-63 98-100'],
];

function numbersIn(ranges: string): number[] {
  return ranges.split(' ').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

describe.each(tables)('the table of %s', (_, table, nameOf, documented) => {
  it('has every number that has a name, and no other', () => {
    expect([...table.keys()].sort((a, b) => a - b)).toEqual(numbersIn(documented));
  });

  it('gives each a name to read', () => {
    expect([...table.values()].filter(({ name }) => !/^[\p{Lu}\d]|^i[A-Z]/u.test(name))).toEqual([]);
  });

  it('names a number that nobody knows by the number', () => {
    expect(nameOf(4711)).toBe('unknown (4711)');
    expect([...table.keys()].map(nameOf).filter((name) => name.startsWith('unknown'))).toEqual([]);
  });
});

describe('names', () => {
  it.each([
    [nameOfMeasureType(76), 'Muscle mass'],
    [nameOfAfibResult(1), 'Positive'],
    [nameOfModel(63), 'Aura Sensor V2'],
    [nameOfPosition(position.torso), 'Torso'],
    [nameOfPosition(position.rightArm), 'Right arm'],
    [nameOfWorkoutCategory(187), 'Rowing'],
    [nameOfWorkoutCategory(534), 'Hip hop'],
    [nameOfSleepState(3), 'REM sleep'],
    [nameOfNightEvent(2), 'Fell asleep'],
    [nameOfAppli(appli.sleep), 'Sleep'],
  ])('say %s', (name, expected) => {
    expect(name).toBe(expected);
  });

  it('come with what goes with them', () => {
    expect(measureTypes.get(91)).toEqual({ name: 'Pulse wave velocity', unit: 'm/s' });
    expect(models.get(1058)).toMatchObject({ kind: 'phone' });
    expect(applis.get(44)).toMatchObject({ scope: 'user.activity', fetchedBy: ['getsummary', 'get'] });
  });
});
