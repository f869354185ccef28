import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// A browser and the whole service at once: one file at a time is what two cores carry.
// biome-ignore lint/style/noDefaultExport: Vitest takes its settings from there.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["test/browser/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    expect: { poll: { timeout: 20_000, interval: 100 } },
    retry: process.env.CI ? 2 : 0,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
