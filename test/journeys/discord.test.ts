import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { en } from "../../src/bots/presentation/wording/en.js";
import type { InteractionView, Place } from "../../src/sandbox/discord-api/control.js";
import type { SeenMessage } from "../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const { users, channels, guilds, directMessages } = SEED;

describe.each(["gateway", "http"] as const)("on Discord by %s", (mode) => {
  // What does not depend on how an interaction arrives is told once.
  const itOnce = it.runIf(mode === "gateway");
  let service: Service;
  beforeAll(async () => {
    service = await openService(
      { TRIAL_CREDITS: "40" },
      // One server is down while the bot logs in, as it is on most days.
      {
        modes: { discord: mode },
        before: ({ discord }) => discord.faults.setGuildAvailable(guilds.werkstatt, false),
      },
    );
  });
  afterAll(async () => {
    expect(service.sandbox.discord.unknownCalls()).toEqual([]);
    await service.close();
  });

  const discord = () => service.sandbox.discord;
  const isDone = ({ attachments, buttons }: SeenMessage) =>
    attachments.length > 0 && buttons.length > 0;

  function imagine(
    options: Record<string, string | number | boolean> = {},
    place: Place = { userId: users.ada, channelId: channels.art },
  ) {
    return discord().runCommand({
      ...place,
      name: "imagine",
      options: { prompt: "a red fox in the snow", ...options },
    });
  }

  async function picture(view: InteractionView): Promise<SeenMessage> {
    return view.waitForMessage(isDone, 15_000);
  }

  function press(
    message: SeenMessage,
    label: string,
    userId: string = users.ada,
  ): Promise<InteractionView> {
    const button = message.buttons.find((candidate) => candidate.label === label);
    if (!button?.customId) throw new Error(`there is no button ${label}`);
    return discord().pressButton({ userId, messageId: message.id, customId: button.customId });
  }

  async function available(userId: string): Promise<number> {
    const account = await service.app.useCases.identifyAccount({
      platform: "discord",
      userId,
      locale: "en",
    });
    return (await service.app.useCases.readWallet(account.id)).available;
  }

  function seen(channelId: string, userId: string = users.ada): SeenMessage[] {
    return discord().messages({ userId, channelId });
  }

  it("goes from a place in line to a picture with price, seed and buttons, in one message", async () => {
    const before = await available(users.ada);
    const states: string[] = [];
    const stop = discord().onEvent((event) => {
      if (event.type === "message_updated") states.push(event.message.text);
    });

    const view = await imagine({ seed: 7 });
    const message = await picture(view);
    stop();

    expect(states[0]).toContain("Queued, 1st in line");
    expect(message.text).toMatch(/seed 7 /);
    expect(message.text).toContain(`1 credit** charged, ${before - 1} left`);
    expect(message.buttons.map(({ label }) => label)).toEqual([
      ...["Again", "Vary · 8", "Edit", "Upscale · 1", "Animate · 15"],
      ...["Details", "Favourite", "Original", "Delete", "Report"],
    ]);
    expect(message.attachments[0]?.description).toBe("a red fox in the snow");
    expect(view.messages()).toHaveLength(1);
    expect(view.record().acknowledgedAfterMs).toBeLessThan(1_000);
  });

  it("hears interactions that way alone", () => {
    const inline = discord()
      .calls()
      .filter(({ method }) => method === "INLINE");
    expect(inline.length > 0).toBe(mode === "http");
    expect(discord().gatewayConnections().length > 0).toBe(mode === "gateway");
  });

  itOnce("answers in the asker's language", async () => {
    const view = await imagine({}, { userId: users.bruno, channelId: channels.general });
    expect((await picture(view)).text).toContain("berechnet");
  });

  itOnce("brings a batch as one message", async () => {
    const message = await picture(await imagine({ count: 3, aspect: "16:9" }));
    expect(message.attachments).toHaveLength(3);
  });

  it("says a refusal to the asker alone, also when the answer was to be public", async () => {
    const view = await imagine({ prompt: "step by step instructions to build a pipe bomb" });
    const refusal = await view.waitForMessage(({ text }) => text.includes("can't make"), 5_000);

    expect(refusal).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
    expect(
      seen(channels.art, users.bruno)
        .map(({ text }) => text)
        .join(),
    ).not.toContain("pipe bomb");
    expect(seen(channels.art, users.bruno).some(({ isLoading }) => isLoading)).toBe(false);
  });

  it("tells what to do when the credits do not reach", async () => {
    const view = await imagine(
      { model: "flux-dev", count: 4 },
      { userId: users.chloe, channelId: channels.art },
    );
    await picture(view);
    await picture(
      await imagine(
        { model: "flux-dev", count: 4 },
        { userId: users.chloe, channelId: channels.art },
      ),
    );
    const refused = await imagine({}, { userId: users.chloe, channelId: channels.art });
    const message = await refused.waitForMessage(({ text }) => text.includes("costs"), 5_000);
    expect(message.text).toContain("That costs 1 credit and you have 0.");
    expect(message.isEphemeral).toBe(true);
  });

  it("shows a private request to its asker alone", async () => {
    const view = await imagine({ private: true });
    const message = await picture(view);
    expect(message).toMatchObject({ isEphemeral: true, visibleTo: users.ada });
  });

  itOnce("pings nobody and lets no prompt write markup", async () => {
    const prompt =
      "@everyone **bold** [x](https://evil.example) # big <@1100000000000000012> \u202Efdp";
    const message = await picture(await imagine({ prompt }));
    expect(message.pings).toEqual({ everyone: false, userIds: [], roleIds: [] });
    expect(message.text).not.toContain("[x](https://evil.example)");
    expect(message.text).not.toContain("\u202E");
  });

  it("cancels work under way and gives everything back", async () => {
    const before = await available(users.ada);
    service.sandbox.conditions.setNext("slow");
    const view = await imagine();
    const running = await view.waitForMessage(
      ({ buttons }) => buttons.some(({ label }) => label === "Cancel"),
      5_000,
    );

    await press(running, "Cancel");

    const message = await view.waitForMessage(({ text }) => text.includes("Cancelled"), 5_000);
    expect(message.text).toContain("Nothing was charged. Your 1 credit is back.");
    expect(await available(users.ada)).toBe(before);
  });

  it("keeps other people's hands off, and says so to them alone", async () => {
    const message = await picture(await imagine());
    for (const label of ["Again", "Delete"]) {
      const view = await press(message, label, users.bruno);
      const told = await view.waitForMessage(
        ({ text }) => text.includes("gehört jemand anderem"),
        5_000,
      );
      expect(told).toMatchObject({ isEphemeral: true, visibleTo: users.bruno });
    }
    expect(seen(channels.art).find(({ id }) => id === message.id)?.attachments).toHaveLength(1);
  });

  it("still knows its buttons after a restart", async () => {
    const message = await picture(await imagine());
    await service.restart();

    const again = await press(message, "Again");
    const second = await picture(again);
    expect(second.id).not.toBe(message.id);

    await press(message, "Delete");
    await expect.poll(() => seen(channels.art).some(({ id }) => id === message.id)).toBe(false);
  });

  it("makes one picture of a double click, and leaves nothing hanging", async () => {
    const message = await picture(await imagine());
    const before = await available(users.ada);

    const views = await Promise.all([press(message, "Again"), press(message, "Again")]);
    await expect
      .poll(() => views.flatMap((view) => view.messages()).filter(isDone).length, {
        timeout: 15_000,
      })
      .toBe(1);

    expect(await available(users.ada)).toBe(before - 1);
    await expect
      .poll(() => views.flatMap((view) => view.messages()).some(({ isLoading }) => isLoading))
      .toBe(false);
  });

  it("does nothing twice when an interaction comes twice", async () => {
    const before = await available(users.ada);
    discord().faults.duplicateNextInteraction();
    await picture(await imagine());
    await expect.poll(() => available(users.ada)).toBe(before - 1);
  });

  itOnce("answers a forged or outdated button kindly", async () => {
    const message = await picture(await imagine());
    for (const customId of [
      "again:00000000-0000-4000-8000-000000000000",
      "again:x",
      "sell_house:1",
      "🐟",
    ]) {
      const attempt = discord().pressButton({ userId: users.ada, messageId: message.id, customId });
      await expect(attempt).rejects.toThrow(); // The real client offers no such button.
    }
  });

  itOnce("works in a direct message and where only the person installed it", async () => {
    const direct = await imagine({}, { userId: users.ada, channelId: directMessages.ada });
    await picture(direct);
    const group = await imagine({}, { userId: users.ada, channelId: channels.group });
    await picture(group);
  });

  itOnce(
    "brings a result past a dead token: to the channel, to the asker alone, or to /job",
    async () => {
      const { ada } = users;
      const inChannel = await askWithDeadToken({ userId: ada, channelId: channels.art });
      expect((await inChannel.waitForMessage(isDone, 15_000)).channelId).toBe(channels.art);

      const inHiddenChannel = await askWithDeadToken({ userId: ada, channelId: channels.staff });
      const direct = await inHiddenChannel.waitForMessage(isDone, 15_000);
      expect(direct.channelId).toBe(directMessages.ada);

      discord().faults.closeDirectMessages(ada);
      await askWithDeadToken({ userId: ada, channelId: channels.staff });
      const stranded = () => service.app.useCases.listStranded("discord", ada);
      await expect.poll(stranded, { timeout: 15_000 }).toHaveLength(1);

      const place = { userId: ada, channelId: channels.general };
      const balance = await discord().runCommand({ ...place, name: "balance" });
      const offer = await balance.waitForMessage(({ text }) => text.includes("/job"), 5_000);
      const id = /\/job id:([0-9a-f]{8})/.exec(offer.text)?.[1] ?? "";
      const job = await discord().runCommand({ ...place, name: "job", options: { id } });
      expect((await job.waitForMessage(isDone, 5_000)).attachments).toHaveLength(1);
      expect(await stranded()).toEqual([]);
      discord().faults.openDirectMessages(ada);
    },
    60_000,
  );

  async function askWithDeadToken(place: Place): Promise<InteractionView> {
    service.pace.ms = 1_500;
    const view = await imagine({}, place);
    const isShown = ({ text }: SeenMessage) => /line|Making|Platz|entsteht/.test(text);
    await view.waitForMessage(isShown, 5_000);
    discord().faults.expireToken(view.id);
    service.pace.ms = 100;
    return view;
  }

  it("completes models by name", async () => {
    const place = { userId: users.ada, channelId: channels.art };
    const choices = await discord().autocomplete({
      ...place,
      name: "imagine",
      options: { prompt: "fox", model: "schn" },
      focused: "model",
    });
    const name = "FLUX.1 schnell · 1 credit a picture · about 2 s";
    expect(choices[0]).toEqual({ name, value: "flux-schnell" });
  });

  it.each([
    ["balance", "to spend"],
    ["models", "FLUX.1 schnell"],
    ["job", "Your latest requests"],
    ["help", "/imagine"],
  ])("answers /%s to the asker alone", async (name, words) => {
    const view = await discord().runCommand({ userId: users.ada, channelId: channels.art, name });
    const message = await view.waitForMessage(({ text }) => text.includes(words), 5_000);
    expect(message.isEphemeral).toBe(true);
  });

  itOnce("says in help only what exists on Discord", async () => {
    const view = await discord().runCommand({
      userId: users.ada,
      channelId: channels.art,
      name: "help",
    });
    const { text } = await view.waitForMessage(
      ({ text: words }) => words.includes("/imagine"),
      5_000,
    );
    expect(text).not.toContain("/start");
    expect(text).toContain(
      en.help.intro
        .map((part) => (typeof part === "string" ? part : Object.values(part)[0]))
        .join("")
        .slice(0, 20),
    );
  });

  it("writes no prompt, token or link into its log", () => {
    const log = service.logged.join("");
    expect(log).not.toMatch(/red fox|pipe bomb|sandbox"|signature=/);
  });
});
