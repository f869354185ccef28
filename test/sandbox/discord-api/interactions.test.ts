import { type APIInteraction, InteractionResponseType, MessageFlags, Routes } from "discord.js";
import { beforeEach, describe, expect, it } from "vitest";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import {
  button,
  deferred,
  imagine,
  message,
  row,
  standingClock,
  startBot,
  type TestBot,
} from "./bot.js";

const { users, channels } = SEED;
const inGeneral = { userId: users.ada, channelId: channels.general };
const aCat = { ...inGeneral, name: "imagine", options: { prompt: "a cat" } };
const png = { name: "cat.png", data: Buffer.from("not really a picture") };

describe("interactions", () => {
  const clock = standingClock();
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startBot({ clock, acknowledgeWithinMs: 300 });
    await bot.register([
      imagine,
      { name: "Edit this image", type: 3 },
      { name: "Give credits", type: 2 },
    ]);
  });

  /** Runs a command and gives both sides of it. */
  async function answered(response = deferred()) {
    bot.onInteraction((interaction) => bot.respond(interaction, response));
    const view = await bot.api.runCommand(aCat);
    const interaction = bot.received.at(-1);
    if (interaction === undefined) throw new Error("nothing reached the bot");
    return { view, interaction };
  }

  it("shows 'thinking' for a deferred answer and then the edit with its file", async () => {
    const { view, interaction } = await answered();
    expect(view.messages()).toMatchObject([{ isLoading: true, content: "" }]);

    await bot.editOriginal(interaction, { content: "Here is your cat" }, [png]);

    const seen = await view.waitForMessage((entry) => !entry.isLoading);
    expect(seen).toMatchObject({
      content: "Here is your cat",
      editedAt: null,
      attachments: [{ filename: "cat.png", contentType: "image/png", sizeBytes: 20 }],
    });
    const file = await fetch(seen.attachments[0]?.url ?? "");
    expect(await file.text()).toBe("not really a picture");
    expect(bot.api.unknownCalls()).toEqual([]);
  });

  it("carries what the real payload carries", async () => {
    const { interaction } = await answered();

    expect(interaction).toMatchObject({
      type: 2,
      version: 1,
      application_id: SEED.application,
      guild_id: SEED.guilds.garden,
      guild: { id: SEED.guilds.garden, locale: "en-US" },
      channel: { id: channels.general, type: 0 },
      member: { user: { id: users.ada, username: "ada" }, permissions: expect.any(String) },
      locale: "en-US",
      context: 0,
      entitlements: [],
      authorizing_integration_owners: { "0": SEED.guilds.garden, "1": users.ada },
      attachment_size_limit: 10 * 1024 * 1024,
      data: { name: "imagine", type: 1, options: [{ name: "prompt", type: 3, value: "a cat" }] },
    });
    expect(interaction).not.toHaveProperty("user");
  });

  it("refuses an answer after 3 s with 10062, and the person reads that nobody answered", async () => {
    let late: Promise<unknown> = Promise.resolve();
    bot.onInteraction((interaction) => {
      clock.advance(301);
      late = bot.respond(interaction, deferred()).catch((error) => error);
    });

    const view = await bot.api.runCommand(aCat);

    expect(await late).toMatchObject({ status: 404, code: 10062 });
    expect(view.record()).toMatchObject({ state: "failed", acknowledgement: null });
    expect(view.messages()).toEqual([]);
  });

  it("refuses a second first answer with 40060", async () => {
    const { interaction } = await answered();

    await expect(bot.respond(interaction, deferred())).rejects.toMatchObject({
      status: 400,
      code: 40060,
    });
  });

  it("sends a duplicated interaction twice, and only one answer counts", async () => {
    bot.api.faults.duplicateNextInteraction();
    const outcomes: unknown[] = [];
    bot.onInteraction(async (interaction) => {
      outcomes.push(
        await bot.respond(interaction, message({ content: "hi" })).catch((e) => e.code),
      );
    });

    const view = await bot.api.runCommand(aCat);

    await expect.poll(() => outcomes).toHaveLength(2);
    expect(outcomes).toContain(40060);
    expect(bot.received[0]?.id).toBe(bot.received[1]?.id);
    expect(view.messages()).toHaveLength(1);
  });

  it("refuses a malformed answer without taking it, so that a good one still counts", async () => {
    let refusal: unknown;
    bot.onInteraction(async (interaction) => {
      const tooLong = row(button("x".repeat(101)));
      refusal = await bot
        .respond(interaction, message({ content: "hi", components: [tooLong] }))
        .catch((error) => error);
      await bot.respond(interaction, message({ content: "hi" }));
    });

    const view = await bot.api.runCommand(aCat);

    expect(refusal).toMatchObject({
      status: 400,
      code: 50035,
      rawError: {
        message: "Invalid Form Body",
        errors: {
          data: {
            components: {
              0: { components: { 0: { custom_id: { _errors: [expect.anything()] } } } },
            },
          },
        },
      },
    });
    expect(view.record().state).toBe("acknowledged");
  });

  it("ends the token after 15 minutes with 50027", async () => {
    const { interaction } = await answered();

    clock.advance(15 * 60_000 + 1);

    const dead = { status: 401, code: 50027 };
    await expect(bot.editOriginal(interaction, { content: "late" })).rejects.toMatchObject(dead);
    await expect(bot.followUp(interaction, { content: "late" })).rejects.toMatchObject(dead);
  });

  it("knows no follow-up before the first answer", async () => {
    let refusal: unknown;
    bot.onInteraction(async (interaction) => {
      refusal = await bot.followUp(interaction, { content: "too early" }).catch((error) => error);
    });

    await bot.api.runCommand(aCat);

    expect(refusal).toMatchObject({ status: 404, code: 10015 });
  });

  it("fills the deferred answer with the first follow-up, and fixes its visibility at the defer", async () => {
    const { view, interaction } = await answered(deferred({ ephemeral: true }));

    await bot.followUp(interaction, { content: "done" });

    expect(view.messages()).toMatchObject([{ content: "done", isEphemeral: true }]);
    const bruno = bot.api.messages({ userId: users.bruno, channelId: channels.general });
    expect(bruno).toEqual([]);
  });

  it("deletes an answer for good", async () => {
    const { interaction } = await answered(message({ content: "hi" }));
    await bot.client.rest.delete(Routes.webhookMessage(SEED.application, interaction.token), {
      auth: false,
    });

    expect(bot.api.messages(inGeneral)).toEqual([]);
    await expect(bot.editOriginal(interaction, { content: "again" })).rejects.toMatchObject({
      code: 10008,
    });
  });

  it("updates the message a button sits on, and refuses disabled or hidden buttons", async () => {
    const { view } = await answered(
      message({
        content: "1",
        components: [row(button("next"), button("off", { disabled: true }))],
      }),
    );
    const [shown] = view.messages();
    const messageId = shown?.id ?? "";
    bot.onInteraction((interaction) =>
      bot.respond(interaction, {
        type: InteractionResponseType.UpdateMessage,
        data: { content: "2" },
      }),
    );

    const press = await bot.api.pressButton({ userId: users.bruno, messageId, customId: "next" });

    expect(press.record()).toMatchObject({ kind: "component", acknowledgement: "update" });
    expect(bot.api.messages(inGeneral)).toMatchObject([{ id: messageId, content: "2" }]);
    expect(bot.received.at(-1)).toMatchObject({
      type: 3,
      message: { id: messageId },
      data: { custom_id: "next", component_type: 2 },
    });
    const off = { userId: users.ada, messageId, customId: "off" };
    await expect(bot.api.pressButton(off)).rejects.toThrow(/disabled/);
  });

  it("hands over chosen values of a select menu, and only those on offer", async () => {
    const select = {
      type: 3,
      custom_id: "model",
      options: ["fast", "fine"].map((value) => ({ label: value, value })),
    };
    const { view } = await answered(message({ content: "?", components: [row(select)] }));
    const messageId = view.messages()[0]?.id ?? "";
    bot.onInteraction((interaction) => bot.respond(interaction, { type: 6 }));
    const choose = (value: string) =>
      bot.api.selectMenu({ userId: users.ada, messageId, customId: "model", values: [value] });

    const chosen = await choose("fine");

    expect(chosen.record().acknowledgement).toBe("deferred_update");
    expect(bot.received.at(-1)?.data).toMatchObject({ component_type: 3, values: ["fine"] });
    await expect(choose("other")).rejects.toThrow(/not on offer/);
  });

  it("opens a modal, takes it back filled in with a file, and allows no modal in answer to it", async () => {
    const modal = {
      type: InteractionResponseType.Modal as const,
      data: {
        custom_id: "edit",
        title: "Edit",
        components: [
          { type: 18, label: "What", component: { type: 4, custom_id: "what", style: 1 } },
          { type: 18, label: "Image", component: { type: 19, custom_id: "image", max_values: 2 } },
        ],
      },
    };
    bot.onInteraction((interaction) =>
      bot.client.rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
        body: modal,
        auth: false,
      }),
    );
    const opened = await bot.api.runCommand(aCat);
    expect(opened.record()).toMatchObject({ acknowledgement: "modal", modal: { title: "Edit" } });

    const again: unknown[] = [];
    bot.onInteraction(async (interaction) => {
      again.push(
        await bot.client.rest
          .post(Routes.interactionCallback(interaction.id, interaction.token), {
            body: modal,
            auth: false,
          })
          .catch((error) => error.code),
      );
      await bot.respond(interaction, deferred());
    });
    const submitted = await bot.api.submitModal({
      interactionId: opened.id,
      values: { what: "bluer", image: [{ filename: "in.png", bytes: new Uint8Array(3) }] },
    });

    expect(again).toEqual([50035]);
    expect(submitted.record()).toMatchObject({ kind: "modal_submit", state: "acknowledged" });
    const { data } = bot.received.at(-1) as APIInteraction & { data: { resolved: object } };
    expect(data).toMatchObject({
      custom_id: "edit",
      components: [
        { type: 18, component: { custom_id: "what", value: "bluer" } },
        { type: 18, component: { custom_id: "image", values: [expect.any(String)] } },
      ],
      resolved: { attachments: expect.any(Object) },
    });
  });

  it("autocompletes with what the bot offers", async () => {
    bot.onInteraction((interaction) =>
      bot.respond(interaction, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices: [{ name: "Fast", value: "fast" }] },
      }),
    );

    const choices = await bot.api.autocomplete({
      ...inGeneral,
      name: "imagine",
      focused: "model",
      options: { model: "fa" },
    });

    expect(choices).toEqual([{ name: "Fast", value: "fast" }]);
    expect(bot.received[0]).toMatchObject({
      type: 4,
      data: { options: [{ name: "model", value: "fa", focused: true }] },
    });
  });

  it("gives a message command the whole message, without the message content intent", async () => {
    const written = await bot.api.sendMessage({
      userId: users.bruno,
      channelId: channels.general,
      content: "look",
      files: [{ filename: "garden.jpg", bytes: new Uint8Array(5) }],
    });
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));

    await bot.api.runMessageCommand({
      ...inGeneral,
      name: "Edit this image",
      messageId: written.id,
    });

    expect(bot.received[0]?.data).toMatchObject({
      type: 3,
      target_id: written.id,
      resolved: {
        messages: {
          [written.id]: { content: "look", attachments: [{ filename: "garden.jpg", size: 5 }] },
        },
      },
    });
  });

  it("gives a user command the person and their membership", async () => {
    bot.onInteraction((interaction) => bot.respond(interaction, deferred()));

    await bot.api.runUserCommand({ ...inGeneral, name: "Give credits", targetUserId: users.chloe });

    expect(bot.received[0]?.data).toMatchObject({
      type: 2,
      target_id: users.chloe,
      resolved: { users: { [users.chloe]: { username: "chloe_m" } }, members: expect.any(Object) },
    });
  });

  it("stops at five follow-ups where only the person has installed the application", async () => {
    bot.onInteraction((interaction) => bot.respond(interaction, message({ content: "0" })));
    const view = await bot.api.runCommand({ ...aCat, channelId: channels.group });
    const interaction = bot.received[0];
    expect(interaction).toMatchObject({
      context: 2,
      authorizing_integration_owners: { "1": users.ada },
      user: { id: users.ada },
    });
    if (interaction === undefined) throw new Error("nothing reached the bot");

    for (const content of ["1", "2", "3", "4", "5"]) await bot.followUp(interaction, { content });

    await expect(bot.followUp(interaction, { content: "6" })).rejects.toMatchObject({
      code: 40094,
    });
    expect(view.messages().map((entry) => entry.content)).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  it("keeps an ephemeral message out of reach of the channel's routes", async () => {
    const { view } = await answered(message({ content: "psst", flags: MessageFlags.Ephemeral }));
    const id = view.messages()[0]?.id ?? "";

    await expect(
      bot.client.rest.patch(Routes.channelMessage(channels.general, id), {
        body: { content: "x" },
      }),
    ).rejects.toMatchObject({ status: 404, code: 10008 });
  });
});
