import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Whole processes started, stopped and killed, against real clocks: kept apart, so that the other tests stay quick.
// biome-ignore lint/style/noDefaultExport: Vitest takes its settings from there.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["test/crash/**/*.test.ts", "test/entrances/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: process.env.CI ? 2 : 0,
  },
});
