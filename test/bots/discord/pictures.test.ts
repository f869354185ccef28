import { ApplicationCommandOptionType, ComponentType } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import type { Place } from "../../../src/sandbox/discord-api/control.js";
import { SEED } from "../../../src/sandbox/discord-api/world/seed.js";
import { until } from "../../jobs/until.js";
import { createWorld, type World } from "./discord-world.js";
import { aSuccess } from "./studio.js";

const { users, channels } = SEED;
const ada = { userId: users.ada, channelId: channels.general };
const bruno = { userId: users.bruno, channelId: channels.general };
const { pictures } = wordings.en;
const menuEntry = pictures.discord.menuEntry;
const plain = toPlainText;

let world: World;

beforeEach(async () => {
  world = await createWorld();
  await world.startBot();
  await until("commands", async () => (await world.api.listCommands(ada)).length > 0);
});
afterEach(async () => {
  expect(world.api.unknownCalls()).toEqual([]);
  await world.close();
});

const aFile = (filename: string) => ({ filename, bytes: new Uint8Array([1, 2, 3]) });
const settled = () => until("all is settled", () => world.updates.open().length === 0);
/** What of an address stays the same whenever it is signed. */
const fileName = (url: string) => new URL(url).pathname.split("/").at(-1);

async function onlyWork() {
  await until("something is asked for", () => world.studio.works.length > 0);
  await settled();
  expect(world.studio.works).toHaveLength(1);
  const [work] = world.studio.works;
  if (!work) throw new Error("nothing was asked for");
  return work;
}

/** The files that something asked for works from, by name; what is stored with us as it is. */
function inputsOf({ inputs = [] }: Awaited<ReturnType<typeof onlyWork>>) {
  return inputs.map((input) => (input.kind === "chat_file" ? fileName(input.ref) : input));
}

const edit = (options: Record<string, string | number | ReturnType<typeof aFile>> = {}) =>
  world.api.runCommand({ ...ada, name: "edit", options });
const chooseEdit = (messageId: string, place: Place = ada) =>
  world.api.runMessageCommand({ ...place, name: menuEntry, messageId });
const post = (filenames: readonly string[], content = "") =>
  world.api.sendMessage({ ...bruno, content, files: filenames.map(aFile) });

describe("discord: pictures given with a command", () => {
  it("are options of their own, the first required unless a form can ask for it", async () => {
    const commands = await world.api.listCommands(ada);
    const optionsOf = (name: string) =>
      (commands.find((command) => command.name === name)?.options ?? []).filter(
        ({ type }) => type === ApplicationCommandOptionType.Attachment,
      );
    expect(optionsOf("edit").map(({ name }) => name)).toEqual([
      "image",
      "image_2",
      "image_3",
      "image_4",
    ]);
    expect(optionsOf("edit")[0]).toMatchObject({
      required: false,
      file_types: expect.arrayContaining(["image", ".heic"]),
    });
    expect(optionsOf("upscale")).toMatchObject([{ name: "image", required: true }]);
    expect(optionsOf("balance")).toEqual([]);
  });

  it("are worked from in the order of the options", async () => {
    await edit({ instruction: "merge them", image_2: aFile("b.png"), image: aFile("a.heic") });
    const work = await onlyWork();
    expect(work.prompt).toBe("merge them");
    expect(inputsOf(work)).toEqual(["a.heic", "b.png"]);
    expect(work.options).not.toHaveProperty("image");
  });

  it.each([
    ["clip.mp4", "moving"],
    ["notes.pdf", "no_picture"],
  ] as const)("are refused when they cannot be one: %s", async (name, fault) => {
    const run = await edit({ instruction: "make it winter", image: aFile(name) });
    const told = await run.waitForMessage(({ isLoading }) => !isLoading);
    expect(told.text).toContain(plain(pictures.fault(fault, "discord")));
    expect(told.visibleTo).toBe(users.ada);
    expect(world.studio.works).toEqual([]);
  });
});

describe("discord: the form of /edit", () => {
  it("asks for picture and words when there are none, and keeps the other options", async () => {
    const run = await edit({ seed: 7 });
    const { modal, acknowledgement } = run.record();
    expect(acknowledgement).toBe("modal");
    expect(JSON.stringify(modal)).toContain(`"type":${ComponentType.FileUpload}`);
    expect(JSON.stringify(modal)).toContain(`"max_length":2000`);
    await world.api.submitModal({
      interactionId: run.id,
      values: { words: "make it winter", files: [aFile("house.heic"), aFile("tree.png")] },
    });
    const work = await onlyWork();
    expect(work).toMatchObject({ prompt: "make it winter", options: { seed: 7 } });
    expect(inputsOf(work)).toEqual(["house.heic", "tree.png"]);
    expect(work.target.visibility).toBe("everyone");
  });

  it("asks for words alone when a picture is there, and stays private if asked to", async () => {
    const run = await world.api.runCommand({
      ...ada,
      name: "edit",
      options: { image: aFile("house.png"), private: true },
    });
    expect(JSON.stringify(run.record().modal)).not.toContain(`"type":${ComponentType.FileUpload}`);
    await world.api.submitModal({ interactionId: run.id, values: { words: "make it winter" } });
    const work = await onlyWork();
    expect(inputsOf(work)).toEqual(["house.png"]);
    expect(work.target.visibility).toBe("only_me");
  });

  it("still works after a restart, and once however often it arrives", async () => {
    const run = await edit();
    await until("it is kept", () => world.updates.payloads().length === 1);
    await settled();
    await world.startBot();
    world.api.faults.duplicateNextInteraction();
    const values = { words: "make it winter", files: [aFile("house.png")] };
    await world.api.submitModal({ interactionId: run.id, values });
    expect(inputsOf(await onlyWork())).toEqual(["house.png"]);
  });

  it("says so when what it was about is gone", async () => {
    const run = await edit();
    await until("it is kept", () => world.updates.payloads().length === 1);
    await settled();
    await world.forgetQuestions();
    const values = { words: "make it winter", files: [aFile("house.png")] };
    const submitted = await world.api.submitModal({ interactionId: run.id, values });
    await submitted.waitForMessage(({ text }) => text.includes(plain(pictures.noLongerThere)));
    expect(world.studio.works).toEqual([]);
  });
});

