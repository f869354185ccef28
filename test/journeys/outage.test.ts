import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pause, until } from "../jobs/until.js";
import type { PersonsChat } from "./kill-chats.js";
import { type OutageHouse, openOutageHouse, type Piece } from "./outage-house.js";

const OUTAGE_MS = 3_000;
/** What the queue did not hear of is handed over by the sweep, every 15 s, when it is 15 s old. */
const SWEPT_MS = 45_000;
const areServersThere = Boolean(process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_URL);
const reason = areServersThere ? "" : " (needs TEST_DATABASE_URL and TEST_REDIS_URL)";

describe.skipIf(!areServersThere)(`an outage with all on Postgres${reason}`, () => {
  const house = useHouse("postgres");

  it("of Postgres loses nothing that was asked for, and takes nothing for what was refused", {
    timeout: 90_000,
  }, async () => {
    const { telegram, discord } = await askForSlowPictures(house());

    await outage(house(), "database", async () => {
      expect(await house().readyz()).toEqual({ status: 503, down: ["database", "queue"] });
      await telegram.ask("fox three");
      await discord.ask("fox four");
      await until("a kind word", () => says(discord, "Something broke on our side"));
    });

    await expectPictures(house(), { telegram: [telegram, 2], discord: [discord, 1] });
    await house().restart();
    await pause(1_000);
    await expectPictures(house(), { telegram: [telegram, 2], discord: [discord, 1] });
  });

  it.each([
    ["update_saved", 0],
    ["generation_requested", 1],
  ] as const)(
    "of Postgres right after %s: says that something broke, and charges for %i pictures",
    {
      timeout: 90_000,
    },
    async (point, count) => {
      const { switches } = house();
      for (const platform of ["telegram", "discord"] as const) {
        const chat = await house().openChat(platform);
        house().at(point, () => void switches.database.cut("reset"));
        await chat.ask("fox");
        await until("a kind word", () => says(chat, "Something broke on our side"));
        await pause(500);
        await switches.database.mend();

        await until("its end", async () => (await house().openUpdates()) === 0, 20_000);
        // What a start finds unfinished, it runs again: there must be nothing.
        await house().restart();
        await expectPictures(house(), { [platform]: [chat, count] });
      }
    },
  );

  it("of a chat's servers keeps what is ready for it, and /readyz names the chat", {
    timeout: 90_000,
  }, async () => {
    const { telegram, discord } = await askForSlowPictures(house());

    await outage(house(), "telegram", () =>
      outage(house(), "discord", async () => {
        await until("telegram down", async () =>
          (await house().readyz()).down.includes("telegram"),
        );
        expect((await house().readyz()).status).toBe(503);
      }),
    );

    await expectPictures(house(), { telegram: [telegram, 1], discord: [discord, 1] });
  });
});

describe.skipIf(!areServersThere)(`an outage with the queue on Redis${reason}`, () => {
  const house = useHouse("redis");

  it("of Redis delays what is asked for meanwhile, and loses none of it", {
    timeout: 120_000,
  }, async () => {
    const { telegram, discord } = await askForSlowPictures(house());

    await outage(house(), "redis", async () => {
      expect(await house().readyz()).toEqual({ status: 503, down: ["queue"] });
      await telegram.ask("fox three");
      await discord.ask("fox four");
      await until("a place in line", () => [telegram, discord].every((chat) => says(chat, "line")));
    });

    await expectPictures(house(), { telegram: [telegram, 2], discord: [discord, 2] });
  });
});

function useHouse(queue: "postgres" | "redis"): () => OutageHouse {
  let house: OutageHouse;
  beforeAll(async () => {
    house = await openOutageHouse(queue);
  });
  afterAll(() => house?.close());
  return () => house;
}

type Slow = { telegram: PersonsChat; discord: PersonsChat };

/** One picture in the making on each platform; those asked for later are quick. */
async function askForSlowPictures(house: OutageHouse): Promise<Slow> {
  const telegram = await house.openChat("telegram");
  const discord = await house.openChat("discord");
  house.pace.ms = 1_500;
  await Promise.all([telegram.ask("fox one"), discord.ask("fox two")]);
  const isMade = (chat: PersonsChat) => says(chat, "Making your picture");
  await until("both in the making", () => [telegram, discord].every(isMade));
  house.pace.ms = 100;
  return { telegram, discord };
}

/** Takes a server away while `meanwhile` runs, for some seconds at least. */
async function outage(
  house: OutageHouse,
  piece: Piece,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  await house.switches[piece].cut("refuse");
  await Promise.all([meanwhile(), pause(OUTAGE_MS)]);
  await house.switches[piece].mend();
}

/** As many as were asked for and taken on, each charged once. */
async function expectPictures(
  house: OutageHouse,
  expected: Record<string, [chat: PersonsChat, count: number]>,
): Promise<void> {
  const all = Object.values(expected);
  const isThere = () => all.every(([chat, count]) => pictures(chat) >= count);
  await until("the pictures", isThere, SWEPT_MS);
  await until("every piece", async () => (await house.readyz()).status === 200);
  await settled(all.map(([chat]) => chat));
  for (const [chat, count] of all) {
    expect(pictures(chat)).toBe(count);
    expect(await house.spent(chat)).toEqual({ spent: count, held: 0 });
  }
  expect(await house.reconcile()).toMatchObject({ isFine: true });
}

function says(chat: PersonsChat, words: string): boolean {
  return chat.seen().some(({ text }) => text.includes(words));
}

function pictures(chat: PersonsChat): number {
  return chat.seen().reduce((sum, { pictureCount }) => sum + pictureCount, 0);
}

/** Nothing is waited for; then a moment longer, for what should not come. */
async function settled(chats: readonly PersonsChat[]): Promise<void> {
  const isPending = (chat: PersonsChat) => chat.seen().some((message) => message.isPending);
  await until("an end of waiting", () => !chats.some(isPending), 20_000);
  await pause(1_000);
}
