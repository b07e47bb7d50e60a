import { expect, it } from 'vitest';
import { evaluate, noValue, resolve, type Scope } from '../../../lib/local/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) =>
    ({ Table: 'table-1', 'AWS::Region': 'eu-central-1', Zones: ['a', 'b'], 'AWS::NoValue': noValue })[name],
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (map, top, second) => `${map}/${top}/${second}`,
};

it.each<[string, unknown, unknown]>([
  ['plain values stay', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
  ['Ref', { Ref: 'Table' }, 'table-1'],
  ['GetAtt with a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
  ['GetAtt with a dot', { 'Fn::GetAtt': 'Table.Nested.Arn' }, 'Table/Nested.Arn'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 3]] }, 'a-table-1-3'],
  ['Join of a list that is a Ref', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
  [
    'Sub with names and attributes',
    { 'Fn::Sub': `\${Table} in \${AWS::Region}: \${Table.Arn}` },
    'table-1 in eu-central-1: Table/Arn',
  ],
  ['Sub leaves what is escaped', { 'Fn::Sub': `\${!Table}` }, `\${Table}`],
  ['Sub with its own variables', { 'Fn::Sub': [`\${x}-\${Table}`, { x: { Ref: 'Table' } }] }, 'table-1-table-1'],
  ['Select from a Split', { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'Table' }] }] }, '1'],
  ['FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'x'] }, 'M/eu-central-1/x'],
  ['Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
  ['If, true', { 'Fn::If': ['Yes', 'a', { 'Fn::Nonsense': 1 }] }, 'a'],
  ['If, false', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
  ['NoValue takes a property away', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['NoValue takes a list entry away', [{ 'Fn::If': ['No', 'a', { Ref: 'AWS::NoValue' }] }, 'b'], ['b']],
  [
    'a policy condition is not a template condition',
    { Condition: { Bool: { x: 'true' } } },
    { Condition: { Bool: { x: 'true' } } },
  ],
])('%s', (_, value, expected) => {
  expect(resolve(value, scope)).toEqual(expected);
});

it.each<[unknown, boolean]>([
  [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }, true],
  [{ 'Fn::Equals': ['a', 'b'] }, false],
  [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': [1, '1'] }] }, true],
  [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Not': [{ Condition: 'Yes' }] }] }, false],
])('condition %j is %s', (condition, expected) => {
  expect(evaluate(condition, scope)).toBe(expected);
});

it.each<[unknown, string]>([
  [{ 'Fn::Cidr': ['10.0.0.0/16', 2] }, 'The template uses Fn::Cidr, which the local cloud does not know.'],
  [{ 'Fn::Select': [2, ['a']] }, 'Fn::Select in the template finds no entry at index 2.'],
  [{ 'Fn::Join': ['-', 'text'] }, 'Fn::Join in the template needs a list.'],
])('%j is refused in words', (value, message) => {
  expect(() => resolve(value, scope)).toThrow(message);
});
