import { run } from "@grammyjs/runner";
import { Bot, GrammyError, InputFile } from "grammy";
import sharp from "sharp";
import { expect, onTestFinished } from "vitest";
import {
  createTelegramApi,
  type TelegramApiOptions,
} from "../../../src/sandbox/telegram-api/telegram-api.js";

/** A server that is closed when the test ends, and the real client pointed at it. */
export async function aTelegram(options: TelegramApiOptions = {}) {
  const server = createTelegramApi(options);
  onTestFinished(() => server.close());
  const { apiRoot } = await server.listen();
  const bot = new Bot(server.token, { client: { apiRoot } });
  bot.catch((failure) => {
    throw failure.error;
  });
  return { server, apiRoot, bot, api: bot.api, people: server.control };
}

/** Runs the bot with the real runner until the test ends. */
export function runBot(bot: Bot): ReturnType<typeof run> {
  const runner = run(bot, { runner: { fetch: { timeout: 30 }, silent: true } });
  onTestFinished(async () => {
    if (runner.isRunning()) await runner.stop();
  });
  return runner;
}

export function png(width: number, height: number): Promise<Buffer> {
  const create = { width, height, channels: 3 as const, background: "#3a7ca5" };
  return sharp({ create }).png().toBuffer();
}

export async function aPhotoFile(width = 640, height = 480): Promise<InputFile> {
  return new InputFile(await png(width, height), "picture.png");
}

/** What Telegram said when it refused. */
export async function refusalOf(call: Promise<unknown>): Promise<GrammyError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof GrammyError)) expect.fail(`not refused: ${String(outcome)}`);
  return outcome;
}

export async function descriptionOf(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).description;
}
