import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createLog, createLogger } from "../../../src/adapters/log/pino-log.js";
import { AppError } from "../../../src/core/errors.js";

function openLog(level = "info") {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog(createLogger({ level, isPretty: false, destination }));
  return { log, lines };
}

/** Joined at run time, so that no scanner takes them for real ones. */
const telegramToken = ["7000000001", "AAE-Zk3vQx9Lm2Rt8Yp4Ws6Nb1Cd5Fg7Hj0K"].join(":");
const discordToken = [
  "MTEwMDAwMDAwMDAwMDAwMDAwMQ",
  "GhIjKl",
  "abcdefghijklmnopqrstuvwxyz0123456789AB",
].join(".");

function tryParsing(): unknown {
  try {
    return JSON.parse("a red fox");
  } catch (error) {
    return error;
  }
}

describe("log", () => {
  it("writes one line of JSON with the event and its fields", () => {
    const { log, lines } = openLog();
    log.warn("poll_failed", { provider: "sketch", tries: 2 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: 40,
      msg: "poll_failed",
      provider: "sketch",
      tries: 2,
    });
  });

  it.each([
    [
      "an address with the bot's token",
      `fetch https://api.telegram.org/bot${telegramToken}/getMe failed`,
    ],
    ["the path of one", `POST /bot${telegramToken}/sendMessage: socket hang up`],
    ["a token of Discord", `401 for Bot ${discordToken}`],
    [
      "a database's address",
      "connect postgresql://atelier:hunter2@db.internal:5432/atelier refused",
    ],
    ["a key", `signature of ${"k3y".repeat(15)} is wrong`],
  ])("takes out of an error: %s", (_name, message) => {
    const { log, lines } = openLog();
    log.error("it_broke", new Error(message, { cause: new TypeError(message) }));
    const line = lines.join("");
    expect(line).toContain("it_broke");
    for (const secret of [telegramToken.slice(11), discordToken.slice(-20), "hunter2", "k3yk3y"]) {
      expect(line).not.toContain(secret);
    }
  });

  it("leaves out what an error carries besides: requests, bodies, addresses", () => {
    const { log, lines } = openLog();
    const error = Object.assign(new Error("refused"), {
      code: 50_027,
      requestBody: "a red fox",
      url: "/x",
    });
    log.error("it_broke", error);
    expect(JSON.parse(lines[0] ?? "").err).toEqual({
      name: "Error",
      code: 50_027,
      message: "refused",
      stack: expect.stringContaining("pino-log.test.ts"),
    });
  });

  it("keeps of Prisma's words only what is wrong, for they quote the call", () => {
    const { log, lines } = openLog();
    const message =
      '\nInvalid `create()` invocation:\n{ prompt: "a red fox" }\n\nArgument `id` is missing.';
    log.error(
      "it_broke",
      Object.assign(new Error(message), { name: "PrismaClientValidationError" }),
    );
    expect(JSON.parse(lines[0] ?? "").err.message).toBe("Argument `id` is missing.");
  });

  it.each([
    ["a parser", tryParsing],
    ["a vendor's answer", () => new Error('status 422: {"detail":"prompt: a red fox"}')],
    ["a row", () => new Error("Failing row contains (17, a red fox, null).")],
    ["quoted text", () => new Error("cannot send 'a red fox' to 5")],
    ["a second line", () => new Error("Bad request\ncontent: a red fox")],
  ])("takes people's words out of an error: %s", (_name, make) => {
    const { log, lines } = openLog();
    log.error("it_broke", make());
    expect(lines[0]).toContain("it_broke");
    expect(lines[0]).not.toContain("red fox");
  });

  it("keeps the names that tell what is wrong", () => {
    const { log, lines } = openLog();
    const words = 'row of "generations" violates check constraint "count_positive"';
    log.error("it_broke", new Error(words));
    expect(JSON.parse(lines[0] ?? "").err.message).toBe(words);
    log.error("it_broke", z.object({ id: z.uuid() }).safeParse({ id: "a red fox" }).error);
    expect(JSON.parse(lines[1] ?? "").err.message).toBe("id: invalid_format");
  });

  it("says in every line which process wrote it, in which roles", () => {
    const lines: string[] = [];
    const logger = createLogger({
      level: "info",
      isPretty: false,
      process: { id: "a1b2c3d4-0000", roles: ["bot", "web"] },
      destination: { write: (line: string) => void lines.push(line) },
    });
    createLog(logger).info("made");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ process: "a1b2c3d4", roles: "bot,web" });
  });

  it("keeps our own words whole", () => {
    const { log, lines } = openLog();
    const message = "Discord did not take a message (http_502)";
    log.error("it_broke", new AppError({ code: "chat_unavailable", message, retryable: true }));
    expect(JSON.parse(lines[0] ?? "").err).toMatchObject({ code: "chat_unavailable", message });
  });

  it("blots out fields that hold secrets by their name", () => {
    const { log, lines } = openLog();
    log.info("made", { prompt: "a red fox", token: discordToken, url: "https://x/y" });
    expect(lines[0]).not.toMatch(/fox|https/);
    expect(lines[0]).not.toContain(discordToken);
  });

  it("says nothing below its level", () => {
    const { log, lines } = openLog("error");
    log.info("made");
    expect(lines).toEqual([]);
  });
});
