import { defineConfig } from "vitest/config";

// Two cores are the smallest machine the project is developed on; each file gets a process of its own.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/crash/**", "test/entrances/**"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many tests kill processes and wait for real clocks; a shared build machine now and then pauses for seconds.
    retry: process.env.CI ? 2 : 0,
  },
});
