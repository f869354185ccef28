import { defineConfig } from "vitest/config";

// Two cores are the smallest machine the project is developed on. Nothing of ours keeps state in modules, so files share
// their process, what it has loaded, and its embedded database, emptied in between: that takes less than half the time.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/crash/**", "test/entrances/**", "test/journeys/**"],
    pool: "forks",
    isolate: false,
    // A third of the time goes by in waiting for clocks and sockets.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Many tests wait for real clocks; a shared build machine now and then pauses for seconds.
    retry: process.env.CI ? 2 : 0,
  },
});
