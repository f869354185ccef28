import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commands, withHelp } from "../../../src/bots/commands/registry.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { createWorld, type World } from "./discord-world.js";

const general = { userId: SEED.users.ada, channelId: SEED.channels.general };

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const countPuts = () => world.api.calls().filter(({ method }) => method === "PUT").length;

describe("discord: offering commands", () => {
  it("says nothing when Discord's list is what it should be", async () => {
    await (await world.startBot()).stop(0);
    expect(countPuts()).toBe(1);

    await world.startBot();

    expect(countPuts()).toBe(1);
  });

  it.each([
    { what: "a command went", change: (all: typeof commands) => all.slice(0, -1) },
    {
      what: "a description changed",
      change: (all: typeof commands) =>
        all.map((command) => ({ ...command, description: { en: "New", de: "Neu" } })),
    },
    {
      what: "a translation changed",
      change: (all: typeof commands) =>
        all.map((command) => ({ ...command, description: { ...command.description, de: "Neu" } })),
    },
    {
      what: "an option went",
      change: (all: typeof commands) => all.map((command) => ({ ...command, options: [] })),
    },
  ])("says so when $what", async ({ change }) => {
    await (await world.startBot()).stop(0);

    await world.startBot({ commands: change(withHelp(commands)) });

    expect(countPuts()).toBe(2);
  });

  it("offers everything that is for Discord, everywhere, in both languages", async () => {
    await world.startBot();

    const offered = await world.api.listCommands(general);

    expect(offered.map(({ name }) => name).toSorted()).toEqual([
      "Edit this image",
      "Made here?",
      "animate",
      "balance",
      "buy",
      "edit",
      "gallery",
      "help",
      "imagine",
      "job",
      "models",
      "remove_text",
      "restore",
      "settings",
      "upscale",
    ]);
    const imagine = offered.find(({ name }) => name === "imagine");
    expect(imagine).toMatchObject({
      contexts: [0, 1, 2],
      integration_types: [0, 1],
      description_localizations: { de: "Mache ein Bild aus Worten" },
    });
    expect(imagine?.options).toMatchObject([
      { name: "prompt", type: 3, required: true, max_length: 2_000 },
      { name: "model", type: 3, autocomplete: true },
      { name: "aspect", type: 3 },
      { name: "count", type: 4, min_value: 1, max_value: 4 },
      { name: "resolution", type: 3 },
      { name: "format", type: 3 },
      { name: "seed", type: 4, min_value: 0 },
      { name: "strength", type: 10, min_value: 0, max_value: 1 },
      { name: "guidance", type: 10 },
      { name: "steps", type: 4 },
      { name: "enhance", type: 5 },
      { name: "private", type: 5 },
      { name: "keep", type: 5 },
      { name: "image", type: 11, required: false },
      { name: "image_2", type: 11 },
      { name: "image_3", type: 11 },
      { name: "image_4", type: 11 },
    ]);
    expect(offered.find(({ name }) => name === "Edit this image")).toMatchObject({
      type: 3,
      name_localizations: { de: "Bild bearbeiten" },
      contexts: [0, 1, 2],
    });
    const options = (name: string) =>
      offered.find((command) => command.name === name)?.options?.map((option) => option.name);
    expect(options("animate")).toEqual([
      "prompt",
      "model",
      "aspect",
      "seconds",
      "resolution",
      "seed",
      "private",
      "keep",
      "image",
    ]);
    expect(options("upscale")).toEqual(["image", "model", "resolution", "private", "keep"]);
    expect(options("restore")).toEqual(["image", "format", "seed", "private", "keep"]);
  });
});
