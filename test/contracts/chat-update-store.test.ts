import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPrismaChatUpdateStore } from "../../src/adapters/prisma/prisma-chat-update-store.js";
import { createPrismaLeaseStore } from "../../src/adapters/prisma/prisma-lease-store.js";
import { processLease } from "../../src/core/ports/chat-update-store.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../fixtures/database.js";

describe.each(databaseKinds())("chat updates and their owners, on %s", (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  let count = 0;
  /** A bot of its own, with as many open updates of `owner` as asked for. */
  async function aBot({ owner, updates }: { owner: string; updates: number }) {
    count += 1;
    const botId = String(count);
    const store = createPrismaChatUpdateStore(database.prisma);
    const chat = { platform: "telegram", botId } as const;
    for (let number = 1; number <= updates; number += 1) {
      const update = { ...chat, updateKey: `u${number}`, owner, payload: `sealed ${number}` };
      await store.save([update], new Date(1_000 * number));
    }
    const keys = (rows: readonly { updateKey: string }[]) => rows.map((row) => row.updateKey);
    return {
      store,
      chat,
      takeOver: async (by: string, limit = 100) =>
        keys(await store.takeOver({ ...chat, owner: by, limit })),
      listOwn: async (by: string) => keys(await store.listOwn({ ...chat, owner: by, limit: 100 })),
    };
  }

  async function live(processId: string, lifeMs = 60_000): Promise<void> {
    const leases = createPrismaLeaseStore(database.prisma);
    await leases.take({ name: processLease(processId), owner: processId, lifeMs });
  }

  it("leaves the updates of a living process alone, and one's own", async () => {
    await live("lives");
    const bot = await aBot({ owner: "lives", updates: 2 });
    expect(await bot.takeOver("other")).toEqual([]);
    expect(await bot.takeOver("lives")).toEqual([]);
    expect(await bot.listOwn("lives")).toEqual(["u1", "u2"]);
  });

  it("hands over what a dead process left, oldest first, and only what is open", async () => {
    const bot = await aBot({ owner: "never lived", updates: 3 });
    await bot.store.finish({ ...bot.chat, updateKey: "u2" });
    expect(await bot.takeOver("other", 1)).toEqual(["u1"]);
    expect(await bot.takeOver("other")).toEqual(["u3"]);
    expect(await bot.listOwn("other")).toEqual(["u1", "u3"]);
  });

  it("counts a process as dead once its lease has run out", async () => {
    await live("short-lived", 300);
    const bot = await aBot({ owner: "short-lived", updates: 1 });
    expect(await bot.takeOver("other")).toEqual([]);
    await expect.poll(() => bot.takeOver("other"), { timeout: 2_000 }).toEqual(["u1"]);
  });

  it("gives each update to one of many processes that ask at the same moment", async () => {
    const bot = await aBot({ owner: "dead", updates: 40 });
    const heirs = Array.from({ length: 8 }, (_, number) => `heir ${number}`);
    await Promise.all(heirs.map((heir) => live(heir)));

    const taken = (await Promise.all(heirs.map((heir) => bot.takeOver(heir)))).flat();

    expect(taken).toHaveLength(40);
    expect(new Set(taken).size).toBe(40);
  });

  it("keeps the parts of an album together, whoever is at work on them", async () => {
    const { store, chat } = await aBot({ owner: "one", updates: 1 });
    const album = { ...chat, albumKey: "chat:7" };
    const part = (updateKey: string, owner: string) => ({
      ...album,
      updateKey,
      owner,
      payload: `sealed ${updateKey}`,
    });
    await store.save([part("a", "one")], new Date(10_000));
    await store.save([part("b", "other")], new Date(11_000));
    await store.save([{ ...part("c", "one"), albumKey: "chat:8" }], new Date(12_000));
    expect(await store.listAlbum(album)).toEqual([
      { updateKey: "a", payload: "sealed a", isOpen: true },
      { updateKey: "b", payload: "sealed b", isOpen: true },
    ]);
    await store.finishAll({ ...chat, updateKeys: ["a", "b"] });
    const parts = await store.listAlbum(album);
    expect(parts.map(({ payload, isOpen }) => [payload, isOpen])).toEqual([
      ["", false],
      ["", false],
    ]);
  });

  it("lets one part lead an album for good, of many that ask at the same moment", async () => {
    const { store, chat } = await aBot({ owner: "one", updates: 0 });
    const album = { ...chat, albumKey: "chat:7" };
    const keys = Array.from({ length: 10 }, (_, number) => `part ${number}`);
    const owned = keys.map((updateKey) => ({ ...album, updateKey, owner: "one", payload: "" }));
    await store.save(owned, new Date(10_000));
    const lead = () => keys.map((updateKey) => store.leadAlbum({ ...album, updateKey }));
    const first = new Set(await Promise.all(lead()));
    expect(first.size).toBe(1);
    expect(new Set(await Promise.all(lead()))).toEqual(first);
  });
});
