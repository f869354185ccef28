import { afterAll, beforeAll, expect } from "vitest";
import type { PersonsChat } from "../fixtures/person-chats.js";
import { pause, until } from "../jobs/until.js";
import { type OutageHouse, openOutageHouse, type Piece } from "./outage-house.js";

const OUTAGE_MS = 3_000;
/** What the queue did not hear of is handed over by the sweep, every 15 s, when it is 15 s old. */
const SWEPT_MS = 45_000;
export const areServersThere = Boolean(process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_URL);
/** For the name of what is then skipped. */
export const reason = areServersThere ? "" : " (needs TEST_DATABASE_URL and TEST_REDIS_URL)";

export function useHouse(queue: "postgres" | "redis"): () => OutageHouse {
  let house: OutageHouse;
  beforeAll(async () => {
    house = await openOutageHouse(queue);
  });
  afterAll(() => house?.close());
  return () => house;
}

type Slow = { telegram: PersonsChat; discord: PersonsChat };

/** One picture in the making on each platform; those asked for later are quick. */
export async function askForSlowPictures(house: OutageHouse): Promise<Slow> {
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
export async function outage(
  house: OutageHouse,
  piece: Piece,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  await house.switches[piece].cut("refuse");
  try {
    await Promise.all([meanwhile(), pause(OUTAGE_MS)]);
  } finally {
    await house.switches[piece].mend();
  }
}

/** As many as were asked for and taken on, each charged once. */
export async function expectPictures(
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

export function says(chat: PersonsChat, words: string): boolean {
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
