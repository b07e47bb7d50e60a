import type { Item } from './expressions.ts';
import { ValidationException } from './expressions.ts';

export interface TableShape {
  hash: string;
  range?: string;
  /** Sort keys of local indexes by the index's name: an item without that attribute is not in it. */
  indexes?: Readonly<Record<string, string>>;
}

/** One table: items by their keys, in order of the sort key within a partition. What goes in and out is copied. */
export class MemoryTable {
  readonly shape: TableShape;
  readonly #partitions = new Map<string, Row[]>();

  constructor(shape: TableShape) {
    this.shape = shape;
  }

  find(key: Item): Item | undefined {
    const { rows, index, isThere } = this.#place(key);
    return isThere ? rows[index]!.item : undefined;
  }

  put(item: Item): void {
    const stored = copied(item);
    const { partition, rows, index, isThere } = this.#place(stored);
    if (rows.length === 0) this.#partitions.set(partition, rows);
    rows.splice(index, isThere ? 1 : 0, { item: stored, bytes: sizeOf(stored) });
  }

  delete(key: Item): void {
    const { partition, rows, index, isThere } = this.#place(key);
    if (isThere) rows.splice(index, 1);
    if (rows.length === 0) this.#partitions.delete(partition);
  }

  /** The items of a partition in the order of the table or of one of its local indexes. */
  rowsOf(partition: string, index?: string): readonly Row[] {
    const rows = this.#partitions.get(partition) ?? [];
    if (index === undefined) return rows;
    const sortKey = this.shape.indexes?.[index];
    if (sortKey === undefined) throw new ValidationException(`The table has no index ${index}.`);
    const text = ({ item }: Row): string => String(item[sortKey]);
    return rows.filter(({ item }) => item[sortKey] !== undefined).sort((a, b) => (text(a) < text(b) ? -1 : 1));
  }

  /** The items of one of so many segments. */
  segment(segment: number, segments: number): Row[] {
    if (segments === 1) return [...this.#partitions.values()].flat();
    return [...this.#partitions].flatMap(([partition, rows]) => (hashOf(partition) % segments === segment ? rows : []));
  }

  keyOf(item: Item): Item {
    const { hash, range } = this.shape;
    return { [hash]: item[hash], ...(range && { [range]: item[range] }) };
  }

  #place(key: Item): { partition: string; rows: Row[]; index: number; isThere: boolean } {
    const { hash, range } = this.shape;
    const partition = textKey(key, hash);
    const rows = this.#partitions.get(partition) ?? [];
    if (range === undefined) return { partition, rows, index: 0, isThere: rows.length > 0 };
    const sort = textKey(key, range);
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (String(rows[middle]!.item[range]) < sort) low = middle + 1;
      else high = middle;
    }
    return { partition, rows, index: low, isThere: rows[low]?.item[range] === sort };
  }
}

export interface Row {
  item: Item;
  bytes: number;
}

function textKey(key: Item, name: string): string {
  const value = key[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ValidationException(`The key attribute ${name} must be a text that is not empty.`);
}

/** As the document client does it: without what is undefined, and refusing what DynamoDB has no type for. */
export function copied<Value>(value: Value): Value;
export function copied(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(copied);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) {
    throw new ValidationException(`There is no way to store ${String(value)}.`);
  }
  const result: Item = {};
  // Most of what a chaos run does is this: names and values in pairs would take it twice as long.
  for (const name of Object.keys(value)) {
    const inner = Reflect.get(value, name);
    if (inner !== undefined) result[name] = copied(inner);
  }
  return result;
}

/** About as many bytes as DynamoDB counts: names and texts by their length, a number as eight. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 3;
  for (const [name, inner] of Object.entries(value)) bytes += name.length + 1 + sizeOf(inner);
  return bytes;
}

function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hash;
}
