import { createConditionSwitches } from "../../../src/sandbox/conditions.js";
import { createConsole } from "../../../src/sandbox/console/console.js";
import { createDiscordApi } from "../../../src/sandbox/discord-api/discord-api.js";
import { startHttpListener } from "../../../src/sandbox/http-listener.js";
import { createStripeApi } from "../../../src/sandbox/stripe-api/stripe-api.js";
import { createTelegramApi } from "../../../src/sandbox/telegram-api/telegram-api.js";
import { openTestDatabase } from "../../fixtures/database.js";

/** The console over both sandbox servers and an empty database, without the service's bots. */
export async function openConsole() {
  const database = await openTestDatabase("pglite");
  const discord = createDiscordApi({ acknowledgeWithinMs: 1_000 });
  const telegram = createTelegramApi();
  const stripe = createStripeApi();
  const stripeAt = await stripe.listen();
  const discordAt = await discord.listen();
  const telegramAt = await telegram.listen();
  const conditions = createConditionSwitches();
  const spenders: { platform: string; userId: string }[] = [];
  const gifts: { platform: string; userId: string; credits: number }[] = [];
  const pages = createConsole({
    discord,
    telegram: telegram.control,
    stripe: stripe.control,
    client: database.prisma,
    conditions,
    grant: async (gift) => {
      gifts.push(gift);
    },
    spend: async (person) => {
      spenders.push(person);
    },
    reset: async () => {
      discord.reset();
      telegram.control.reset();
      stripe.control.reset();
    },
  });
  const fetchPage = (request: Request) =>
    pages.fetch(request) ?? new Response("the house", { status: 418 });
  const listener = await startHttpListener({ fetch: fetchPage });
  return {
    url: listener.origin,
    fetch: fetchPage,
    discord,
    discordAt,
    telegram: telegram.control,
    telegramAt: { token: telegram.token, apiRoot: telegramAt.apiRoot },
    conditions,
    stripe: stripe.control,
    stripeAt,
    gifts,
    spenders,
    prisma: database.prisma,
    async close() {
      pages.close();
      await listener.close();
      await discord.close();
      await telegram.close();
      await stripe.close();
      await database.close();
    },
  };
}

export type OpenConsole = Awaited<ReturnType<typeof openConsole>>;
