import { Client } from "pg";
import { createDiscordApi } from "../../src/sandbox/discord-api/discord-api.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { createReplicateApi } from "../../src/sandbox/replicate-api/replicate-api.js";
import { createStripeApi } from "../../src/sandbox/stripe-api/stripe-api.js";
import { createTelegramApi } from "../../src/sandbox/telegram-api/telegram-api.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { aFreePort } from "../fixtures/free-port.js";
import { startPostgres, startRedis } from "./own-servers.js";
import { createRoleLife, type RoleLife } from "./role-process.js";

/** How many people there are on each platform. */
const PEOPLE = 30;
const PACE_MS = 1_500;

export type LoadedHouse = Awaited<ReturnType<typeof openLoadedHouse>>;

/** Every role as a process, on servers of this test's own, between platforms that repeat and delay what they say. */
export async function openLoadedHouse() {
  const dataDir = await aDataDir();
  const postgres = await startPostgres();
  const redis = await startRedis();
  const discord = createDiscordApi();
  const telegram = createTelegramApi();
  const replicate = createReplicateApi();
  const stripe = createStripeApi({ webhookRetryMs: 200 });
  const { apiUrl, cdnUrl, mediaUrl } = await discord.listen();
  const { apiRoot } = await telegram.listen();
  const { apiUrl: replicateUrl } = await replicate.listen();
  const { apiUrl: stripeUrl } = await stripe.listen();
  const webPort = String(await aFreePort());
  const publicUrl = `http://127.0.0.1:${webPort}`;
  stripe.control.setWebhook({ url: `${publicUrl}/webhooks/stripe` });
  stripe.control.setTraits({ isDuplicated: true, isReordered: true, delayMs: 100 });
  replicate.control.setPaceMs(PACE_MS);
  const faults = ["duplicated", "delayed", "dropped", "duplicated"] as const;
  replicate.control.nextWebhookFaults(...Array(500).fill(faults).flat());

  const settings = {
    ...{ DATABASE_URL: postgres.url, REDIS_URL: redis.url, DATA_DIR: dataDir.path },
    ...{ DISCORD_TOKEN: "a-bot-token", DISCORD_API_URL: apiUrl, DISCORD_CDN_URL: cdnUrl },
    ...{ DISCORD_MEDIA_URL: mediaUrl, TELEGRAM_BOT_TOKEN: telegram.token },
    ...{ TELEGRAM_API_URL: apiRoot, TELEGRAM_PAYMENTS: "stripe", PUBLIC_URL: publicUrl },
    ...{ REPLICATE_API_TOKEN: "r8_sandbox", REPLICATE_API_URL: replicateUrl },
    ...{ STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_URL: stripeUrl },
    ...{ STRIPE_WEBHOOK_SECRET: stripe.webhookSecret },
    ...{ SECRET_KEYS: "a-key-of-sixteen-characters-or-more", TRIAL_CREDITS: "1000" },
    ...{ MAX_OPEN_GENERATIONS: "1000", MAX_REQUESTS_PER_MINUTE: "10000" },
    ...{ QUICK_LANE_CONCURRENCY: "25", STANDARD_LANE_CONCURRENCY: "5" },
  };
  const lives: readonly RoleLife[] = [
    createRoleLife("web", { ...settings, PORT: webPort }),
    createRoleLife("bot", settings),
    createRoleLife("worker", settings),
    createRoleLife("worker", settings),
  ];
  await lives[0]?.start(); // Alone, so that the others find the tables made.
  await Promise.all(lives.slice(1).map((life) => life.start()));

  const channelId = SEED.channels.general;
  const guildIds = [SEED.guilds.garden];
  const onDiscord = Array.from({ length: PEOPLE }, (_, index) =>
    discord.addUser({ name: `User ${index}`, guildIds }),
  );
  const onTelegram: number[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    onTelegram.push((await telegram.control.addPerson({ firstName: `Person ${index}` })).id);
  }
  telegram.control.setFloodLimits(false);

  /** Rows of one statement; retried while the server is away. */
  async function select<Row>(sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: postgres.url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  return {
    ...{ lives, postgres, redis, replicate, stripe, telegram, discord, settings, select },
    ...{ onDiscord, onTelegram, channelId },
    async close() {
      await Promise.all(lives.map((life) => life.kill()));
      await Promise.all([discord.close(), telegram.close(), replicate.close(), stripe.close()]);
      await postgres.close();
      await redis.close();
      await dataDir.remove();
    },
  };
}
