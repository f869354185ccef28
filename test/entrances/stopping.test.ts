import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTelegramApi } from "../../src/sandbox/telegram-api/telegram-api.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { aFreePort } from "../fixtures/free-port.js";
import { openDiscord, openTelegram } from "../fixtures/person-chats.js";
import { until } from "../jobs/until.js";
import { run, start } from "./atelier-process.js";

/** How long somebody who asked for an end is made to wait at the most. */
const STOP_LIMIT_MS = 25_000;

describe("npm start, when it is asked to stop", () => {
  let dataDir: { path: string; remove(): Promise<void> };
  beforeEach(async () => {
    dataDir = await aDataDir();
  });
  afterEach(() => dataDir.remove());

  const inProduction = () => ({
    ...{ NODE_ENV: "production", IMAGE_PROVIDERS: "sketch", PORT: "0" },
    ...{ DATA_DIR: dataDir.path, QUICK_LANE_CONCURRENCY: "1" },
  });

  it("drops nothing of what is asked for: the next start ends it, once", {
    timeout: 60_000,
  }, async () => {
    const discord = await openDiscord();
    const telegram = await openTelegram();
    const settings = { ...inProduction(), ...discord.settings, ...telegram.settings };
    const first = start("main", { settings });
    await first.isReady();
    const onDiscord = await discord.openChat();
    const chats = [onDiscord, await telegram.openChat()];
    const asks = chats.flatMap((chat) => [1, 2, 3, 4].map((n) => chat.ask(`fox number ${n}`)));
    // Whom Discord has told that nobody responds is not owed anything; Telegram keeps what is asked.
    await until("Discord's answers", () => onDiscord.seen().length === 4);

    const askedAt = performance.now();
    first.signal("SIGTERM");
    expect(await first.end).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(STOP_LIMIT_MS);
    expect(first.stderr()).toBe("");

    const second = start("main", { settings });
    await second.isReady();
    await Promise.all(asks);
    const isOver = (seen: readonly { pictureCount: number; isPending: boolean }[]) =>
      seen.length >= 4 && seen.every(({ isPending }) => !isPending);
    await until("every picture", () => chats.every((chat) => isOver(chat.seen())), 25_000);
    for (const chat of chats) {
      expect(chat.seen().map(({ pictureCount }) => pictureCount)).toEqual([1, 1, 1, 1]);
    }
    expect(await run("cli", { settings, args: ["reconcile"] })).toMatchObject({ code: 0 });
    await discord.close();
    await telegram.close();
  });

  it("ends at once when it is asked twice, whatever is under way", async () => {
    const telegram = createTelegramApi();
    const { apiRoot } = await telegram.listen();
    const chat = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_URL: apiRoot };
    const atelier = start("main", { settings: { ...inProduction(), ...chat } });
    await atelier.isReady();
    const { id: userId } = await telegram.control.addPerson({ firstName: "Kim" });
    telegram.control.slowNext({ method: "sendMessage", delayMs: 20_000 });
    await telegram.control.sendText({ userId, chatId: userId, text: "/balance" });
    await until("the update", () => telegram.control.pendingUpdates() === 0);

    atelier.signal("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const askedAgainAt = performance.now();
    atelier.signal("SIGINT");

    expect(await atelier.end).toBe(1);
    expect(performance.now() - askedAgainAt).toBeLessThan(1_000);
    await telegram.close();
  });

  it("says what is missing while a chat keeps it waiting, and stops in order all the same", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const origin = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const port = String(await aFreePort());
    const discord = { DISCORD_TOKEN: "a-token", DISCORD_API_URL: `${origin}/api` };
    const telegram = { TELEGRAM_BOT_TOKEN: "5:a-token", TELEGRAM_API_URL: origin };
    const atelier = start("main", {
      settings: { ...inProduction(), ...discord, ...telegram, PORT: port },
    });
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    const isListening = () =>
      ask("/healthz").then(
        ({ ok }) => ok,
        () => false,
      );
    await until("its port", isListening);
    await expect
      .poll(async () => (await ask("/readyz")).text(), { timeout: 10_000 })
      .toBe(
        JSON.stringify({
          status: "not ready",
          pieces: { database: "ok", queue: "ok", discord: "down", telegram: "down" },
        }),
      );
    expect((await ask("/readyz")).status).toBe(503);

    atelier.signal("SIGTERM");
    expect(await atelier.end).toBe(0);
    expect(atelier.stderr()).toBe("");
    expect(atelier.stdout()).not.toContain("is ready");
    silent.close();
    silent.closeAllConnections();
  });
});
