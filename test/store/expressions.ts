/** An item of a table, or the part of one that a condition is asked about. */
export type Item = Record<string, unknown>;

/** What the placeholders of an expression stand for. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Item | undefined;
}

/** How DynamoDB refuses a request that makes no sense, to it or to this stand-in. */
export class ValidationException extends Error {
  override readonly name = 'ValidationException';
}

/** Whether a condition, filter or key condition holds for an item; an item that is not there is `{}`. */
export function holds(expression: string, item: Item, placeholders: Placeholders): boolean {
  return parsed(expression).condition(item, new Meanings(placeholders));
}

/** The item as an update expression leaves it. */
export function updated(expression: string, item: Item, placeholders: Placeholders): Item {
  const meanings = new Meanings(placeholders);
  const result = { ...item };
  for (const clause of parsedUpdate(expression)) clause(result, item, meanings);
  return result;
}

/** The attributes that a projection names, `a` or `a.b.c` of a map within. */
export function projected(expression: string, item: Item, placeholders: Placeholders): Item {
  const meanings = new Meanings(placeholders);
  const result: Item = {};
  for (const path of expression.split(',')) {
    const names = path.split('.').map((name) => meanings.nameOf(name.trim()));
    copyAlong(names, item, result);
  }
  return result;
}

function copyAlong([name = '', ...rest]: readonly string[], from: Item, to: Item): void {
  const value = from[name];
  if (value === undefined) return;
  if (rest.length === 0) to[name] = value;
  else if (isMap(value)) {
    const known = to[name];
    const within: Item = isMap(known) ? { ...known } : {};
    copyAlong(rest, value, within);
    if (Object.keys(within).length > 0) to[name] = within;
  }
}

const isMap = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value to which a key condition binds an attribute with `=`. */
export function boundTo(expression: string, attribute: string, placeholders: Placeholders): unknown {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = placeholders;
  for (const [, name = '', value = ''] of expression.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)) {
    if ((names[name] ?? name) === attribute) return values[value];
  }
  throw new ValidationException(`The key condition says nothing of ${attribute}: ${expression}`);
}

