// The service at a hosted provider: Discord, Replicate and the service each in a process of its own.
import { REPLICATE_TOKEN } from "../dist/sandbox/replicate-api/token.js";
import { aFreePort, inFolder, startHelper } from "./processes.mjs";

/**
 * Runs `work` with all three, on the embedded database unless `settings` say otherwise, and ends them.
 *
 * @template T
 * @param {{ users: number, paceMs: number, lanes?: number, settings?: Readonly<Record<string, string>> }} options `lanes`: at once, in each of them
 * @param {(hosted: Hosted) => Promise<T>} work
 * @returns {Promise<T>}
 *
 * @typedef {Awaited<ReturnType<typeof startHelper>>} Helper
 * @typedef {{ discord: Helper, service: Helper, replicate: Helper, userIds: string[], pictureUrl: string, sizeBytes: number }} Hosted
 */
export function withHosted({ users, paceMs, lanes = 2, settings = {} }, work) {
  return inFolder(async (folder) => {
    const started = [];
    const start = async (name, settings) => {
      const helper = await startHelper(name, settings);
      started.push(helper);
      return helper;
    };
    try {
      const discord = await start("discord-server.mjs");
      const replicate = await start("replicate-server.mjs");
      const { apiUrl, cdnUrl, mediaUrl } = await discord.ask("listen");
      const userIds = await discord.ask("addUsers", { count: users });
      const { apiUrl: replicateUrl, ...picture } = await replicate.ask("listen", { paceMs });
      const port = String(await aFreePort());
      const service = await start("service.mjs", {
        DISCORD_TOKEN: "a-bot-token",
        DISCORD_API_URL: apiUrl,
        DISCORD_CDN_URL: cdnUrl,
        DISCORD_MEDIA_URL: mediaUrl,
        IMAGE_PROVIDERS: "replicate",
        REPLICATE_API_TOKEN: REPLICATE_TOKEN,
        REPLICATE_API_URL: replicateUrl,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        PORT: port,
        QUICK_LANE_CONCURRENCY: String(lanes),
        STANDARD_LANE_CONCURRENCY: String(lanes),
        TRIAL_CREDITS: "1000",
        MAX_REQUESTS_PER_MINUTE: "1000",
        DATA_DIR: folder,
        LOG_LEVEL: "error",
        ...settings,
      });
      await discord.ask("ready");
      await service.ask("fund", { userIds });
      return await work({ discord, service, replicate, userIds, ...picture });
    } finally {
      for (const helper of started.reverse()) await helper.kill();
    }
  });
}
