// What the idle service holds of the memory.
import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { inFolder, startHelper, startService } from "./processes.mjs";
import { onPostgres } from "./servers.mjs";

const IDLE_MS = 15_000;
const IN_FLIGHT = 200;
const PACE_MS = 40_000;
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
      {
        name: `on PGlite, ${IN_FLIGHT} generations in flight`,
        value: await inFolder((folder) => busyMb(folder)),
        unit,
        note: "Discord in another process; at most, while they run",
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

/** The most that is resident while that many generations are being made. @param {string} folder */
async function busyMb(folder) {
  const discord = await startHelper("discord-server.mjs");
  let service;
  try {
    const { apiUrl, cdnUrl, mediaUrl } = await discord.ask("listen");
    const userIds = await discord.ask("addUsers", { count: IN_FLIGHT });
    service = await startHelper("service.mjs", {
      DISCORD_TOKEN: "a-bot-token",
      DISCORD_API_URL: apiUrl,
      DISCORD_CDN_URL: cdnUrl,
      DISCORD_MEDIA_URL: mediaUrl,
      IMAGE_PROVIDERS: "sketch",
      BENCH_PROVIDER: "instant",
      BENCH_PACE_MS: String(PACE_MS),
      QUICK_LANE_CONCURRENCY: "100",
      STANDARD_LANE_CONCURRENCY: "100",
      DATA_DIR: folder,
      LOG_LEVEL: "error",
    });
    await discord.ask("ready");
    await service.ask("fund", { userIds });
    const models = ["flux-schnell", "flux-dev"];
    await discord.ask("load", { userIds, perSecond: 20, seconds: IN_FLIGHT / 20, models });
    let mostMb = 0;
    for (let second = 0; second < 10; second += 1) {
      mostMb = Math.max(mostMb, await service.ask("resident"));
      await pause(1_000);
    }
    return mostMb;
  } finally {
    await service?.kill();
    await discord.kill();
  }
}
