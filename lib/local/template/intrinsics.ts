import { LocalCloudError } from '../local-cloud-error.ts';

/** What the intrinsic functions of a template look up. */
export interface Scope {
  /** Parameters, pseudo parameters and resources; `noValue` for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, topLevelKey: string, secondLevelKey: string): unknown;
}

/** The value of `AWS::NoValue`: the property or list entry that holds it does not exist. */
export const noValue = Symbol('AWS::NoValue');

/**
 * A part of a CloudFormation template with every intrinsic function replaced by its value.
 *
 * @throws LocalCloudError for a function this version does not know.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== noValue);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only && isIntrinsic(only[0])) return call(only[0], only[1], scope);
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, resolve(entry, scope)]).filter(([, entry]) => entry !== noValue),
  );
}

/** A condition of the template: `Fn::Equals` and its kin, or another condition by name. */
export function evaluate(condition: unknown, scope: Scope): boolean {
  const result = resolve(condition, scope);
  if (typeof result !== 'boolean') throw new LocalCloudError('A condition of the template is neither true nor false.');
  return result;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `Condition` is one only beside a plain name: policy statements have a property of the same name, with an object. */
const isIntrinsic = (key: string): boolean => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');

function call(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return scope.ref(text(name, argument));
    case 'Condition':
      return typeof argument === 'string' ? scope.condition(argument) : { Condition: resolve(argument, scope) };
    case 'Fn::GetAtt':
      return getAtt(argument, scope);
    case 'Fn::Join': {
      const [separator, parts] = list(name, argument, scope);
      return listOfText(name, parts).join(text(name, separator));
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Select': {
      const [index, entries] = list(name, argument, scope);
      return select(Number(index), entries);
    }
    case 'Fn::Split': {
      const [separator, whole] = list(name, argument, scope);
      return text(name, whole).split(text(name, separator));
    }
    case 'Fn::FindInMap': {
      const [map, top, second] = list(name, argument, scope);
      return scope.mapping(text(name, map), text(name, top), text(name, second));
    }
    case 'Fn::Base64':
      return Buffer.from(text(name, resolve(argument, scope))).toString('base64');
    case 'Fn::If': {
      const [condition, whenTrue, whenFalse] = rawList(name, argument);
      return resolve(scope.condition(text(name, condition)) ? whenTrue : whenFalse, scope);
    }
    case 'Fn::Equals': {
      const [left, right] = list(name, argument, scope);
      return String(left) === String(right);
    }
    case 'Fn::And':
      return rawList(name, argument).every((condition) => evaluate(condition, scope));
    case 'Fn::Or':
      return rawList(name, argument).some((condition) => evaluate(condition, scope));
    case 'Fn::Not':
      return !evaluate(rawList(name, argument)[0], scope);
    default:
      throw new LocalCloudError(`The template uses ${name}, which the local cloud does not know.`);
  }
}

function getAtt(argument: unknown, scope: Scope): unknown {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1));
  }
  const [logicalId, attribute] = list('Fn::GetAtt', argument, scope);
  return scope.attribute(text('Fn::GetAtt', logicalId), text('Fn::GetAtt', attribute));
}

/** `${Name}` is a Ref, `${Name.Attribute}` a GetAtt, `${!Name}` the text `${Name}` itself. */
function substitute(argument: unknown, scope: Scope): string {
  const [pattern, given] = typeof argument === 'string' ? [argument, {}] : rawList('Fn::Sub', argument);
  const variables = resolve(given ?? {}, scope);
  return text('Fn::Sub', pattern).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (isRecord(variables) && name in variables) return text('Fn::Sub', variables[name]);
    return text('Fn::Sub', name.includes('.') ? getAtt(name, scope) : scope.ref(name));
  });
}

function select(index: number, entries: unknown): unknown {
  const chosen = Array.isArray(entries) ? entries[index] : undefined;
  if (chosen === undefined) throw new LocalCloudError(`Fn::Select in the template finds no entry at index ${index}.`);
  return chosen;
}

function rawList(name: string, argument: unknown): unknown[] {
  if (Array.isArray(argument)) return argument;
  throw new LocalCloudError(`${name} in the template needs a list.`);
}

const list = (name: string, argument: unknown, scope: Scope): unknown[] =>
  rawList(name, argument).map((entry) => resolve(entry, scope));

function text(name: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new LocalCloudError(`${name} in the template needs text where it has something else.`);
}

const listOfText = (name: string, value: unknown): string[] => rawList(name, value).map((entry) => text(name, entry));
