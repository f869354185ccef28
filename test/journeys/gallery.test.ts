import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Message } from "grammy/types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../src/core/chat/reply-target.js";
import { copyKeys } from "../../src/core/gallery/copies.js";
import type { AccountId } from "../../src/core/ids.js";
import type { SeenMessage } from "../../src/sandbox/discord-api/seen.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { openService, type Service } from "../fixtures/service.js";

const PATIENTLY = { timeout: 20_000 };

/** One message of the gallery, whichever chat shows it. */
interface Shown {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly pictureCount: number;
}

/** What a person does with their gallery, in the terms of either platform. */
interface Desk {
  readonly person: string;
  readonly stranger: string;
  imagine(prompt: string, count?: number): Promise<Shown>;
  gallery(words?: string): Promise<Shown>;
  /** What the message has become, or the newest message after it. */
  press(message: Shown, label: string, fits: (shown: Shown) => boolean): Promise<Shown>;
  /** Until the message has gone. */
  pressAway(message: Shown, label: string): Promise<void>;
  /** What a stranger is told who presses it. */
  pressAsStranger(message: Shown, label: string): Promise<string>;
  /** As it stands now; null when it is gone. */
  look(message: Shown): Shown | null;
}

describe.each<{ platform: Platform; open: (service: () => Service) => Desk }>([
  { platform: "telegram", open: telegramDesk },
  { platform: "discord", open: discordDesk },
])("the gallery on $platform", ({ platform, open }) => {
  let service: Service;
  const desk = open(() => service);
  beforeAll(async () => {
    service = await openService({ TRIAL_CREDITS: "200", MAX_REQUESTS_PER_MINUTE: "100" });
  });
  afterAll(async () => {
    expect(service.sandbox.discord.unknownCalls()).toEqual([]);
    expect(service.sandbox.telegram.unknownMethods()).toEqual([]);
    await service.close();
  });

  async function accountId(): Promise<AccountId> {
    const identity = { platform, userId: desk.person, locale: "en" } as const;
    return (await service.app.useCases.identifyAccount(identity)).id;
  }
  async function pictures(words = "") {
    const filter = { modelId: null, kind: null, isFavourite: false, words };
    const asked = { accountId: await accountId(), filter, limit: 50 };
    return (await service.app.useCases.listGallery(asked)).pictures;
  }
  async function storedFiles(): Promise<readonly string[]> {
    const folder = join(service.sandbox.config.dataDir, "objects");
    return (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name));
  }

  it("says that it is empty, and how that changes", async () => {
    const shown = await desk.gallery();
    expect(shown.text).toContain("/imagine");
    expect(shown.buttons).toEqual([]);
  });

  it("shows twelve to a page, and turns pages in one message", async () => {
    await desk.imagine("a red fox");
    for (let made = 0; made < 3; made += 1) await desk.imagine("four boats", 4);

    const first = await desk.gallery();
    expect(first.pictureCount).toBe(1);
    expect(first.text).toContain("12 four boats");
    expect(first.text).not.toContain("red fox");
    expect(first.buttons).toEqual(
      expect.arrayContaining(["1", "12", "Older ▶", "★ Favourites", "On the web", "Delete all …"]),
    );
    expect(first.buttons).not.toContain("◀ Newer");

    const second = await desk.press(first, "Older ▶", ({ text }) => text.includes("red fox"));
    expect(second.id).toBe(first.id);
    expect(second.text).toContain("1 a red fox");
    expect(second.buttons).not.toContain("2");
    const back = await desk.press(second, "◀ Newer", ({ text }) => text.includes("12 four boats"));
    expect(back).toEqual(first);
  });

  it("finds by words, and by what was marked, after a restart too", async () => {
    const found = await desk.gallery("fox");
    expect(found.text).toContain("with “fox”");
    await service.restart();
    const opened = await desk.press(found, "1", ({ buttons }) => buttons.includes("Favourite"));
    void desk.press(opened, "Favourite", () => true);
    await expect
      .poll(async () => (await pictures("fox")).map(({ isFavourite }) => isFavourite))
      .toEqual([true]);

    const marked = await desk.press(found, "★ Favourites", ({ text }) => text.includes("only fav"));
    expect(marked.text).toMatch(/1 ★ a red fox/);
    const clips = await desk.press(marked, "Only clips", ({ text }) => text.includes("only clips"));
    expect(clips.text).toContain("Nothing in your gallery fits");
  });

  // Discord lets nobody type another kind.
  it.runIf(platform === "telegram")("says what it does not know", async () => {
    const shown = await desk.gallery("fox kind:painting");
    expect(shown.text).toMatch(/I don't know kind “painting”.*picture, clip/);
  });

  it("opens no one's gallery for others", async () => {
    const shown = await desk.gallery();
    for (const label of ["Older ▶", "★ Favourites", "Delete all …", "1"]) {
      expect([label, await desk.pressAsStranger(shown, label)]).toEqual([
        label,
        expect.stringMatching(
          platform === "telegram" ? /gehört jemand anderem/ : /cannot see|no message/,
        ),
      ]);
    }
    expect(desk.look(shown)).toEqual(shown);
    expect(await pictures()).toHaveLength(13);
  });

  it("gives a link to the web that opens once", async () => {
    const shown = await desk.gallery();
    const told = await desk.press(shown, "On the web", ({ text }) => text.includes("opens your"));
    expect(told.text).toContain("within 10 minutes");
    expect(told.id).not.toBe(shown.id);
  });

  it("deletes a picture from everywhere: store, gallery and the message that brought it", async () => {
    const result = await desk.imagine("a blue whale");
    const [whale] = await pictures("whale");
    const shown = await desk.gallery("whale");
    expect((await storedFiles()).some((name) => name.includes(whale!.asset.id))).toBe(true);
    const opened = await desk.press(shown, "1", ({ buttons }) => buttons.includes("Delete"));
    await desk.pressAway(opened, "Delete");

    await expect.poll(() => desk.look(result), PATIENTLY).toBeNull();
    expect(await pictures("whale")).toEqual([]);
    const files = await storedFiles();
    for (const key of [whale!.asset.key, ...copyKeys(whale!.asset.id)]) {
      expect(files).not.toContain(key);
    }
  });

  it("deletes one picture of a batch and leaves the others where they are", async () => {
    const batch = await desk.imagine("two lighthouses", 2);
    const [first] = await pictures("lighthouses");
    const shown = await desk.gallery("lighthouses");
    const opened = await desk.press(shown, "1", ({ buttons }) => buttons.includes("Delete"));
    await desk.pressAway(opened, "Delete");

    const left = await pictures("lighthouses");
    expect(left).toMatchObject([{ generationId: first!.generationId, index: 1 }]);
    await expect.poll(() => desk.look(batch)?.pictureCount, PATIENTLY).toBe(1);
  });

  it("deletes everything, once it is sure", async () => {
    const shown = await desk.gallery();
    const asked = await desk.press(shown, "Delete all …", ({ text }) => text.includes("can't be"));
    const kept = await desk.press(asked, "No, keep them", ({ pictureCount }) => pictureCount === 1);
    expect(await pictures()).toHaveLength(14);
    const again = await desk.press(kept, "Delete all …", ({ text }) => text.includes("can't be"));
    const done = await desk.press(again, "Yes, delete everything", ({ text }) =>
      text.includes("Deleted"),
    );
    expect(done.text).toContain("14 pictures");
    expect(await pictures()).toEqual([]);
    await expect.poll(storedFiles, { timeout: 40_000 }).toEqual([]);
  });
});

