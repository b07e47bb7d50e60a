import { describe, expect, it } from 'vitest';
import { type Page, Pages } from '../../lib/withings/pages.ts';

const call = { service: 'Withings', action: 'getworkouts' };

/** A list of `total` numbers, `size` a page, that notes the offsets it was asked for. */
function numbers(total: number, size: number) {
  const asked: number[] = [];
  const pages = new Pages(async (offset): Promise<Page<number>> => {
    asked.push(offset);
    const end = Math.min(offset + size, total);
    const more = end < total;
    return { items: Array.from({ length: end - offset }, (_, index) => offset + index), more, offset: more ? end : 0 };
  }, call);
  return { pages, asked };
}

describe('a list of pages', () => {
  it('asks nothing before it is awaited', async () => {
    const { asked } = numbers(5, 2);
    await Promise.resolve();
    expect(asked).toEqual([]);
  });

  it('is, awaited, one array of everything', async () => {
    const { pages, asked } = numbers(5, 2);
    expect(await pages).toEqual([0, 1, 2, 3, 4]);
    expect(asked).toEqual([0, 2, 4]);
  });

  it('is, iterated, one item after the other, and no page before it is needed', async () => {
    const { pages, asked } = numbers(5, 2);
    const seen: number[] = [];
    for await (const item of pages) {
      seen.push(item);
      if (item === 2) break;
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(asked).toEqual([0, 2]);
  });

  it('starts afresh each time', async () => {
    const { pages, asked } = numbers(3, 2);
    expect([await pages, await pages]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(asked).toEqual([0, 2, 0, 2]);
  });

  it('shows what an answer says beside its items', async () => {
    const pages = new Pages(async (offset) => ({ items: [offset], more: offset < 1, offset: 1, zone: 'UTC' }), call);
    const zones: string[] = [];
    for await (const { zone } of pages.pages()) zones.push(zone);
    expect(zones).toEqual(['UTC', 'UTC']);
  });

  it('can be used as the promise that it is', async () => {
    const { pages } = numbers(3, 2);
    let settled = 0;
    await expect(pages.then((items) => items.length)).resolves.toBe(3);
    await expect(pages.finally(() => settled++)).resolves.toEqual([0, 1, 2]);
    expect(settled).toBe(1);
    const broken = new Pages(() => Promise.reject(new Error('down')), call);
    await expect(broken.catch((error: unknown) => String(error))).resolves.toBe('Error: down');
    await expect(broken.then(null, (error: unknown) => String(error))).resolves.toBe('Error: down');
  });

  it.each([
    ['is the same again', [7, 7], 2],
    ['goes back', [7, 3], 2],
    ['stays at the beginning', [0], 1],
    ['is no number', [Number.NaN], 1],
  ])('ends with an error when the next offset %s', async (_, offsets, calls) => {
    let asked = 0;
    const pages = new Pages(async () => ({ items: [], more: true, offset: offsets[asked++] ?? 0 }), call);
    await expect(pages).rejects.toMatchObject({ kind: 'retry', action: 'getworkouts', service: 'Withings' });
    expect(asked).toBe(calls);
  });

  it('ends with an error when the pages have no end', async () => {
    const pages = new Pages(async (offset) => ({ items: [], more: true, offset: offset + 1 }), call);
    await expect(pages).rejects.toMatchObject({ kind: 'retry', message: expect.stringContaining('getworkouts') });
  });
});
