import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // More than there are cores: many tests wait, for heartbeats, limits and servers that start.
    maxWorkers: 3,
  },
})