describe("discord: the menu of a message", () => {
  it("edits the picture of anybody's message", async () => {
    const { id } = await post(["cat.png"]);
    const run = await chooseEdit(id);
    await world.api.submitModal({ interactionId: run.id, values: { words: "a hat on it" } });
    const work = await onlyWork();
    expect(work).toMatchObject({ prompt: "a hat on it", accountId: `account-${users.ada}` });
    expect(inputsOf(work)).toEqual(["cat.png"]);
  });

  it("lets one choose when there are several", async () => {
    const { id } = await post(["a.png", "b.mp4", "c.png", "d.png"]);
    const run = await chooseEdit(id);
    const values = { words: "a hat on it", chosen: ["2"] };
    await world.api.submitModal({ interactionId: run.id, values });
    expect(inputsOf(await onlyWork())).toEqual(["d.png"]);
  });

  it("says so when there is none", async () => {
    const { id } = await post([], "just words");
    const run = await chooseEdit(id);
    const told = await run.waitForMessage(({ isLoading }) => !isLoading);
    expect(told.text).toContain(plain(pictures.discord.nothingToEdit));
    expect(told.visibleTo).toBe(users.ada);
  });

  it("takes the stored original of one's own result, and of another's what one sees", async () => {
    await world.api.runCommand({ ...ada, name: "imagine", options: { prompt: "a red fox" } });
    await until("it is asked for", () => world.studio.works.length === 1);
    await settled();
    const [work] = world.studio.works;
    if (!work) throw new Error("nothing was asked for");
    await world.objects.put("a.png", new Uint8Array([1, 2, 3]), "image/png");
    await world.studio.send(work, { rung: "edit", phase: aSuccess("a.png") });
    const messageId = work.messageId ?? "";

    for (const place of [ada, bruno]) {
      const run = await chooseEdit(messageId, place);
      await world.api.submitModal({ interactionId: run.id, values: { words: "a hat on it" } });
    }
    await until("both are asked for", () => world.studio.works.length === 3);
    const [, own, others] = world.studio.works;
    expect(own?.inputs).toEqual([{ kind: "output", generationId: work.generationId, index: 0 }]);
    expect(others?.inputs).toMatchObject([{ kind: "chat_file" }]);
  });
});

describe("discord: an answer to a picture that names the bot", () => {
  const name = `<@${SEED.application}>`;
  const answer = (replyTo: string, content: string) =>
    world.api.sendMessage({ ...ada, content, replyTo });
  const fromBot = () => world.api.messages(ada).filter(({ isFromBot }) => isFromBot);

  it("is an edit of it, shown in answer", async () => {
    const { id } = await post(["cat.png"]);
    const asked = await answer(id, `${name} a hat on it`);
    const work = await onlyWork();
    expect(work).toMatchObject({ prompt: "a hat on it", accountId: `account-${users.ada}` });
    expect(inputsOf(work)).toEqual(["cat.png"]);
    await until("it is shown", () => fromBot().length === 1);
    expect(fromBot()[0]).toMatchObject({ replyTo: asked.id, pings: { userIds: [] } });
  });

  it("may carry the picture itself", async () => {
    const content = `${name} a hat on it`;
    await world.api.sendMessage({ ...ada, content, files: [aFile("own.png")] });
    expect(inputsOf(await onlyWork())).toEqual(["own.png"]);
  });

  it("is talk unless it names the bot", async () => {
    const { id } = await post(["cat.png"]);
    await answer(id, "nice cat");
    const marked = await answer(id, `${name} a hat on it`);
    const work = await onlyWork();
    expect(work.requestKey).toContain(marked.id);
  });

  it("is told when there is no picture to be seen, or no word about it", async () => {
    const words = await post([], "just words");
    await answer(words.id, `${name} a hat on it`);
    await until("it is told", () => fromBot().length === 1);
    expect(fromBot()[0]?.text).toContain(plain(pictures.discord.notShownToUs));
    const { id } = await post(["cat.png"]);
    await answer(id, name);
    await until("it is told", () => fromBot().length === 2);
    expect(fromBot()[1]?.text).toContain(plain(pictures.discord.sayWhat));
    expect(world.studio.works).toEqual([]);
  });

  it("hears a no alone, by direct message, or else that there is one", async () => {
    const { id } = await post(["cat.png"]);
    await answer(id, `${name} something forbidden`);
    const direct = { userId: users.ada, channelId: SEED.directMessages.ada };
    await until("it is told alone", () => world.api.messages(direct).length === 1);
    expect(fromBot()).toEqual([]);
    world.api.faults.closeDirectMessages(users.ada);
    await answer(id, `${name} something forbidden`);
    await until("it is told", () => fromBot().length === 1);
    expect(fromBot()[0]?.text).toContain(plain(pictures.discord.cannotTellAlone));
  });
});
