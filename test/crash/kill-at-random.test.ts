import { expect, it } from "vitest";
import {
  type Asked,
  openDiscord,
  openTelegram,
  type PersonsChat,
} from "../fixtures/person-chats.js";
import { pause } from "../jobs/until.js";
import { isOver } from "./kill-case.js";
import { type House, NOTHING, openHouse, TRIAL_CREDITS, type Traces } from "./kill-house.js";

const SEED = 20_261_120;
const KILLS = process.env.KILL_MATRIX === "full" ? 12 : 6;
/** From a process's first instruction: some die before they serve, some long after. */
const SHORTEST_LIFE_MS = 300;
const LONGEST_LIFE_MS = 5_000;
const LAST_LIFE_MS = 30_000;

interface Request {
  readonly chat: PersonsChat;
  readonly prompt: string;
  readonly asked: Promise<Asked>;
}

it("loses no request, no credit and no picture of six people, killed at random", async () => {
  const house = await openHouse([await openDiscord(), await openTelegram()]);
  try {
    const people = await sixPeople(house);
    expect(await house.service.start()).toBe("ready");
    await house.server.isOpen();
    const requests = people.map((chat, index) => ask(chat, index));
    await killAtRandom(house, (random) => {
      const chat = people[Math.floor(random() * people.length)];
      if (chat) requests.push(ask(chat, requests.length));
    });

    expect(await house.service.start()).toBe("ready");
    await expect
      .poll(() => house.since(NOTHING), { timeout: LAST_LIFE_MS, interval: 200 })
      .toSatisfy(isOver, "nothing is left to do");

    const traces = await house.since(NOTHING);
    const taken = await whatWasTaken(house, requests);
    expect(traces.generations.map(({ prompt }) => prompt).sort()).toEqual(
      taken.map(({ prompt }) => prompt).sort(),
    );
    expectAllMade(traces);
    for (const request of taken) expectToldOnce(request);
    for (const chat of people) {
      const own = taken.filter((request) => request.chat === chat);
      expect(await house.readWallet(chat)).toEqual({
        balance: TRIAL_CREDITS - own.length,
        held: 0,
      });
    }
    expect(await house.service.reconcile()).toMatchObject({ isFine: true });
  } finally {
    await house.close();
  }
}, 240_000);

async function sixPeople(house: House): Promise<PersonsChat[]> {
  const people: PersonsChat[] = [];
  for (const server of house.chats) {
    for (const isNewcomer of [false, true, true])
      people.push(await server.openChat({ isNewcomer }));
  }
  return people;
}

function ask(chat: PersonsChat, index: number): Request {
  const prompt = `a lighthouse, number ${index + 1}.`;
  return { chat, prompt, asked: chat.ask(prompt) };
}

/** Each life is asked for something at a random moment, whether it serves yet or not, and ends at another. */
async function killAtRandom(
  house: House,
  askSomeone: (random: () => number) => void,
): Promise<void> {
  const random = mulberry32(SEED);
  for (let kills = 0; kills < KILLS; kills += 1) {
    const lifeMs = SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS);
    const askAfterMs = random() * lifeMs;
    if (!house.service.isAlive()) void house.service.start();
    await pause(askAfterMs);
    askSomeone(random);
    await pause(lifeMs - askAfterMs);
    await house.service.kill();
  }
}

/**
 * Of what was asked on Discord: what it heard us acknowledge, and we lived to write down. Whoever sees "thinking …"
 * without the latter asks again, and has paid nothing.
 */
async function whatWasTaken(house: House, requests: readonly Request[]): Promise<Request[]> {
  const rows = await house.service.select<{ key: string }>(
    "SELECT update_key AS key FROM chat_updates WHERE platform = 'discord'",
  );
  const saved = new Set(rows.map(({ key }) => key));
  const taken: Request[] = [];
  for (const request of requests) {
    const { isTaken, updateKey } = await request.asked;
    if (isTaken && (updateKey === null || saved.has(updateKey))) taken.push(request);
  }
  return taken;
}

function expectAllMade(traces: Traces): void {
  const count = traces.generations.length;
  const isMade = { state: "succeeded", kept: 1 };
  expect(traces.generations).toMatchObject(Array(count).fill(isMade));
  expect(traces.holds).toHaveLength(count);
  expect(traces.holdEnds).toEqual(Array(count).fill({ kind: "capture", captured: 1, released: 0 }));
  expect(traces.deliveries).toMatchObject(Array(count).fill({ state: "sent" }));
  expect(traces.objects).toHaveLength(count);
  expect(traces.attempts.filter(({ state }) => state === "succeeded")).toHaveLength(count);
}

function expectToldOnce({ chat, prompt }: Request): void {
  const own = chat.seen().filter(({ text }) => text.includes(prompt));
  expect(own.filter(({ pictureCount }) => pictureCount > 0)).toHaveLength(1);
  // A first message whose answer nobody lived to hear stays in Telegram; see `mayBeStale`.
  expect(own.length).toBeLessThanOrEqual(chat.platform === "telegram" ? 2 : 1);
}

/** Tommy Ettinger's generator: the same numbers for the same seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
