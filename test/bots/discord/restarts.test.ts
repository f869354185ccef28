import { afterEach, describe, expect, it } from "vitest";
import { createDiscordApi } from "../../../src/sandbox/discord-api/discord-api.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { until } from "../../jobs/until.js";
import { createWorld, TOKEN, type World } from "./discord-world.js";

const { users, channels } = SEED;
const general = { userId: users.ada, channelId: channels.general };
const FIFTEEN_MINUTES_MS = 15 * 60_000;

let world: World;
afterEach(() => world.close());

function imagine(prompt = "a red fox") {
  return world.api.runCommand({ ...general, name: "imagine", options: { prompt } });
}

/** A core that answers nobody until it is opened, as if its process had died in the middle. */
function aStuckCore() {
  let isOpen = false;
  return {
    beforeAnswer: () => (isOpen ? Promise.resolve() : new Promise<void>(() => undefined)),
    open: () => {
      isOpen = true;
    },
  };
}

describe("discord: after a restart", () => {
  it("completes what was acknowledged and not finished", async () => {
    const core = aStuckCore();
    world = await createWorld(core);
    const dying = await world.startBot();
    const run = await imagine();
    await until("it is written down", () => world.updates.open().length === 1);
    await dying.stop(0);
    core.open();

    await world.startBot();

    await run.waitForMessage(({ text }) => text.includes("Queued"));
    await until("its row is finished", () => world.updates.open().length === 0);
    expect(world.studio.works.map(({ requestKey }) => requestKey)).toEqual([`discord:${run.id}`]);
    expect(world.api.messages(general)).toHaveLength(1);
  });

  it("keeps a refusal private that it only comes to after the restart", async () => {
    const core = aStuckCore();
    world = await createWorld(core);
    const dying = await world.startBot();
    const run = await imagine("forbidden");
    await until("it is written down", () => world.updates.open().length === 1);
    await dying.stop(0);
    core.open();

    await world.startBot();

    const refusal = await run.waitForMessage(({ text }) => text.includes("can't make this one"));
    expect(refusal.isEphemeral).toBe(true);
    expect(world.api.messages({ ...general, userId: users.bruno })).toEqual([]);
  });

  it("lets go of what can no longer be answered", async () => {
    const core = aStuckCore();
    world = await createWorld(core);
    const dying = await world.startBot();
    await imagine();
    await until("it is written down", () => world.updates.open().length === 1);
    await dying.stop(0);
    core.open();
    world.pass(FIFTEEN_MINUTES_MS);

    await world.startBot();

    await until("its row is finished", () => world.updates.open().length === 0);
    expect(world.studio.works).toEqual([]);
  });

  it("does not repeat what was finished", async () => {
    world = await createWorld();
    const first = await world.startBot();
    await imagine();
    await until("it is finished", () => world.studio.works[0]?.messageId != null);
    await first.stop(1_000);
    const callsBefore = world.api.calls().filter(({ method }) => method === "PATCH").length;

    await world.startBot();
    await imagine("another fox");
    await until("that is finished too", () => world.studio.works[1]?.messageId != null);

    const calls = world.api.calls().filter(({ method }) => method === "PATCH").length;
    expect(calls).toBe(callsBefore + 1);
  });

  it("finishes what is at work before it stops", async () => {
    const core = aStuckCore();
    world = await createWorld({
      beforeAnswer: () => new Promise((resolve) => setTimeout(resolve, 300)),
    });
    core.open();
    const bot = await world.startBot();
    const run = await imagine();

    await bot.stop(5_000);

    expect(run.messages()[0]?.text).toContain("Queued");
    expect(world.updates.open()).toEqual([]);
    expect(bot.isReady()).toBe(false);
  });

  it("does not wait longer than it was told to", async () => {
    world = await createWorld(aStuckCore());
    const bot = await world.startBot();
    await imagine();
    const startedAt = performance.now();

    await bot.stop(200);

    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("discord: connecting", () => {
  it("names the setting when Discord refuses the token", async () => {
    world = await createWorld();
    const bot = world.addBot({ token: "wrong" });

    await expect(bot.start()).rejects.toMatchObject({
      code: "configuration",
      retryable: false,
      message: "Discord refuses the token in DISCORD_TOKEN",
    });
    expect(bot.isReady()).toBe(false);
  });

  it("says when the token is another application's than the one in the settings, and serves the token's", async () => {
    world = await createWorld();
    const bot = await world.startBot({ applicationId: "42" });

    expect(bot.isReady()).toBe(true);
    const told = world.log.lines.filter((line) => line.includes("discord_application_id_differs"));
    expect(told).toEqual([expect.stringContaining('"setting":"42"')]);
  });

  it("keeps trying while Discord is out of reach, and serves once it is back", async () => {
    world = await createWorld();
    const away = createDiscordApi({ token: TOKEN });
    const { port, apiUrl } = await away.listen();
    await away.close();
    const bot = world.addBot({ apiUrl });

    await bot.start();

    expect(bot.isReady()).toBe(false);
    expect(world.log.lines.join()).toContain("discord_unreachable");
    const back = createDiscordApi({ token: TOKEN });
    await back.listen({ port });
    await until("it is connected", () => bot.isReady());
    await bot.stop(0);
    await back.close();
  });

  it.each([{ canResume: true }, { canResume: false }])(
    "comes back after its connection broke (%o)",
    async (how) => {
      world = await createWorld();
      const bot = await world.startBot();

      await world.api.faults.dropGateway(how);

      await until("it has noticed", () => !bot.isReady());
      await until("it is back", () => bot.isReady());
      const run = await imagine();
      await run.waitForMessage(({ text }) => text.includes("Queued"));
      expect(world.studio.works).toHaveLength(1);
    },
  );
});
