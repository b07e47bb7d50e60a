/** A table of what Withings calls the numbers of one field. A number that is not in it is passed on as it is. */
export type Vocabulary<Entry extends { name: string } = { name: string }> = ReadonlyMap<number, Entry>;

/** The name of a number, `unknown (4711)` for one that has none yet. */
export const nameIn = (table: Vocabulary, number: number): string => table.get(number)?.name ?? `unknown (${number})`;

/** The table of what has a name and nothing more. */
export const names = (entries: Readonly<Record<number, string>>): Vocabulary =>
  new Map(Object.entries(entries).map(([number, name]) => [Number(number), { name }]));
