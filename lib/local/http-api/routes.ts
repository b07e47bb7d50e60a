/** A route of an HTTP API as the template writes it: `GET /connect`, `ANY /files/{proxy+}`, `$default`. */
export interface Route<Target> {
  key: string;
  target: Target;
}

export interface RouteMatch<Target> {
  key: string;
  target: Target;
  /** Decoded. */
  pathParameters: Record<string, string>;
}

/**
 * The route that API Gateway chooses: a full match before one with a greedy `{proxy+}`, literal segments before
 * parameters, the method before `ANY`, and `$default` when nothing else fits.
 *
 * @param path as it came, percent-encoded
 */
export function matchRoute<Target>(
  routes: readonly Route<Target>[],
  method: string,
  path: string,
): RouteMatch<Target> | undefined {
  const candidates = routes.flatMap(({ key, target }) => {
    const [routeMethod = '', template = ''] = key.split(' ');
    if (routeMethod !== 'ANY' && routeMethod !== method) return [];
    const pathParameters = matchPath(template, path);
    return pathParameters ? [{ rank: rankOf(routeMethod, template), match: { key, target, pathParameters } }] : [];
  });
  candidates.sort((left, right) => (left.rank < right.rank ? -1 : 1));
  const fallback = routes.find(({ key }) => key === '$default');
  return candidates[0]?.match ?? (fallback && { ...fallback, pathParameters: {} });
}

/**
 * Sorts before whatever is less specific: segment by segment literal (0), parameter (1), greedy (2), and then the
 * method (0) or `ANY` (1).
 */
function rankOf(method: string, template: string): string {
  const segments = segmentsOf(template).map((segment) => (isGreedy(segment) ? 2 : isParameter(segment) ? 1 : 0));
  const greedy = segments.includes(2) ? 1 : 0;
  return `${greedy}${segments.join('')}${method === 'ANY' ? 1 : 0}`;
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (isGreedy(segment)) {
      const rest = given.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[segment.slice(1, -2)] = decode(rest);
      return parameters;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (isParameter(segment)) {
      if (value === '') return undefined;
      parameters[segment.slice(1, -1)] = decode(value);
    } else if (segment !== value) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
}

const segmentsOf = (path: string): string[] => path.split('/').slice(1);
const isParameter = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('}');
const isGreedy = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('+}');

/** A broken percent sign stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
