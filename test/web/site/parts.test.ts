import { expect, it } from 'vitest';
import { firstSegmentOf, routesAt } from '../../../lib/web/site/parts.ts';
import { ownerWorld } from '../owner/owner-world.ts';

const { pages } = await ownerWorld();

it.each([...pages.keys()])(
  'the part “/%s” has a route, and each of its routes is found where it lies',
  async (segment) => {
    const routes = await routesAt(`/${segment}`, pages);
    expect(routes.map(({ path }) => firstSegmentOf(path))).toContain(segment);
    for (const route of routes) {
      const found = await routesAt(route.path, pages);
      expect(found.map(({ method, path }) => [method, path])).toContainEqual([route.method, route.path]);
    }
  },
);

it.each(['/constructor', '/nowhere/settings', '/Settings'])('no part is at %s', async (path) => {
  expect(await routesAt(path, pages)).toEqual([]);
});
