import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/e2e/assembly.ts'],
    testTimeout: 30_000,
    hookTimeout: 180_000,
    // One more than vitest's own choice, which on two cores is one file after the other: the long ones mostly wait.
    maxWorkers: '100%',
  },
});
