import type { Context } from 'hono';

/**
 * The keys as the caller asked for them: camelCase on request, else PascalCase. Objects inside are left as they are.
 */
export function inAskedCase(c: Context, object: object): Record<string, unknown> {
  const camelCase = c.req.header('trainerroad-jsonformat') === 'camel-case';
  return camelCase ? { ...object } : mapKeys(object, (key) => key.slice(0, 1).toUpperCase() + key.slice(1));
}

/** The keys as stored, from either case. */
export const fromAnyCase = (object: object): Record<string, unknown> =>
  mapKeys(object, (key) => key.slice(0, 1).toLowerCase() + key.slice(1));

const mapKeys = (object: object, rename: (key: string) => string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));
