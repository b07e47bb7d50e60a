import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allows, matches, type Statement, unknownOperators } from '../../../lib/local/iam/statements.ts';

const statement = (partial: Partial<Statement>): Statement => ({
  effect: 'Allow',
  actions: ['*'],
  exceptActions: false,
  resources: ['*'],
  exceptResources: false,
  conditions: {},
  ...partial,
});

const table = 'arn:aws:dynamodb:eu-central-1:000000000000:table/accounts';

describe('an action on a resource', () => {
  it.each<[string, Partial<Statement>[], string, string, boolean]>([
    ['nothing is allowed by default', [], 'dynamodb:GetItem', table, false],
    ['by name', [{ actions: ['dynamodb:GetItem'], resources: [table] }], 'dynamodb:GetItem', table, true],
    ['actions whatever their case', [{ actions: ['DynamoDB:getitem'] }], 'dynamodb:GetItem', table, true],
    ['resources in their case', [{ resources: [table.toUpperCase()] }], 'dynamodb:GetItem', table, false],
    ['another action', [{ actions: ['dynamodb:PutItem'] }], 'dynamodb:GetItem', table, false],
    ['a family of actions', [{ actions: ['dynamodb:Get*'] }], 'dynamodb:GetItem', table, true],
    ['an index is not its table', [{ resources: [table] }], 'dynamodb:Query', `${table}/index/pending`, false],
    ['an index by wildcard', [{ resources: [`${table}/index/*`] }], 'dynamodb:Query', `${table}/index/pending`, true],
    ['a bucket is not its objects', [{ resources: ['arn:aws:s3:::b'] }], 's3:GetObject', 'arn:aws:s3:::b/k', false],
    ['Deny wins', [{}, { effect: 'Deny', actions: ['dynamodb:*'] }], 'dynamodb:GetItem', table, false],
    ['Deny elsewhere does not', [{}, { effect: 'Deny', actions: ['s3:*'] }], 'dynamodb:GetItem', table, true],
    ['NotAction', [{ actions: ['iam:*'], exceptActions: true }], 'dynamodb:GetItem', table, true],
    ['NotAction, excepted', [{ actions: ['dynamodb:*'], exceptActions: true }], 'dynamodb:GetItem', table, false],
    ['NotResource', [{ resources: [table], exceptResources: true }], 'dynamodb:GetItem', table, false],
  ])('%s', (_, statements, action, resource, expected) => {
    expect(allows(statements.map(statement), { action, resource })).toBe(expected);
  });
});

describe('conditions', () => {
  const context = { 'aws:securetransport': 'true', 'aws:principalaccount': '000000000000' };

  it.each<[Statement['conditions'], boolean]>([
    [{ Bool: { 'aws:SecureTransport': ['true'] } }, true],
    [{ Bool: { 'aws:SecureTransport': ['false'] } }, false],
    [{ StringEquals: { 'aws:PrincipalAccount': ['1', '000000000000'] } }, true],
    [{ StringNotEquals: { 'aws:PrincipalAccount': ['000000000000'] } }, false],
    [{ StringLike: { 'aws:PrincipalAccount': ['0000*'] } }, true],
    [{ StringEquals: { 'aws:Missing': ['x'] } }, false],
    [{ StringEqualsIfExists: { 'aws:Missing': ['x'] } }, true],
    [{ StringNotEquals: { 'aws:Missing': ['x'] } }, true],
    [{ Null: { 'aws:Missing': ['true'] } }, true],
    [{ Null: { 'aws:PrincipalAccount': ['true'] } }, false],
    [{ Bool: { 'aws:SecureTransport': ['true'] }, StringLike: { 'aws:PrincipalAccount': ['9*'] } }, false],
    [{ DateGreaterThan: { 'aws:CurrentTime': ['2020-01-01'] } }, false],
  ])('%j: %s', (conditions, expected) => {
    expect(allows([statement({ conditions })], { action: 'a:b', resource: 'r' }, context)).toBe(expected);
  });

  it('operators that cannot be evaluated are named', () => {
    const conditions = { 'ForAllValues:StringLike': {}, StringLikeIfExists: {}, IpAddress: {} };
    expect(unknownOperators([statement({ conditions })])).toEqual(['ForAllValues:StringLike', 'IpAddress']);
  });
});

describe('wildcards', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', ':', '*', '?'), maxLength: 12 });

  it('agree with the same pattern as a regular expression', () => {
    fc.assert(
      fc.property(text, text, (pattern, subject) => {
        const source = [...pattern]
          .map((c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : c.replace(/[/:]/, '\\$&')))
          .join('');
        expect(matches(pattern, subject)).toBe(new RegExp(`^${source}$`).test(subject));
      }),
      { numRuns: 2000 },
    );
  });

  it('a text matches itself with any part of it starred', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (subject, from, length) => {
        const start = from % (subject.length + 1);
        const pattern = `${subject.slice(0, start)}*${subject.slice(start + (length % (subject.length + 1)))}`;
        expect(matches(pattern, subject)).toBe(true);
      }),
    );
  });
});
