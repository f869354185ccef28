import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { AppError } from "../../../src/core/errors.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";
import { pause, until } from "../../jobs/until.js";
import { openWorld, type World } from "./telegram-world.js";

const { de, en } = wordings;
const never = () => new Promise<never>(() => undefined);

let workshop: Workshop;
let world: World;
let ana: number;
let ben: number;

beforeAll(async () => {
  workshop = await openWorkshop("pglite", {
    TRIAL_CREDITS: "1000",
    MAX_OPEN_GENERATIONS: "1000",
    MAX_REQUESTS_PER_MINUTE: "1000",
  });
});
afterAll(() => workshop.close());

beforeEach(async () => {
  world = await openWorld(workshop);
  ({ ana, ben } = world.ids);
});
afterEach(async () => {
  expect(world.control.unknownMethods()).toEqual([]);
  expect(world.log.lines.join("\n")).not.toContain(world.config.token);
  workshop.queued.length = 0;
  await world.close();
});

const write = (userId: number, text: string) =>
  world.control.sendText({ userId, chatId: userId, text });
const hears = (chatId: number, words: string) =>
  world.control.waitForMessage(chatId, ({ text }) => (text ?? "").includes(words));
const said = (chatId: number) =>
  world.control.messages(chatId).filter(({ from }) => String(from?.id) === world.botId);
const settled = () => until("all is settled", async () => (await world.listOpen()).length === 0);
/** The core as it is, but a request for a picture never comes back. */
const stuck = () => ({ ...world.useCases, requestGeneration: never });