/** DynamoDB refuses placeholders that no expression uses: most often one of the two was misspelt. */
export function refuseUnused(expressions: readonly (string | undefined)[], placeholders: Placeholders): void {
  const used = new Set(expressions.flatMap((expression) => expression?.match(/[#:]\w+/g) ?? []));
  const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = placeholders;
  for (const name of [...Object.keys(ExpressionAttributeNames), ...Object.keys(ExpressionAttributeValues)]) {
    if (!used.has(name)) throw new ValidationException(`${name} is given and not used in any expression.`);
  }
}

class Meanings {
  readonly #names: Record<string, string>;
  readonly #values: Item;

  constructor({ ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Placeholders) {
    this.#names = ExpressionAttributeNames;
    this.#values = ExpressionAttributeValues;
  }

  nameOf(word: string): string {
    const name = word.startsWith('#') ? this.#names[word] : word;
    if (name === undefined || (name === word && !/^\w+$/.test(name)))
      throw new ValidationException(`“${word}” is no attribute.`);
    return name;
  }

  valueOf(word: string): unknown {
    const value = this.#values[word];
    if (value === undefined) throw new ValidationException(`No value is given for ${word}.`);
    return value;
  }
}

type Condition = (item: Item, meanings: Meanings) => boolean;
type Operand = (item: Item, meanings: Meanings) => unknown;
type Clause = (result: Item, before: Item, meanings: Meanings) => void;

const conditions = new Map<string, { condition: Condition }>();
const updates = new Map<string, Clause[]>();

/** The stores ask with the same few expressions again and again: each is read once. */
function parsed(expression: string): { condition: Condition } {
  let known = conditions.get(expression);
  if (!known) {
    const words = new Words(expression);
    known = { condition: anyOf(words) };
    words.end();
    conditions.set(expression, known);
  }
  return known;
}

function parsedUpdate(expression: string): Clause[] {
  const known = updates.get(expression) ?? clauses(new Words(expression));
  updates.set(expression, known);
  return known;
}

class Words {
  readonly #expression: string;
  readonly #words: string[];

  constructor(expression: string) {
    this.#expression = expression;
    this.#words = expression.match(/[#:]?\w+|<=|>=|<>|\S/g) ?? [];
  }

  get next(): string | undefined {
    return this.#words[0];
  }

  take(): string {
    return this.#words.shift() ?? this.refuse('the end');
  }

  skip(word: string): boolean {
    const isNext = this.next?.toUpperCase() === word;
    if (isNext) this.#words.shift();
    return isNext;
  }

  expect(word: string): void {
    if (!this.skip(word)) this.refuse(this.next ?? 'the end');
  }

  end(): void {
    if (this.next !== undefined) this.refuse(this.next);
  }

  refuse(word: string): never {
    throw new ValidationException(`“${word}” was not expected in: ${this.#expression}`);
  }
}

function anyOf(words: Words): Condition {
  const parts = [allOf(words)];
  while (words.skip('OR')) parts.push(allOf(words));
  return (item, meanings) => parts.some((part) => part(item, meanings));
}

function allOf(words: Words): Condition {
  const parts = [single(words)];
  while (words.skip('AND')) parts.push(single(words));
  return (item, meanings) => parts.every((part) => part(item, meanings));
}

function single(words: Words): Condition {
  if (words.skip('NOT')) {
    const denied = single(words);
    return (item, meanings) => !denied(item, meanings);
  }
  if (words.skip('(')) {
    const inner = anyOf(words);
    words.expect(')');
    return inner;
  }
  if (words.skip('ATTRIBUTE_EXISTS')) return existence(words, true);
  if (words.skip('ATTRIBUTE_NOT_EXISTS')) return existence(words, false);
  return comparison(words);
}

function existence(words: Words, wanted: boolean): Condition {
  words.expect('(');
  const word = words.take();
  words.expect(')');
  return (item, meanings) => meanings.nameOf(word) in item === wanted;
}

function comparison(words: Words): Condition {
  const left = operand(words);
  if (words.skip('BETWEEN')) {
    const least = operand(words);
    words.expect('AND');
    const most = operand(words);
    return (item, meanings) =>
      compares.get('>=')!(left(item, meanings), least(item, meanings)) &&
      compares.get('<=')!(left(item, meanings), most(item, meanings));
  }
  const operator = words.take();
  const compare = compares.get(operator) ?? words.refuse(operator);
  const right = operand(words);
  return (item, meanings) => compare(left(item, meanings), right(item, meanings));
}

function operand(words: Words): Operand {
  const word = words.take();
  if (!/^[#:]?\w+$/.test(word) || words.next === '(') words.refuse(word);
  return word.startsWith(':')
    ? (_item, meanings) => meanings.valueOf(word)
    : (item, meanings) => item[meanings.nameOf(word)];
}

type Scalar = string | number;

/** Only what is of one type has an order. Strings are in the order of their UTF-8 bytes, which for our keys is JavaScript's. */
const inOrder =
  (isFine: (a: Scalar, b: Scalar) => boolean) =>
  (a: unknown, b: unknown): boolean =>
    ((typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string')) &&
    isFine(a, b);

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean', 'undefined'].includes(typeof value);

function isEqual(a: unknown, b: unknown): boolean {
  if (!isScalar(a) || !isScalar(b))
    throw new ValidationException('Only texts, numbers and booleans are compared here.');
  return a !== undefined && a === b;
}

const compares: ReadonlyMap<string, (a: unknown, b: unknown) => boolean> = new Map([
  ['=', isEqual],
  ['<>', (a, b) => !isEqual(a, b)],
  ['<', inOrder((a, b) => a < b)],
  ['<=', inOrder((a, b) => a <= b)],
  ['>', inOrder((a, b) => a > b)],
  ['>=', inOrder((a, b) => a >= b)],
]);

/** `SET a = :b, c = c + :d ADD e :f REMOVE g`, in any order. */
function clauses(words: Words): Clause[] {
  const result: Clause[] = [];
  while (words.next !== undefined) {
    const read = sections.get(words.take().toUpperCase()) ?? words.refuse('neither SET, ADD nor REMOVE');
    do result.push(read(words));
    while (words.skip(','));
  }
  return result;
}

const sections: ReadonlyMap<string, (words: Words) => Clause> = new Map([
  ['SET', assignment],
  ['ADD', addition],
  ['REMOVE', removal],
]);

function assignment(words: Words): Clause {
  const target = [words.take()];
  while (words.skip('.')) target.push(words.take());
  words.expect('=');
  const first = operand(words);
  const sign = words.skip('+') ? 1 : words.skip('-') ? -1 : 0;
  const second = sign === 0 ? undefined : operand(words);
  return (result, before, meanings) => {
    const value = first(before, meanings);
    const sum = second && numberOf(value) + sign * numberOf(second(before, meanings));
    const path = target.map((word) => meanings.nameOf(word));
    setAt(result, path, sum ?? value);
  };
}

/** Sets what a document path leads to; the maps on the way have to be there, and are copied so that no one else's change. */
function setAt(item: Item, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    item[name] = value;
    return;
  }
  const map = item[name];
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw new ValidationException('The document path provided in the update expression is invalid for update');
  }
  const copy: Item = { ...map };
  item[name] = copy;
  setAt(copy, rest, value);
}

function addition(words: Words): Clause {
  const target = words.take();
  const amount = operand(words);
  return (result, before, meanings) => {
    const name = meanings.nameOf(target);
    result[name] = numberOf(before[name] ?? 0) + numberOf(amount(before, meanings));
  };
}

function removal(words: Words): Clause {
  const target = words.take();
  return (result, _before, meanings) => {
    delete result[meanings.nameOf(target)];
  };
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new ValidationException('Only numbers are added here.');
}
