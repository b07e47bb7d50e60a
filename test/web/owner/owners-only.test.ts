import { expect, it } from 'vitest';
import { ownerRoutes } from '../../../lib/web/owner/routes.ts';
import type { Visit } from '../../../lib/web/site/visit.ts';
import { ownerWorld } from './owner-world.ts';

const world = await ownerWorld();
const kim = await world.somebody('Kim');
const all = ownerRoutes(world.office).map(({ method, path }) => [method, path] as const);

it.each(all)('%s %s is for the owner, and forbidden for everybody else', async (method, pattern) => {
  const path = pattern.replace('{account}', world.owner.id);
  const before = await world.owner.account();
  const browser = await world.signedIn(kim.id);
  const { body } = await browser.open('/');
  const csrf = /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const seen =
    method === 'GET' ? await browser.open(path) : await browser.post(path, new URLSearchParams({ csrf, name: 'x' }));
  expect(seen).toMatchObject({ status: 403, heading: 'This is for the owner' });
  expect(seen.text).not.toContain('Ada');
  expect(await world.owner.account()).toEqual(before);
  expect(world.desk.redriven).toBe(0);
});

it.each(ownerRoutes(world.office))('$method $path does not rely on the router for it', async (route) => {
  expect(route.forOwner).toBe(true);
  const account = await kim.account();
  const { site } = world;
  const request = { ...{ method: route.method, path: route.path, body: '' }, pathParameters: {}, headers: {} };
  const visit: Visit = {
    session: { id: 'session', account: account.account, since: 0, issuedAt: 0 },
    ...{ account, site, now: 0, locale: 'en-GB', csrf: 'x', form: new URLSearchParams() },
    request: { ...request, query: new URLSearchParams(), cookies: new Map() },
  };
  expect((await route.answer(visit)).status).toBe(403);
});

it('whoever is not signed in is not even told so', async () => {
  expect(await world.visitor().open('/people')).toMatchObject({ status: 403, heading: 'You are not signed in here' });
});