function telegramDesk(service: () => Service): Desk {
  const { ana, ben } = seedIds;
  const telegram = () => service().sandbox.telegram;
  const chatId = ana;

  function toShown(message: Message): Shown {
    const album = telegram()
      .messages(chatId)
      .filter(({ media_group_id }) => media_group_id && media_group_id === message.media_group_id);
    const rows = message.reply_markup?.inline_keyboard ?? [];
    return {
      id: String(message.message_id),
      text: message.text ?? message.caption ?? "",
      buttons: rows.flat().map(({ text }) => text),
      pictureCount: album.length > 0 ? album.length : message.photo ? 1 : 0,
    };
  }
  const find = ({ id }: Shown) =>
    telegram()
      .messages(chatId)
      .find(({ message_id }) => String(message_id) === id);

  async function say(text: string, fits: (message: Message) => boolean): Promise<Shown> {
    const asked = await telegram().sendText({ userId: ana, chatId, text });
    const isLater = (one: Message) => one.message_id > asked.message_id && fits(one);
    return toShown(await telegram().waitForMessage(chatId, isLater, 30_000));
  }
  function dataOf(message: Shown, label: string): string {
    const keyboard = find(message)?.reply_markup?.inline_keyboard ?? [];
    const button = keyboard.flat().find(({ text }) => text === label);
    if (!button || !("callback_data" in button)) throw new Error(`there is no button ${label}`);
    return String(button.callback_data);
  }

  return {
    person: String(ana),
    stranger: String(ben),
    async imagine(prompt, count = 1) {
      const isFirst = (message: Message) => Boolean(message.photo);
      const shown = await say(`/imagine ${prompt} count:${count}`, isFirst);
      const isTold = () => service().app.database.stores.generations.countUndelivered();
      await expect.poll(isTold, PATIENTLY).toBe(0);
      const { media_group_id: group } = find(shown) ?? {};
      // The last of an album stands for it.
      const own = telegram().messages(chatId);
      const last = own.findLast(({ message_id: id, media_group_id }) =>
        group ? media_group_id === group : String(id) === shown.id,
      );
      return toShown(last!);
    },
    gallery: (words = "") => say(`/gallery ${words}`, () => true),
    async press(message, label, fits) {
      const data = dataOf(message, label);
      const messageId = Number(message.id);
      const known = new Set(
        telegram()
          .messages(chatId)
          .map(({ message_id }) => message_id),
      );
      await telegram().pressButton({ userId: ana, chatId, messageId, data });
      const latest = () =>
        telegram()
          .messages(chatId)
          .filter(({ message_id: id }) => id === messageId || !known.has(id))
          .map(toShown)
          .findLast(fits);
      await expect.poll(latest, PATIENTLY).toBeDefined();
      return latest()!;
    },
    async pressAway(message, label) {
      const data = dataOf(message, label);
      const messageId = Number(message.id);
      await telegram().pressButton({ userId: ana, chatId, messageId, data });
      await expect.poll(() => find(message), PATIENTLY).toBeUndefined();
    },
    async pressAsStranger(message, label) {
      // Nobody else sees the message, so the press is forged, on one of the stranger's own.
      const data = dataOf(message, label);
      const asked = await telegram().sendText({ userId: ben, chatId: ben, text: "/help" });
      const isLater = (one: Message) => one.message_id > asked.message_id;
      const { message_id: messageId } = await telegram().waitForMessage(ben, isLater, 20_000);
      const press = { userId: ben, chatId: ben, messageId, data, isStale: true };
      return JSON.stringify(await telegram().pressButton(press));
    },
    look(message) {
      const found = find(message);
      return found ? toShown(found) : null;
    },
  };
}

