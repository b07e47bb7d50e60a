import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNameFor, writeFileAtomically } from '../../lib/local/atomic-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('a file is written whole, into folders that need not exist, for its owner alone', () => {
  const path = join(temporaryFolder(), 'a', 'b.json');
  writeFileAtomically(path, 'one');
  writeFileAtomically(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('any text is one file name, and no two texts share one', () => {
  const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.isWellFormed());
  fc.assert(
    fc.property(text, text, (one, other) => {
      const name = fileNameFor(one);
      expect(basename(join('/folder', name))).toBe(name);
      expect(name).toMatch(/^[^.~][\w%.-]*$/);
      expect(fileNameFor(other) === name).toBe(other === one);
    }),
  );
});
