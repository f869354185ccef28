import { setTimeout as pause } from "node:timers/promises";
import { Routes } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toButtonId } from "../../../src/bots/presentation/button-id.js";
import type { Place } from "../../../src/sandbox/discord-api/control.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { until } from "../../jobs/until.js";
import { createWorld, TOKEN, type World } from "./discord-world.js";
import { aSuccess } from "./studio.js";

const { users, channels, guilds } = SEED;
const general = { userId: users.ada, channelId: channels.general };

let world: World;
/** How long the core takes to answer. */
let coreMs = 0;

beforeEach(async () => {
  coreMs = 0;
  world = await createWorld({ beforeAnswer: () => pause(coreMs) });
});
afterEach(async () => {
  expect(world.api.unknownCalls()).toEqual([]);
  await world.close();
});

/** Asks for a picture and waits until it is in line. */
async function imagine(options: Record<string, string | boolean> = {}, place: Place = general) {
  const run = await world.api.runCommand({
    ...place,
    name: "imagine",
    options: { prompt: "a red fox", ...options },
  });
  const message = await run.waitForMessage(({ text }) => text.includes("Queued"));
  return { run, message };
}

describe("discord: acknowledging", () => {
  it("acknowledges before the core has answered, or anything is written down", async () => {
    await world.startBot({ onFault: () => undefined });
    coreMs = 600;

    const run = await world.api.runCommand({
      ...general,
      name: "imagine",
      options: { prompt: "a red fox" },
    });

    expect(run.record().acknowledgement).toBe("deferred_message");
    expect(run.record().acknowledgedAfterMs).toBeLessThan(300);
    expect(run.messages().map(({ isLoading }) => isLoading)).toEqual([true]);
    await run.waitForMessage(({ text }) => text.includes("Queued, 1st in line"));
    await until("the row is finished", () => world.updates.open().length === 0);
  });

  it.each([
    { what: "imagine", options: { prompt: "a fox" }, isEphemeral: false },
    { what: "imagine", options: { prompt: "a fox", private: false }, isEphemeral: false },
    { what: "imagine", options: { prompt: "a fox", private: true }, isEphemeral: true },
    { what: "balance", options: {}, isEphemeral: true },
    { what: "models", options: {}, isEphemeral: true },
    { what: "job", options: {}, isEphemeral: true },
    { what: "help", options: {}, isEphemeral: true },
  ])(
    "answers /$what $options where ephemeral = $isEphemeral",
    async ({ what, options, isEphemeral }) => {
      await world.startBot();
      await until("commands", async () => (await world.api.listCommands(general)).length > 0);

      const run = await world.api.runCommand({ ...general, name: what, options });

      expect(run.record().isEphemeral).toBe(isEphemeral);
      const message = await run.waitForMessage(({ isLoading }) => !isLoading);
      expect(message.isEphemeral).toBe(isEphemeral);
      expect(message.isComponentsV2).toBe(true);
    },
  );

  it("answers at once while a server is unavailable and its state never comes", async () => {
    world.api.faults.setGuildAvailable(guilds.werkstatt, false);
    await world.startBot();

    const { run } = await imagine();

    expect(run.record().acknowledgedAfterMs).toBeLessThan(300);
  });

  it("runs nothing when Discord would not take the acknowledgement", async () => {
    await world.close();
    // Whatever comes is late, within the same millisecond too.
    world = await createWorld({ api: { acknowledgeWithinMs: -1 } });
    await world.startBot();

    const run = await world.api.runCommand({
      ...general,
      name: "imagine",
      options: { prompt: "a red fox" },
    });

    await until("the refusal", () => world.log.lines.some((line) => line.includes("10062")));
    expect(run.record().state).toBe("failed");
    expect(world.studio.works).toEqual([]);
    expect(world.updates.payloads()).toEqual([]);
  });

  it("runs a request whose acknowledgement arrived while its answer was lost", async () => {
    await world.startBot();
    world.api.faults.loseNextAnswer();

    const { message } = await imagine();

    expect(message.text).toContain("a red fox");
    expect(world.studio.works).toHaveLength(1);
  });

  it("runs an interaction that is delivered twice once", async () => {
    await world.startBot();
    world.api.faults.duplicateNextInteraction();

    await imagine();
    await pause(100);

    expect(world.studio.works).toHaveLength(1);
    expect(world.api.messages(general)).toHaveLength(1);
    expect(world.api.calls().filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });

  it("runs an interaction once that two processes hear", async () => {
    await world.startBot();
    await world.startBot();

    await imagine();
    await pause(100);

    expect(world.studio.works).toHaveLength(1);
    expect(world.api.messages(general)).toHaveLength(1);
    expect(world.api.calls().filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });
});

describe("discord: answers", () => {
  it("never shows a refusal to others, not even for a moment", async () => {
    const seen: string[] = [];
    world.api.onEvent((event) => {
      if (event.type !== "message_created" && event.type !== "message_updated") return;
      if (event.message.visibleTo === null) seen.push(event.message.text);
    });
    await world.startBot();

    const run = await world.api.runCommand({
      ...general,
      name: "imagine",
      options: { prompt: "a forbidden fox" },
    });
    const refusal = await run.waitForMessage(({ text }) => text.includes("can't make this one"));

    expect(refusal).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(world.api.messages({ ...general, userId: users.bruno })).toEqual([]);
    expect(seen.join("")).toBe("");
  });

  it("keeps a refusal private when Discord stumbles over taking the public placeholder away", async () => {
    await world.startBot();
    coreMs = 100;
    const run = await world.api.runCommand({
      ...general,
      name: "imagine",
      options: { prompt: "a forbidden fox" },
    });
    world.api.faults.failNext({ count: 2 });

    const refusal = await run.waitForMessage(({ text }) => text.includes("can't make this one"));

    expect(refusal.isEphemeral).toBe(true);
    expect(world.api.messages({ ...general, userId: users.bruno })).toEqual([]);
  });

  it("shows a refusal in place where only the asker sees it anyway", async () => {
    await world.startBot();

    const run = await world.api.runCommand({
      ...general,
      name: "imagine",
      options: { prompt: "forbidden", private: true },
    });
    await run.waitForMessage(({ text }) => text.includes("can't make this one"));

    expect(run.messages()).toHaveLength(1);
  });

  it("speaks the asker's language", async () => {
    await world.startBot();

    const run = await world.api.runCommand({
      userId: users.bruno,
      channelId: channels.general,
      name: "balance",
    });

    await run.waitForMessage(({ text }) => text.includes("24 Credits"));
  });

  it("says that it does not know a command, to the asker alone", async () => {
    await world.startBot();
    await world.rest.put(Routes.applicationCommands(SEED.application), {
      body: [{ name: "paint", description: "From another version" }],
    });

    const run = await world.api.runCommand({ ...general, name: "paint" });

    const message = await run.waitForMessage(({ text }) => text.includes("I don't know /paint"));
    expect(message.isEphemeral).toBe(true);
  });

  it("reaches a place where only the asker installed the bot", async () => {
    await world.startBot();

    const { message } = await imagine({}, { userId: users.ada, channelId: channels.group });

    expect(world.studio.works[0]?.target).toMatchObject({
      isUserInstall: true,
      isGroup: true,
      chatId: channels.group,
    });
    expect(message.channelId).toBe(channels.group);
  });

  it.each([
    { where: "a server", channelId: channels.general, isGroup: true, isUserInstall: false },
    {
      where: "its own direct messages",
      channelId: SEED.directMessages.ada,
      isGroup: false,
      isUserInstall: false,
    },
  ])("knows it is in $where", async ({ channelId, isGroup, isUserInstall }) => {
    await world.startBot();

    await imagine({}, { userId: users.ada, channelId });

    expect(world.studio.works[0]?.target).toMatchObject({ isGroup, isUserInstall });
  });
});

describe("discord: buttons", () => {
  function press(userId: string, messageId: string, action: string) {
    const { buttons = [] } = world.api.messages(general).find(({ id }) => id === messageId) ?? {};
    const button = buttons.find(({ customId }) => customId?.startsWith(`${action}:`));
    return world.api.pressButton({ userId, messageId, customId: button?.customId ?? action });
  }

  async function aResult(options: Record<string, string | boolean> = {}) {
    const { message } = await imagine(options);
    await world.objects.put("pictures/1.png", new Uint8Array([1, 2, 3]), "image/png");
    const [work] = world.studio.works;
    if (work) await world.studio.send(work, { rung: "edit", phase: aSuccess("pictures/1.png") });
    return message;
  }

  it("makes another with Again, in a message of its own", async () => {
    await world.startBot();
    const message = await aResult();

    const again = await press(users.ada, message.id, "again");
    const next = await again.waitForMessage(({ text }) => text.includes("Queued"));

    expect(again.record().acknowledgement).toBe("deferred_message");
    expect(next.id).not.toBe(message.id);
    expect(world.studio.works).toHaveLength(2);
    expect(world.studio.works[1]?.requestKey).toBe(`discord:${again.id}`);
  });

  it("shows one message for a double click", async () => {
    await world.startBot();
    const message = await aResult();

    await press(users.ada, message.id, "again");
    await until("the first is in line", () => world.studio.works.length === 2);
    await press(users.ada, message.id, "again");
    const isAllDone = () =>
      world.updates.payloads().length === 3 && world.updates.open().length === 0;
    await until("both are done", isAllDone);

    const [, ...more] = world.api.messages(general);
    expect(more.map(({ text }) => text)).toEqual([expect.stringContaining("Queued")]);
  });

  it("keeps what is asked for from a private message private", async () => {
    await world.startBot();
    const message = await aResult({ private: true });

    const again = await press(users.ada, message.id, "again");
    const next = await again.waitForMessage(({ text }) => text.includes("Queued"));

    expect(next.isEphemeral).toBe(true);
    expect(world.studio.works[1]?.target.visibility).toBe("only_me");
  });

  it("tells a stranger alone that this is not theirs, and leaves the message", async () => {
    await world.startBot();
    const message = await aResult();

    for (const action of ["again", "delete"]) {
      const run = await press(users.bruno, message.id, action);
      const told = await run.waitForMessage(({ text }) => text.includes("gehört jemand anderem"));
      expect(told).toMatchObject({ isEphemeral: true, visibleTo: users.bruno });
    }
    expect(world.api.messages(general).map(({ id }) => id)).toEqual([message.id]);
  });

  it("says nothing on Cancel: the message itself changes", async () => {
    await world.startBot();
    const { message } = await imagine();

    const run = await press(users.ada, message.id, "cancel");
    await until("the row is finished", () => world.updates.open().length === 0);

    expect(run.record().acknowledgement).toBe("deferred_update");
    expect(world.api.messages(general)).toHaveLength(1);
  });

  it.each([{ private: true }, { private: false }])(
    "takes the message away on Delete (%o)",
    async (options) => {
      await world.startBot();
      const message = await aResult(options);

      await press(users.ada, message.id, "delete");

      await until("it is gone", () => world.api.messages(general).length === 0);
    },
  );

  it("still knows the buttons of messages from before a restart", async () => {
    const before = await world.startBot();
    const message = await aResult();
    await before.stop(1_000);
    await world.startBot();

    const again = await press(users.ada, message.id, "again");

    await again.waitForMessage(({ text }) => text.includes("Queued"));
  });

  it.each(["again", "delete"])(
    "knows the %s button of messages from before pictures had buttons of their own",
    async (action) => {
      await world.startBot();
      await aResult();
      const subject = world.studio.works[0]?.generationId ?? "";
      const customId = toButtonId({ action, subject });
      const button = { type: 2, style: 2, label: "Old", custom_id: customId };
      await world.rest.post(Routes.channelMessages(channels.general), {
        body: { content: "old", components: [{ type: 1, components: [button] }] },
      });
      const old = world.api.messages(general).at(-1);

      await world.api.pressButton({ userId: users.ada, messageId: old?.id ?? "", customId });

      await until("it has its effect", () =>
        action === "again"
          ? world.studio.works.length === 2
          : !world.api.messages(general).some(({ id }) => id === old?.id),
      );
    },
  );

  it.each(["paint:0000", "again:not-a-uuid", "something else"])(
    "answers a button it does not know (%s), to the presser alone",
    async (customId) => {
      await world.startBot();
      const button = { type: 2, style: 2, label: "Paint", custom_id: customId };
      await world.rest.post(Routes.channelMessages(channels.general), {
        body: { content: "old", components: [{ type: 1, components: [button] }] },
      });
      const [message] = world.api.messages(general);

      const run = await world.api.pressButton({
        userId: users.bruno,
        messageId: message?.id ?? "",
        customId,
      });

      const told = await run.waitForMessage(({ text }) => text.includes("geht nicht mehr"));
      expect(told).toMatchObject({ isEphemeral: true, visibleTo: users.bruno });
      expect(world.api.messages(general)[0]?.content).toBe("old");
    },
  );
});

describe("discord: autocomplete", () => {
  it("offers models while one types", async () => {
    await world.startBot();

    const offered = await world.api.autocomplete({
      ...general,
      name: "imagine",
      options: { prompt: "a fox", model: "dev" },
      focused: "model",
    });

    expect(offered.map(({ value }) => value)).toEqual(["flux-dev", "flux-krea-dev", "flux-2-dev"]);
    expect(offered[0]?.name).toBe(
      "FLUX.1 dev · 5 credits a picture · about 6 s · can use your picture",
    );
    expect(world.updates.payloads()).toEqual([]);
  });
});

describe("discord: secrets", () => {
  it("writes tokens and prompts down encrypted, and neither into the log", async () => {
    await world.startBot();
    const tokens: string[] = [];

    const { run } = await imagine({ prompt: "a very secret fox" });
    await world.api.runCommand({ ...general, name: "imagine", options: { prompt: "forbidden" } });
    world.api.faults.failNext({ count: 3 });
    await world.api.runCommand({ ...general, name: "imagine", options: { prompt: "secret fox" } });
    tokens.push(world.studio.works[0]?.target.grant?.token ?? "no token");
    await until("the rest", () => world.updates.open().length === 0);

    const log = world.log.lines.join("\n");
    for (const secret of [...tokens, TOKEN, "secret fox"]) {
      expect(log).not.toContain(secret);
      expect(world.updates.payloads().join()).not.toContain(secret);
    }
    expect(run.record().state).toBe("acknowledged");
  });
});
