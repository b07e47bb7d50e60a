import type { Route } from './visit.ts';

/**
 * The parts of a site, by the first segment of their paths. Each is loaded when somebody first goes there: a fresh
 * function answers sooner without the pages that nobody has asked it for.
 */
export type Parts = ReadonlyMap<string, () => Promise<readonly Route[]>>;

/** The routes of the part that a path lies in; none where there is no such part. */
export async function routesAt(path: string, parts: Parts): Promise<readonly Route[]> {
  return (await parts.get(firstSegmentOf(path))?.()) ?? [];
}

export const firstSegmentOf = (path: string): string => path.split('/')[1] ?? '';
