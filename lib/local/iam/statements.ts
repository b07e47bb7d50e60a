/** One statement of a policy, its resources and actions resolved. Wildcards are `*` and `?`. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  actions: string[];
  /** True when `actions` came as `NotAction`: everything but these. */
  exceptActions: boolean;
  resources: string[];
  /** True when `resources` came as `NotResource`. */
  exceptResources: boolean;
  /** Operator -> condition key -> values, as in the policy document. */
  conditions: Record<string, Record<string, string[]>>;
}

/** One thing a call does: `dynamodb:PutItem` on one ARN. */
export interface Ask {
  action: string;
  resource: string;
}

/** What is known about a call besides action and resource: condition key, in lower case -> value. */
export type RequestContext = Record<string, string>;

/**
 * Whether these statements let the caller do it: an explicit Deny wins over any Allow, and what nobody
 * allows is refused.
 */
export function allows(
  statements: readonly Statement[],
  { action, resource }: Ask,
  context: RequestContext = {},
): boolean {
  const matching = statements.filter(
    (statement) =>
      statement.actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) !==
        statement.exceptActions &&
      statement.resources.some((pattern) => matches(pattern, resource)) !== statement.exceptResources &&
      holds(statement.conditions, context),
  );
  return matching.some(({ effect }) => effect === 'Allow') && matching.every(({ effect }) => effect !== 'Deny');
}

/** `*` stands for any text, also none and across `/` and `:`; `?` for one character. */
export function matches(pattern: string, text: string): boolean {
  // Greedy with one step back to the latest star: linear memory, and no pattern can make it explode.
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

type Test = (actual: string, expected: string) => boolean;

const tests: Record<string, Test> = {
  arnequals: (actual, expected) => matches(expected, actual),
  arnlike: (actual, expected) => matches(expected, actual),
  bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  stringequals: (actual, expected) => actual === expected,
  stringequalsignorecase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  stringlike: (actual, expected) => matches(expected, actual),
};

const negated: Record<string, string> = {
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
};

/**
 * The condition operators of these statements that `allows` cannot evaluate; a statement that uses one never matches.
 */
export const unknownOperators = (statements: readonly Statement[]): string[] => [
  ...new Set(
    statements
      .flatMap(({ conditions }) => Object.keys(conditions))
      .filter((operator) => {
        const base = baseOf(operator);
        return base !== 'null' && tests[base] === undefined && negated[base] === undefined;
      }),
  ),
];

const baseOf = (operator: string): string => operator.toLowerCase().replace(/ifexists$/, '');

function holds(conditions: Statement['conditions'], context: RequestContext): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holdsFor(operator, context[key.toLowerCase()], expected)),
  );
}

function holdsFor(operator: string, actual: string | undefined, expected: string[]): boolean {
  const base = baseOf(operator);
  if (base === 'null') return expected.some((value) => (value === 'true') === (actual === undefined));
  const positive = tests[base];
  const test = positive ?? tests[negated[base] ?? ''];
  if (!test) return false;
  // A key that the request does not have meets a negated operator and any "…IfExists".
  if (actual === undefined) return !positive || /ifexists$/i.test(operator);
  return expected.some((value) => test(actual, value)) === (positive !== undefined);
}