describe("telegram updates: nothing is lost", () => {
  it("is saved, encrypted, before Telegram may forget it", async () => {
    const { chatUpdates } = world.pieces.database.stores;
    const pendingWhenSaved: number[] = [];
    const payloads: string[] = [];
    const watched = {
      ...chatUpdates,
      async save(...input: Parameters<typeof chatUpdates.save>) {
        payloads.push(...input[0].map(({ payload }) => payload));
        await pause(100);
        pendingWhenSaved.push(world.control.pendingUpdates());
        return chatUpdates.save(...input);
      },
    };
    await world.startBot({ chatUpdates: watched });
    await write(ana, "/imagine a secret fox");
    await hears(ana, "Queued");
    await until("it is confirmed", () => world.control.pendingUpdates() === 0);
    await settled();

    expect(pendingWhenSaved).toEqual([1]);
    expect(payloads.join()).not.toContain("secret");
    const order = ["update_saved", "generation_requested", "progress_recorded", "update_finished"];
    const kept = world.reached.filter((point) => order.includes(point));
    expect(kept.filter((point, index) => kept.indexOf(point) === index)).toEqual(order);
  });

  it("goes on after a stop in the middle, and asks for one picture only", async () => {
    const dying = await world.startBot({ useCases: stuck() });
    await write(ana, "/imagine a fox");
    await until("it is in work", async () => (await world.listOpen()).length === 1);
    await dying.stop({ withinMs: 20 });
    expect(said(ana)).toEqual([]);

    await world.startBot();
    await hears(ana, "Queued");
    await settled();

    expect(said(ana)).toHaveLength(1);
    expect(workshop.queued).toHaveLength(1);
  });

  it("finds what was saved when only the word of it was lost", async () => {
    const { chatUpdates } = world.pieces.database.stores;
    let isFirst = true;
    const flaky = {
      ...chatUpdates,
      async save(...input: Parameters<typeof chatUpdates.save>) {
        const saved = await chatUpdates.save(...input);
        if (!isFirst) return saved;
        isFirst = false;
        throw new Error("the connection to the database broke");
      },
    };
    await world.startBot({ chatUpdates: flaky });
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    await settled();
    expect(said(ana)).toHaveLength(1);
  });

  it("waits for running work when it stops, but not longer than it may", async () => {
    const bot = await world.startBot();
    world.control.slowNext({ method: "sendMessage", delayMs: 300 });
    await write(ana, "/models");
    await until("it is in work", async () => (await world.listOpen()).length === 1);
    await bot.stop({ withinMs: 5_000 });
    expect(said(ana)).toHaveLength(1);
    expect(await world.listOpen()).toEqual([]);

    const hung = await world.startBot({ useCases: stuck() });
    await write(ana, "/imagine a fox");
    await until("it is in work", async () => (await world.listOpen()).length === 1);
    const startedAt = performance.now();
    await hung.stop({ withinMs: 100 });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it("takes an update once, though Telegram brings it twice and again after a restart", async () => {
    const first = await world.startBot();
    await write(ana, "/help");
    await hears(ana, "I make and edit pictures");
    await until("it polls again", () => world.control.pendingUpdates() === 0);
    // The poll that waits is not hit; those after it fail, so that they confirm nothing.
    world.control.failNext({ method: "getUpdates", times: 2 });
    world.control.duplicateNextUpdate();
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    await settled();
    await first.stop({ withinMs: 1_000 });
    expect(world.control.pendingUpdates()).toBe(2);

    await world.startBot();
    await write(ana, "/balance");
    await hears(ana, "credits to spend");
    await settled();

    expect(said(ana)).toHaveLength(3);
  });
});

describe("telegram updates: order", () => {
  it("keeps the order within a chat while other chats go on", async () => {
    const { listGenerations } = world.useCases;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = {
      ...world.useCases,
      listGenerations: async (...input: Parameters<typeof listGenerations>) => {
        await gate;
        return listGenerations(...input);
      },
    };
    await world.startBot({ useCases: slow });
    await write(ana, "/job");
    await write(ana, "/models");
    await write(ben, "/models");
    await hears(ben, de.models.title("draw"));
    await pause(100);
    expect(said(ana)).toEqual([]);

    release();
    await hears(ana, en.models.title("draw"));
    expect(said(ana).map(({ text }) => text?.split("\n")[0])).toEqual([
      toPlainText(en.job.none),
      en.models.title("draw"),
    ]);
  });

  it("answers a burst of forty from one person in order", async () => {
    await world.startBot();
    for (let index = 0; index < 40; index += 1) await write(ana, `/nothing${index}`);
    await until("all are answered", () => said(ana).length === 40);
    const names = said(ana).map(({ text }) => /nothing(\d+)/.exec(text ?? "")?.[1]);
    expect(names).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
  });
});

describe("telegram updates: what goes wrong", () => {
  it("passes over kinds it does not know, and bodies it cannot read", async () => {
    await world.startBot();
    world.control.injectUpdate({ guest_message: { text: "?" } });
    world.control.injectUpdate({ something_new: { deeply: { nested: [null] } } });
    world.control.injectUpdate({ edited_message: { message_id: 1 } });
    world.control.injectUpdate({ message: { message_id: 2 } });
    world.control.injectUpdate({ callback_query: { id: "1" } });
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    await settled();
    expect(world.log.lines.filter((line) => line.includes("failed"))).toEqual([]);
  });

  it("says sorry once for what it cannot do, and does not try it for ever", async () => {
    const { pending } = world.pieces.database.stores;
    const broken = {
      ...pending,
      put: () => Promise.reject(new Error("a secret prompt in an error")),
    };
    const bot = await world.startBot({ pending: broken });
    await write(ana, "/imagine");
    await hears(ana, "Something broke on our side");
    await settled();
    await bot.stop({ withinMs: 1_000 });

    await world.startBot();
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    expect(said(ana)).toHaveLength(2);
  });

  it("gives up on an update that was begun four times and never ended", async () => {
    await write(ana, "/imagine a deadly fox");
    for (let life = 0; life < 4; life += 1) {
      const before = world.reached.length;
      const dying = await world.startBot({ useCases: stuck() });
      await until("it is in work", async () => (await world.listOpen()).length === 1);
      await pause(50);
      await dying.stop({ withinMs: 20 });
      expect(world.reached.slice(before)).not.toContain("update_finished");
    }
    expect(said(ana)).toEqual([]);

    await world.startBot();
    await hears(ana, "Something broke on our side");
    await settled();
    expect(workshop.queued).toEqual([]);
  });

  it("tries again by itself when the connection broke", async () => {
    await world.startBot();
    world.control.loseNextAnswer({ method: "sendChatAction" });
    await world.control.sendText({ userId: ana, chatId: world.ids.group, text: "/balance" });
    await hears(ana, "credits to spend");
    await settled();
    expect(said(ana)).toHaveLength(1);
  });

  it("obeys when Telegram asks it to wait, and does nothing twice meanwhile", async () => {
    let reads = 0;
    const { readWallet } = world.useCases;
    const counted = {
      ...world.useCases,
      readWallet: (...input: Parameters<typeof readWallet>) => {
        reads += 1;
        return readWallet(...input);
      },
    };
    await world.startBot({ useCases: counted });
    world.control.floodNext({ method: "sendMessage", retryAfter: 1 });
    const startedAt = performance.now();
    await write(ana, "/balance");
    await hears(ana, "credits to spend");
    await settled();

    expect(performance.now() - startedAt).toBeGreaterThan(950);
    expect(reads).toBe(1);
    const sends = world.control.calls().filter(({ method }) => method === "sendMessage");
    expect(sends.map(({ status }) => status)).toEqual([429, 200]);
  });

  it("leaves who blocked it in peace", async () => {
    await world.startBot();
    world.control.slowNext({ method: "getMyCommands", delayMs: 1 });
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    world.control.slowNext({ method: "sendMessage", delayMs: 300 });
    await write(ana, "/balance");
    await world.control.blockBot(ana);
    await settled();
    expect(world.log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
  });
});

describe("telegram updates: starting", () => {
  it("names the setting when the token is refused", async () => {
    const config = { ...world.config, token: "123:wrong" };
    const failure = await world.startBot({ config }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: "configuration", retryable: false });
    expect(String(failure)).toContain("TELEGRAM_BOT_TOKEN");
    expect(String(failure)).not.toContain("123:wrong");
  });

  it("starts without Telegram and is ready once it answers", async () => {
    world.control.failNext({ method: "getMe", status: 502 });
    const bot = await world.startBot();
    expect(bot.isReady()).toBe(false);

    await until("it is ready", () => bot.isReady());
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));

    await bot.stop({ withinMs: 1_000 });
    expect(bot.isReady()).toBe(false);
  });

  it("stops at once while Telegram cannot be reached", async () => {
    const config = { ...world.config, apiUrl: "http://127.0.0.1:9" };
    const bot = await world.startBot({ config });
    const startedAt = performance.now();
    await bot.stop({ withinMs: 5_000 });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it("stands by while another poller has the token, says so once, and takes over", async () => {
    const bot = await world.startBot();
    const other = new AbortController();
    const poll = () =>
      fetch(`${world.config.apiUrl}/bot${world.config.token}/getUpdates?timeout=5`, {
        signal: other.signal,
      });
    await until("it is thrown out", async () => {
      void poll().catch(() => undefined);
      await pause(100);
      return world.log.lines.some((line) => line.includes("conflict"));
    });
    await pause(700);
    other.abort();
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));

    expect(world.log.lines.filter((line) => line.includes("conflict"))).toHaveLength(1);
    expect(bot.isReady()).toBe(true);
  });

  it("takes away a webhook that would keep it from polling", async () => {
    const call = (method: string) =>
      fetch(`${world.config.apiUrl}/bot${world.config.token}/${method}`);
    await call("setWebhook?url=http%3A%2F%2F127.0.0.1%3A9%2Fhook");
    await world.startBot();
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
  });

  it("writes nothing to the console by itself", async () => {
    const spies = (["log", "warn", "error"] as const).map((name) => vi.spyOn(console, name));
    world.control.failNext({ method: "getUpdates", status: 500 });
    await world.startBot();
    await write(ana, "/models");
    await hears(ana, en.models.title("draw"));
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});
