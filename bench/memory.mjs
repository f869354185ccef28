// What the idle service holds of the memory.
import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { inFolder, startService } from "./processes.mjs";
import { onPostgres } from "./servers.mjs";

const IDLE_MS = 15_000;
const unit = "MB";

/** @type {import("./figures.mjs").Measurement} */
export const memoryMeasurement = {
  name: "memory",
  what: `resident, idle for ${IDLE_MS / 1_000} s, with the sandbox and its console`,
  async measure() {
    const [first, second] = await inFolder(async (folder) => [
      await residentMb(folder),
      await residentMb(folder),
    ]);
    const server = await onPostgres((url) =>
      inFolder((folder) => residentMb(folder, { DATABASE_URL: url })),
    );
    return [
      { name: "on PGlite, first start", value: first, unit, atMost: 550 },
      { name: "on PGlite, second start", value: second, unit, atMost: 550 },
      {
        name: "on a Postgres server",
        value: server,
        unit,
        atMost: 300,
        ...(server === null && { note: "no Postgres reachable" }),
      },
    ];
  },
};

/** @param {string} folder @param {Readonly<Record<string, string>>} [settings] */
async function residentMb(folder, settings) {
  const service = await startService(folder, settings);
  try {
    await pause(IDLE_MS);
    const args = ["-o", "rss=", "-p", String(service.pid)];
    const { stdout } = await promisify(execFile)("ps", args);
    return Number(stdout) / 1024;
  } finally {
    await service.stop();
  }
}
