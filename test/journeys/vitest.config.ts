import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Whole stories over real sockets: a service, its chats and its database each, and much waiting for one another.
// biome-ignore lint/style/noDefaultExport: Vitest takes its settings from there.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["test/journeys/**/*.test.ts"],
    pool: "forks",
    isolate: false,
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    retry: process.env.CI ? 2 : 0,
  },
});
