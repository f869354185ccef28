// What the house itself takes of the time from a request to its picture, when nobody else asks.

import { median, percentile } from "./figures.mjs";
import { inFolder, startHelper } from "./processes.mjs";
import { onPostgres, onRedis } from "./servers.mjs";

const RUNS = 20;
const PROVIDER_MS = 700;
const TARGET_MS = 150;

/** Where the state lies. Each resolves to null when its servers are not there. */
const storages = {
  PGlite: (work) => work({}),
  Postgres: (work) => onPostgres((url) => work({ DATABASE_URL: url })),
  "Postgres and Redis": (work) =>
    onRedis((redis) => onPostgres((url) => work({ DATABASE_URL: url, REDIS_URL: redis }))),
};

/** @type {import("./figures.mjs").Measurement} */
export const overheadMeasurement = {
  name: "overhead",
  what: `/imagine on Discord → its picture, less the ${PROVIDER_MS} ms the provider takes, ${RUNS} times, idle`,
  async measure() {
    const figures = [];
    for (const [storage, on] of Object.entries(storages)) {
      const tookMs = await on((settings) => inFolder((folder) => measureRuns(folder, settings)));
      if (tookMs) {
        figures.push({
          name: `${storage}: median`,
          value: median(tookMs),
          unit: "ms",
          atMost: TARGET_MS,
          note: `90th percentile ${percentile(tookMs, 0.9).toFixed(0)} ms`,
        });
      } else figures.push({ name: storage, value: null, unit: "", note: "not reachable" });
    }
    return figures;
  },
};

/** @param {string} folder @param {Readonly<Record<string, string>>} settings @returns {Promise<number[]>} */
async function measureRuns(folder, settings) {
  const discord = await startHelper("discord-server.mjs");
  let service;
  try {
    const { apiUrl, cdnUrl, mediaUrl } = await discord.ask("listen");
    const userIds = await discord.ask("addUsers", { count: 1 });
    service = await startHelper("service.mjs", {
      DISCORD_TOKEN: "a-bot-token",
      DISCORD_API_URL: apiUrl,
      DISCORD_CDN_URL: cdnUrl,
      DISCORD_MEDIA_URL: mediaUrl,
      IMAGE_PROVIDERS: "sketch",
      BENCH_PROVIDER: "instant",
      BENCH_PACE_MS: String(PROVIDER_MS),
      TRIAL_CREDITS: "1000",
      DATA_DIR: folder,
      LOG_LEVEL: "error",
      ...settings,
    });
    await discord.ask("ready");
    await service.ask("fund", { userIds });
    const seen = [];
    for (let run = 0; run < RUNS; run += 1) {
      seen.push((await discord.ask("timePicture", { userId: userIds[0] })) - PROVIDER_MS);
    }
    return seen;
  } finally {
    await service?.kill();
    await discord.kill();
  }
}
