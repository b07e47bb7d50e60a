import { describe, expect, it } from 'vitest';
import { accountOf, ledgerOf } from './household.ts';
import { outlineOf } from './outline.ts';
import { overviewOf } from './overview-of.ts';

describe('the page of the overview', () => {
  const markup = overviewOf(accountOf(), ledgerOf());
  const page = outlineOf(markup);

  it('says in words what its marks mean', () => {
    expect(page.text).toContain('Weight: 80.9 kg');
    expect(page.text).toContain('Garmin ✓arrived 07:32');
    expect(page.text).toContain('TrainerRoad skipped: TrainerRoad takes weight only');
    const marks = page.attributes.filter(({ name, value }) => name === 'class' && /^mark\b/.test(value));
    expect(marks.length).toBeGreaterThan(5);
    for (const mark of markup.matchAll(/<span class="(?:mark[^"]*|ok)"[^>]*>/g)) {
      expect(mark[0]).toContain('aria-hidden="true"');
    }
  });

  it('has a table with a caption, and a header for each column and row', () => {
    const table = outlineOf(
      `<!doctype html>${/<table role="table">\n<caption><b>Latest.+?<\/table>/s.exec(markup)?.[0]}`,
    );
    const scopes = table.attributes.filter(({ name }) => name === 'scope').map(({ value }) => value);
    expect(table.elements.filter((element) => element === 'caption')).toHaveLength(1);
    expect(scopes.filter((scope) => scope === 'col')).toHaveLength(3);
    expect(scopes.filter((scope) => scope === 'row')).toHaveLength(10);
    const parts = table.elements.filter((element) => ['table', 'thead', 'tbody', 'tr', 'th', 'td'].includes(element));
    // Browsers forget what a table is in a narrow layout, unless each part says it.
    expect(table.attributes.filter(({ name }) => name === 'role').map(({ element }) => element)).toEqual(parts);
  });

  it('keeps name and health values out of the title, which stays in the browser’s history', () => {
    expect(markup).toContain('<title>Overview – Weighbridge</title>');
  });

  it('lets the person sign out with a form', () => {
    expect(page.attributes).toContainEqual({ element: 'form', name: 'method', value: 'post' });
    expect(page.attributes).toContainEqual({ element: 'form', name: 'action', value: '/sign-out' });
  });
});
