import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BugError, ReauthorizeError, RetryError } from '../../lib/errors.ts';
import { parseRider, withWeight } from '../../lib/trainerroad/rider-information.ts';

const answer = (text: string) => ({ status: 200, headers: new Headers(), text });
const rewritten = (text: string, weightKg: number) => withWeight(parseRider(answer(text)), weightKg);

it.each([
  ['camelCase', '{"weightKg":80.5,"ftp":250}', '{"weightKg":82.1,"ftp":250}'],
  ['PascalCase', '{"Ftp":250,"WeightKg":80.5}', '{"Ftp":250,"WeightKg":82.1}'],
  ['any case', '{"WEIGHTKG":80}', '{"WEIGHTKG":82.1}'],
  ['spaces and lines', '{ "weightKg" :\n 80.50 ,"ftp": 250.0 }\n', '{ "weightKg" :\n 82.1 ,"ftp": 250.0 }\n'],
  [
    'numbers that JavaScript cannot hold',
    '{"id":12345678901234567890,"weightKg":8.05e1}',
    '{"id":12345678901234567890,"weightKg":82.1}',
  ],
  [
    'the same name inside another object',
    '{"Old":{"WeightKg":70,"more":[{"weightKg":71}]},"weightKg":80,"note":"\\"weightKg\\":90}"}',
    '{"Old":{"WeightKg":70,"more":[{"weightKg":71}]},"weightKg":82.1,"note":"\\"weightKg\\":90}"}',
  ],
  ['an escaped key', '{"weight\\u004bg":80}', '{"weight\\u004bg":82.1}'],
])('with %s the weight is replaced and every other byte stays', (_, before, after) => {
  expect(rewritten(before, 82.1)).toBe(after);
});

it('any profile comes back with its weight replaced and nothing else', () => {
  const profile = fc
    .tuple(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.double({ min: 20, max: 350, noNaN: true }),
      fc.dictionary(fc.string(), fc.jsonValue()),
    )
    .map(([before, weightKg, after]) => {
      const others = (entries: object) => Object.entries(entries).filter(([key]) => key.toLowerCase() !== 'weightkg');
      return Object.fromEntries([...others(before), ['weightKg', weightKg], ...others(after)]);
    });
  fc.assert(
    fc.property(profile, fc.integer({ min: 0, max: 4 }), (rider, indent) => {
      const text = JSON.stringify(rider, null, indent);
      expect(parseRider(answer(text)).weightKg).toBe(rider.weightKg);
      expect(rewritten(text, 82.1)).toBe(JSON.stringify({ ...rider, weightKg: 82.1 }, null, indent));
    }),
  );
});

it.each(['20', '350', '2e1'])('a weight of %s kg is believable', (weight) => {
  expect(parseRider(answer(`{"weightKg":${weight}}`)).weightKg).toBe(Number(weight));
});

it.each([
  ['no weight', '{"ftp":250}', BugError],
  ['a weight that is an object', '{"weightKg":{"value":80}}', BugError],
  ['two weights', '{"weightKg":80,"WeightKg":81}', BugError],
  ['a list', '[{"weightKg":80}]', BugError],
  ['a number', '80', BugError],
  ['null for the weight', '{"weightKg":null}', ReauthorizeError],
  ['a text for the weight', '{"weightKg":"80"}', ReauthorizeError],
  ['a weight of zero', '{"weightKg":0}', ReauthorizeError],
  ['a weight in another unit', '{"weightKg":19.9}', ReauthorizeError],
  ['an impossible weight', '{"weightKg":350.1}', ReauthorizeError],
  ['a web page', '<html></html>', RetryError],
  ['nothing', '', RetryError],
])('%s is refused', (_, text, kind) => {
  expect(() => parseRider(answer(text))).toThrow(kind);
});
