// One run of the load: Discord in one process, the service in another, and what became of every request.
import { setTimeout as pause } from "node:timers/promises";
import { startHelper } from "./processes.mjs";

export const USERS = 200;
export const PER_SECOND = 50;
export const SECONDS = 20;
/** Far more than the work of one run takes. */
const PATIENCE_MS = 15 * 60_000;

/** @typedef {"instant" | "sketch"} Provider */
/** @typedef {Readonly<Record<string, string>>} Settings */

/** @param {string} folder @param {Provider} provider @param {Settings} settings */
export async function load(folder, provider, settings) {
  const discord = await startHelper("discord-server.mjs");
  let service;
  try {
    const { apiUrl, cdnUrl, mediaUrl } = await discord.ask("listen");
    const userIds = await discord.ask("addUsers", { count: USERS });
    service = await startHelper("service.mjs", {
      DISCORD_TOKEN: "a-bot-token",
      DISCORD_API_URL: apiUrl,
      DISCORD_CDN_URL: cdnUrl,
      DISCORD_MEDIA_URL: mediaUrl,
      IMAGE_PROVIDERS: "sketch",
      BENCH_PROVIDER: provider,
      TRIAL_CREDITS: "1000",
      // A provider that answers at once leaves no reason to let the line wait.
      ...(provider === "instant" && { QUICK_LANE_CONCURRENCY: "10" }),
      DATA_DIR: folder,
      LOG_LEVEL: "error",
      ...settings,
    });
    await discord.ask("ready");
    await service.ask("fund", { userIds });
    const times = { userIds, perSecond: PER_SECOND, seconds: SECONDS };
    const { acknowledgedAfterMs, ownDelayMs } = await discord.ask("load", times);
    const held = await service.ask("delay");
    const drained = await drain(service);
    return {
      ...drained,
      acknowledgedAfterMs,
      ownDelayMs,
      held,
      books: await service.ask("reconcile"),
      ...(await discord.ask("look")),
    };
  } finally {
    await service?.kill();
    await discord.kill();
  }
}

/** The same load on a bot that does nothing but defer. @returns {Promise<(number | null)[]>} */
export async function loadBareBot() {
  const discord = await startHelper("discord-server.mjs");
  let bot;
  try {
    const { apiUrl, cdnUrl, mediaUrl } = await discord.ask("listen");
    const userIds = await discord.ask("addUsers", { count: USERS });
    bot = await startHelper("bare-bot.mjs", {
      DISCORD_API_URL: apiUrl,
      DISCORD_CDN_URL: cdnUrl,
      DISCORD_MEDIA_URL: mediaUrl,
    });
    await discord.ask("ready");
    const times = { userIds, perSecond: PER_SECOND, seconds: SECONDS };
    const { acknowledgedAfterMs } = await discord.ask("load", times);
    return acknowledgedAfterMs;
  } finally {
    await bot?.kill();
    await discord.kill();
  }
}

/** Waits until every request has ended and been answered. */
async function drain(service) {
  const startedAt = performance.now();
  for (;;) {
    const standing = await service.ask("standing");
    const tookMs = performance.now() - startedAt;
    if (standing.open === 0 && standing.undelivered === 0) return { standing, tookMs };
    if (tookMs > PATIENCE_MS) return { standing, tookMs };
    await pause(250);
  }
}
