import { describe, expect, it } from 'vitest';
import { negotiateLocale } from '../../lib/web/locale.ts';

describe('the language of numbers and dates', () => {
  it.each([
    [undefined, 'en-GB'],
    ['', 'en-GB'],
    ['*', 'en-GB'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
    ['en;q=0.2, fr;q=0.7', 'fr'],
    ['fr;q=0, sv', 'sv'],
    ['xx-XX, it;q=0.1', 'it'],
    ['th-TH-u-ca-buddhist-nu-thai', 'th-TH'],
    ['de;q=no, nb', 'nb'],
    ['<script>alert(1)</script>', 'en-GB'],
    ['i-klingon, \u0000', 'en-GB'],
    [`${'a'.repeat(5000)},de`, 'en-GB'],
  ])('of %j is %s', (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });
});
