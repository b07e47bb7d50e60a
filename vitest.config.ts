import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

// Each process of the tests loads the same libraries: what one has compiled, the next need not.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'weighbridge');

/** What starts programs and browsers, or takes a whole process for itself. */
const alone = ['test/{cli,e2e,local,package}/**/*.test.ts', 'test/**/*.browser.test.ts', 'test/sync/chaos/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/e2e/assembly.ts'],
    // Two for each core: the long ones mostly wait, for a pause that a vendor asks for or for another process. The others
    // may have to share one, and are given up no sooner for it.
    maxWorkers: 2 * availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      // Whatever runs within one process shares it with other files: loading our libraries takes longer than most of them.
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'], exclude: alone, isolate: false } },
    ],
  },
});