function discordDesk(service: () => Service): Desk {
  const { users, channels } = SEED;
  const discord = () => service().sandbox.discord;
  const place = { userId: users.ada, channelId: channels.art };

  const toShown = ({ id, text, buttons, attachments }: SeenMessage): Shown => ({
    id,
    text,
    buttons: buttons.map(({ label }) => label ?? ""),
    pictureCount: attachments.length,
  });
  const find = ({ id }: Shown) =>
    discord()
      .messages(place)
      .find((one) => one.id === id);
  function customIdOf(message: Shown, label: string): string {
    const button = find(message)?.buttons.find((one) => one.label === label);
    if (!button?.customId) throw new Error(`there is no button ${label}`);
    return button.customId;
  }

  return {
    person: users.ada,
    stranger: users.bruno,
    async imagine(prompt, count = 1) {
      const view = await discord().runCommand({
        ...place,
        name: "imagine",
        options: { prompt, count },
      });
      const isDone = ({ attachments }: SeenMessage) => attachments.length > 0;
      return toShown(await view.waitForMessage(isDone, 30_000));
    },
    async gallery(words = "") {
      const options = words === "" ? {} : { text: words };
      const view = await discord().runCommand({ ...place, name: "gallery", options });
      return toShown(await view.waitForMessage(({ isLoading }) => !isLoading, 20_000));
    },
    async press(message, label, fits) {
      const customId = customIdOf(message, label);
      const known = new Set(
        discord()
          .messages(place)
          .map(({ id }) => id),
      );
      await discord().pressButton({ userId: users.ada, messageId: message.id, customId });
      const latest = () =>
        discord()
          .messages(place)
          .filter(({ id, isLoading }) => !isLoading && (id === message.id || !known.has(id)))
          .map(toShown)
          .findLast(fits);
      await expect.poll(latest, PATIENTLY).toBeDefined();
      return latest()!;
    },
    async pressAway(message, label) {
      const customId = customIdOf(message, label);
      await discord().pressButton({ userId: users.ada, messageId: message.id, customId });
      await expect.poll(() => find(message), PATIENTLY).toBeUndefined();
    },
    async pressAsStranger(message, label) {
      // Nobody else sees the message.
      const customId = customIdOf(message, label);
      const result = await discord()
        .pressButton({ userId: users.bruno, messageId: message.id, customId })
        .catch(String);
      return String(result);
    },
    look(message) {
      const found = find(message);
      return found ? toShown(found) : null;
    },
  };
}
