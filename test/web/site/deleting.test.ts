import { describe, expect, it } from 'vitest';
import { weighInOf } from '../pages/household.ts';
import { siteWorld } from './site-world.ts';

async function robinAndKim() {
  const world = siteWorld();
  const [robin, kim] = [await world.person('robin'), await world.person('kim')];
  for (const { id } of [robin, kim]) {
    const items = Array.from({ length: 40 }, (_, index) => weighInOf(1_700_000_000 + index, 80));
    await world.measurements.saveAll(items.map((item) => ({ ...item, account: id, version: 0 })));
    await world.archive.put(id, { bytes: new TextEncoder().encode(`file of ${id}`), extension: 'fit' }, 1_700_000_000);
  }
  const browser = await world.signedIn(robin.id);
  const left = async (id: string) => ({
    account: (await world.accounts.get(id)) !== undefined,
    items: (await Array.fromAsync(world.measurements.all(id))).flat().length,
    files: [...world.files.keys()].filter((key) => key.startsWith(`fit/${id}/`)).length,
  });
  const confirm = (fields: Record<string, string>) => browser.send('/delete/confirm', '/delete/confirm', fields);
  return { world, robin, kim, browser, left, confirm };
}

const everything = { account: true, items: 40, files: 1 };
const nothing = { account: false, items: 0, files: 0 };

describe('deleting everything', () => {
  it('is explained first, and takes a word that is typed', async () => {
    const { robin, browser, left, confirm } = await robinAndKim();
    expect((await browser.open('/delete')).text).toContain('It cannot be undone.');
    for (const word of ['', 'yes', 'DELET']) {
      expect(await confirm({ word })).toMatchObject({ status: 422, heading: 'Delete everything' });
    }
    expect(await left(robin.id)).toEqual(everything);
  });

  it('leaves nothing of the person, revokes at Withings, and touches nobody else', async () => {
    const { world, robin, kim, browser, left, confirm } = await robinAndKim();
    expect(robin.scale.grants.length).toBeGreaterThan(0);
    expect(await confirm({ word: 'delete' })).toMatchObject({ status: 200, heading: 'Everything is deleted' });
    expect(await left(robin.id)).toEqual(nothing);
    expect(await left(kim.id)).toEqual(everything);
    expect(robin.scale.grants).toEqual([]);
    expect(robin.scale.subscriptions).toEqual([]);
    expect(kim.scale.grants.length).toBeGreaterThan(0);
    expect((await browser.open('/')).status).toBe(403);
    const elsewhere = await world.signedIn(robin.id);
    expect((await elsewhere.open('/settings')).heading).toBe('There is nothing of you here any more');
  });

  it('deletes nothing as long as Withings does not answer, unless that is what somebody wants', async () => {
    const { world, robin, left, confirm } = await robinAndKim();
    world.site.revokeWithings = async () => {
      throw new Error('HTTP 502');
    };
    const first = await confirm({ word: 'DELETE' });
    expect(first).toMatchObject({ status: 503 });
    expect(first.text).toContain('nothing was deleted yet');
    expect(await left(robin.id)).toEqual(everything);
    expect((await confirm({ word: 'DELETE', withoutWithings: 'on' })).heading).toBe('Everything is deleted');
    expect(await left(robin.id)).toEqual(nothing);
  });

  it('goes on where a first try stopped', async () => {
    const { world, robin, left, confirm } = await robinAndKim();
    const { removeAll } = world.measurements;
    world.measurements.removeAll = async () => {
      world.measurements.removeAll = removeAll;
      return false;
    };
    expect((await confirm({ word: 'DELETE' })).text).toContain('not all of it yet');
    expect((await left(robin.id)).account).toBe(true);
    expect((await confirm({ word: 'DELETE' })).heading).toBe('Everything is deleted');
    expect(await left(robin.id)).toEqual(nothing);
  });

  it('stops in time, with the account kept until the rest is gone', async () => {
    const { world, robin, left } = await robinAndKim();
    let asked = 0;
    expect(await world.measurements.removeAll(robin.id, () => ++asked < 10)).toBe(false);
    const { items } = await left(robin.id);
    expect(items).toBeGreaterThan(20);
    expect(items).toBeLessThan(40);
    expect(await world.archive.removeAll(robin.id, () => false)).toBe(false);
  });

  it('by a second click finds nothing to do', async () => {
    const { browser, confirm } = await robinAndKim();
    const cookies = new Map(browser.cookies);
    const { body } = await browser.open('/delete/confirm');
    const [, csrf = ''] =
      /action="\/delete\/confirm"><input type="hidden" name="csrf" value="([^"]+)"/.exec(body) ?? [];
    await confirm({ word: 'DELETE' });
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    const second = await browser.post('/delete/confirm', new URLSearchParams({ csrf, word: 'DELETE' }));
    expect(second).toMatchObject({ status: 403, heading: 'There is nothing of you here any more' });
  });
});
