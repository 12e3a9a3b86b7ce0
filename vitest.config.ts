import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // It looks again and again until then; a test that waits in vain says so before its own time is over.
    expect: { poll: { timeout: 30_000 } },
  },
});
