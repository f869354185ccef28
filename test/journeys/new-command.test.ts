import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOTH_PLATFORMS, type Command, show } from "../../src/bots/commands/command.js";
import { textView } from "../../src/bots/presentation/chat-view.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

/** All it takes: one file like this, and one line in the registry. */
const tideCommand: Command = {
  name: "tide",
  platforms: BOTH_PLATFORMS,
  description: { en: "When the water comes", de: "Wann das Wasser kommt" },
  options: [
    {
      name: "harbour",
      kind: "text",
      isRequired: true,
      description: { en: "Where", de: "Wo" },
      suggest: (typed) => [{ value: `${typed}haven`, label: `${typed}haven` }],
    },
  ],
  visibility: () => "everyone",
  run: async ({ options }) =>
    show(textView("neutral", [`High water in ${options.harbour} at noon.`])),
};

describe("a new command", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService({}, { commands: [tideCommand] });
  });
  afterAll(() => service.close());

  const place = { userId: SEED.users.ada, channelId: SEED.channels.art };

  it("works on Discord, completes there and stands in help", async () => {
    const { discord } = service.sandbox;
    const view = await discord.runCommand({
      ...place,
      name: "tide",
      options: { harbour: "Cuxhaven" },
    });
    await view.waitForMessage(({ text }) => text.includes("High water in Cuxhaven"), 5_000);

    const listed = await discord.listCommands(place);
    expect(listed.find(({ name }) => name === "tide")?.description).toBe("When the water comes");
    const choices = await discord.autocomplete({
      ...place,
      name: "tide",
      options: { harbour: "Cux" },
      focused: "harbour",
    });
    expect(choices).toEqual([{ name: "Cuxhaven", value: "Cuxhaven" }]);
    const help = await discord.runCommand({ ...place, name: "help" });
    await help.waitForMessage(({ text }) => text.includes("/tide"), 5_000);
  });

  it("works on Telegram and stands in its menu and in help", async () => {
    const { telegram } = service.sandbox;
    const { ana } = seedIds;
    await telegram.sendText({ userId: ana, chatId: ana, text: "/tide Cuxhaven" });
    await telegram.waitForMessage(
      ana,
      ({ text = "" }) => text.includes("High water in Cuxhaven"),
      5_000,
    );
    await telegram.sendText({ userId: ana, chatId: ana, text: "/help" });
    await telegram.waitForMessage(ana, ({ text = "" }) => text.includes("/tide"), 5_000);
    const menu = telegram.commandsFor({ userId: ana, chatId: ana });
    expect(menu.map(({ command }) => command)).toContain("tide");
  });
});
