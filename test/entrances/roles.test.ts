import { afterEach, describe, expect, it } from "vitest";
import type { PersonsChat } from "../fixtures/person-chats.js";
import { type RoleProcess, startRole } from "../fixtures/roles.js";
import { openSharedHouse, type QueueKind, type SharedHouse } from "../fixtures/shared-house.js";
import { until } from "../jobs/until.js";
import { run } from "./atelier-process.js";

const hasPostgres = Boolean(process.env.TEST_DATABASE_URL);
const hasRedis = hasPostgres && Boolean(process.env.TEST_REDIS_URL);
/** What the design promises for whatever only one process may do. */
const TAKE_OVER_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 25_000;
const A_WHILE = { timeout: 120_000 };

const POLLS = /"telegram_polling"/;
const isConnected = (shard: number) =>
  new RegExp(
    `"discord_gateway_connected".*"shardId":${shard}\\b|"shardId":${shard}\\b.*"discord_gateway_connected"`,
  );

let house: SharedHouse;
afterEach(() => house.close());

async function startAll(roles: readonly string[], more: Readonly<Record<string, string>> = {}) {
  let isFirstWeb = true;
  const started: RoleProcess[] = [];
  for (const role of roles) {
    const port = role === "web" && isFirstWeb ? { PORT: house.webPort } : {};
    if (role === "web") isFirstWeb = false;
    started.push(await startRole(role, { ...house.settings, ...port, ...more }));
  }
  await Promise.all(started.map((each) => each.ready()));
  return started;
}

async function seeOnePicture(chat: PersonsChat, prompt: string): Promise<void> {
  expect((await chat.ask(prompt)).isTaken).toBe(true);
  const hasPicture = () => chat.seen().some(({ pictureCount }) => pictureCount === 1);
  await until(`a picture on ${chat.platform}`, hasPicture, 20_000);
}

async function expectOneEach(chats: readonly PersonsChat[]): Promise<void> {
  for (const chat of chats) {
    expect(chat.seen().map(({ pictureCount }) => pictureCount)).toEqual([1]);
  }
  const settings = { ...house.settings, ROLES: "bot,worker,web" };
  expect(await run("cli", { settings, args: ["reconcile"] })).toMatchObject({ code: 0 });
}

describe.each<{ queue: QueueKind; isHere: boolean }>([
  { queue: "Postgres", isHere: hasPostgres },
  { queue: "Redis", isHere: hasRedis },
])("two of each role, the queue on $queue", ({ queue, isHere }) => {
  const name = isHere ? "" : " (needs TEST_DATABASE_URL, and for Redis TEST_REDIS_URL)";

  it.skipIf(!isHere)(
    `start at once and bring one picture on both platforms${name}`,
    A_WHILE,
    async () => {
      house = await openSharedHouse(queue);
      const all = await startAll(["bot", "bot", "worker", "worker", "web", "web"]);
      const chats = [await house.discord.openChat(), await house.telegram.openChat()];

      await Promise.all(chats.map((chat) => seeOnePicture(chat, "a red fox")));

      await expectOneEach(chats);
      const own = { database: "ok", queue: "ok" };
      const pieces = { bot: { ...own, discord: "ok", telegram: "ok" }, worker: own, web: own };
      for (const process of all) {
        const expected = pieces[process.role as keyof typeof pieces];
        expect(await process.readyz()).toEqual({
          status: 200,
          body: { status: "ready", pieces: expected },
        });
        expect(process.stderr()).toBe("");
      }
    },
  );
});

describe.skipIf(!hasPostgres)(`two bots${hasPostgres ? "" : " (needs TEST_DATABASE_URL)"}`, () => {
  it.each([
    { how: "killed", limitMs: TAKE_OVER_LIMIT_MS, end: (bot: RoleProcess) => bot.kill() },
    { how: "stopped", limitMs: 5_000, end: (bot: RoleProcess) => bot.stop() },
  ])(
    "one is $how: the other serves both chats in its place, and nothing is done twice",
    A_WHILE,
    async ({ limitMs, end }) => {
      house = await openSharedHouse("Postgres");
      const [holder] = await startAll(["bot", "worker"]);
      const [stays] = await startAll(["bot"]);
      if (!holder || !stays) throw new Error("both were started");
      expect(stays.stdout()).not.toMatch(POLLS);
      expect(stays.stdout()).not.toMatch(isConnected(0));
      const onTelegram = await house.telegram.openChat();
      const onDiscord = await house.discord.openChat();

      const ended = end(holder);
      const asked = onTelegram.ask("a red fox"); // While nobody polls.
      const serves = () => POLLS.test(stays.stdout()) && isConnected(0).test(stays.stdout());
      await until("the other", serves, limitMs);
      await seeOnePicture(onDiscord, "a blue fox");
      await asked;
      await ended;
      await until(
        "the picture",
        () => onTelegram.seen().some(({ pictureCount }) => pictureCount === 1),
        20_000,
      );
      await expectOneEach([onTelegram, onDiscord]);
    },
  );

  it("share four shards; when one dies, the other has all of them", A_WHILE, async () => {
    house = await openSharedHouse("Postgres");
    const bots = await startAll(["bot", "bot"], { DISCORD_SHARDS: "4" });
    const shardsOf = (bot: RoleProcess) =>
      [0, 1, 2, 3].filter((shard) => isConnected(shard).test(bot.stdout()));
    await until("four shards", () => bots.flatMap(shardsOf).length === 4, 30_000);
    expect(bots.flatMap(shardsOf).sort()).toEqual([0, 1, 2, 3]);
    const [dies, lives] = bots.sort((a, b) => shardsOf(b).length - shardsOf(a).length);
    if (!dies || !lives) throw new Error("two were started");

    await dies.kill();

    await until("all of them", () => shardsOf(lives).length === 4, TAKE_OVER_LIMIT_MS);
  });
});

describe.skipIf(!hasPostgres)(
  `a worker with ten runs in flight${hasPostgres ? "" : " (needs TEST_DATABASE_URL)"}`,
  () => {
    it("stops within 25 s, loses nothing, and another goes on", A_WHILE, async () => {
      house = await openSharedHouse("Postgres");
      const more = { QUICK_LANE_CONCURRENCY: "10", STANDARD_LANE_CONCURRENCY: "10" };
      const [, worker] = await startAll(["bot", "worker"], more);
      if (!worker) throw new Error("it was started");
      const chat = await house.telegram.openChat();
      await Promise.all(Array.from({ length: 10 }, (_, n) => chat.ask(`fox number ${n}`)));
      const running = async () =>
        (await house.select("SELECT 1 FROM generations WHERE state = 'running'")).length;
      await until("runs", async () => (await running()) > 0, 20_000);

      const [ended] = await Promise.all([worker.stop(), startAll(["worker"], more)]);

      expect(ended.code).toBe(0);
      expect(ended.afterMs).toBeLessThan(STOP_LIMIT_MS);
      expect(worker.stderr()).toBe("");
      const isDone = () =>
        chat.seen().filter(({ pictureCount }) => pictureCount === 1).length === 10;
      await until("ten pictures", isDone, 40_000);
      expect(chat.seen()).toHaveLength(10);
      expect(await run("cli", { settings: house.settings, args: ["reconcile"] })).toMatchObject({
        code: 0,
      });
    });
  },
);
