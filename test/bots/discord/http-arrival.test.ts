import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import type { DiscordBot } from "../../../src/bots/discord/discord-bot.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { discordInteractionRoutes } from "../../../src/web/discord-interactions.js";
import { createDiscordSignatureCheck } from "../../../src/web/discord-signature.js";
import { until } from "../../jobs/until.js";
import { type ServedParts, serveParts } from "../../web/serve-parts.js";
import { createWorld, type World } from "./discord-world.js";

const { users, channels } = SEED;
const general = { userId: users.ada, channelId: channels.general };
const BY_HTTP = { duties: { registers: true, hears: "http" } } as const;

let world: World;
let served: ServedParts | undefined;

beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await served?.close();
  served = undefined;
  await world.close();
});

/** As on the portal page: Discord's two trials included. */
async function enterEndpoint(bot: DiscordBot): Promise<void> {
  const { publicKey } = world.api.world().application;
  const check = createDiscordSignatureCheck({ publicKey, clock: systemClock });
  served = await serveParts(discordInteractionRoutes({ check, answer: bot.answer }));
  await world.api.setInteractionsEndpoint(`${served.origin}/interactions/discord`);
}

function imagine(prompt = "a red fox") {
  return world.api.runCommand({ ...general, name: "imagine", options: { prompt } });
}

function aCommand(id: string) {
  return {
    id,
    application_id: world.api.world().application.id,
    type: 2,
    token: `token-${id}`,
    data: { name: "imagine", type: 1, options: [{ name: "prompt", value: "a fox" }] },
    channel_id: channels.general,
    member: { user: { id: users.ada } },
    guild_id: "1",
  };
}

const isFinished = () => until("its row is finished", () => world.updates.open().length === 0);

describe("discord: interactions by HTTP", () => {
  it("passes Discord's trials, opens no gateway, and answers in the response", async () => {
    const bot = await world.startBot(BY_HTTP);
    expect(world.api.gatewayConnections()).toEqual([]);
    await enterEndpoint(bot);

    const run = await imagine();

    expect(run.record().acknowledgement).toBe("deferred_message");
    await run.waitForMessage(({ text }) => text.includes("Queued, 1st in line"));
    const callbacks = world.api.calls().filter(({ route }) => route.endsWith("/callback"));
    expect(callbacks.map(({ method }) => method)).toEqual(["INLINE"]);
    await isFinished();
  });

  it("keeps a refusal private, and offers models while one types", async () => {
    await enterEndpoint(await world.startBot(BY_HTTP));

    const run = await imagine("forbidden");
    const refusal = await run.waitForMessage(({ text }) => text.includes("can't make this one"));
    expect(refusal.isEphemeral).toBe(true);

    const options = { prompt: "fox", model: "schn" };
    const typed = { ...general, name: "imagine", options, focused: "model" };
    const [first] = await world.api.autocomplete(typed);
    expect(first).toMatchObject({ value: "flux-schnell" });
  });

  it("runs an interaction that is delivered twice once, and acknowledges both", async () => {
    await enterEndpoint(await world.startBot(BY_HTTP));
    world.api.faults.duplicateNextInteraction();

    const run = await imagine();

    await run.waitForMessage(({ text }) => text.includes("Queued"));
    await isFinished();
    expect(world.studio.works).toHaveLength(1);
    expect(world.api.messages(general)).toHaveLength(1);
  });

  it("runs nothing whose response nobody read", async () => {
    const bot = await world.startBot(BY_HTTP);
    expect(await bot.answer(aCommand("70"), Promise.resolve(false))).toEqual({ type: 5 });
    await bot.stop(1_000);
    expect(world.updates.payloads()).toEqual([]);
    expect(world.studio.works).toEqual([]);
  });

  it("runs it once when it is sent again", async () => {
    const bot = await world.startBot(BY_HTTP);
    let breakConnection: () => void = () => undefined;
    const isBroken = new Promise<boolean>((resolve) => {
      breakConnection = () => resolve(false);
    });

    expect(await bot.answer(aCommand("71"), isBroken)).toEqual({ type: 5 });
    // Sent again while the first is still open, and once more when all is done.
    expect(await bot.answer(aCommand("71"), Promise.resolve(true))).toEqual({ type: 5 });
    expect(world.updates.payloads()).toEqual([]);
    breakConnection();
    await until("the second is run", () => world.studio.works.length === 1);
    await isFinished();
    expect(await bot.answer(aCommand("71"), Promise.resolve(true))).toEqual({ type: 5 });
    await bot.stop(1_000);

    expect(world.studio.works).toHaveLength(1);
    expect(world.updates.payloads()).toHaveLength(1);
  });

  it("acknowledges all the same while nothing can be written down, and says whose fault it is", async () => {
    const save = () => Promise.reject(new Error("the database is away"));
    const bot = await world.startBot({ ...BY_HTTP, chatUpdates: { ...world.updates, save } });
    await enterEndpoint(bot);

    const run = await imagine();

    expect(run.record().acknowledgement).toBe("deferred_message");
    const told = await run.waitForMessage(({ text }) => text.includes("our side"));
    expect(told.isEphemeral).toBe(true);
    expect(world.studio.works).toEqual([]);
  });

  it("gives no answer to what is no interaction", async () => {
    const bot = await world.startBot(BY_HTTP);
    for (const payload of [
      null,
      7,
      "text",
      [],
      {},
      { ...aCommand("x") },
      { ...aCommand("1"), type: 99 },
    ]) {
      expect(await bot.answer(payload, Promise.resolve(true))).toBeNull();
    }
    expect(world.updates.payloads()).toEqual([]);
  });
});
