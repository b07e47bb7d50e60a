/**
 * A member of a JSON object whose value is a number, a string, `true`, `false` or `null`, and where that value stands
 * in the text.
 */
export interface ScalarMember {
  key: string;
  start: number;
  end: number;
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * The scalar members of the object that this valid JSON text is; not those of objects inside it. Working on the
 * text keeps every byte that is not replaced, where parsing and writing anew would turn `1.0` into `1` and lose
 * digits of large numbers.
 */
export function scalarMembers(text: string): ScalarMember[] {
  const members: ScalarMember[] = [];
  let depth = 0;
  let key = '';
  let previous = '';
  for (const { 0: symbol, index } of text.matchAll(token)) {
    if (symbol === '{' || symbol === '[') depth++;
    else if (symbol === '}' || symbol === ']') depth--;
    else if (depth === 1 && symbol === ':') key = String(JSON.parse(previous));
    else if (depth === 1 && previous === ':') members.push({ key, start: index, end: index + symbol.length });
    previous = symbol;
  }
  return members;
}
