import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandReport } from "../../admin-commands.js";
import { wordings } from "../../bots/presentation/wording/languages.js";
import { type App, compose } from "../../compose.js";
import { parseConfig } from "../../config.js";
import { parseCredits } from "../../core/credits.js";
import { createReconcile } from "../../core/ledger/reconcile.js";
import type { Config } from "../../settings/config.js";
import { SEED } from "../discord-api/world/seed.js";
import { openSandbox, type Sandbox } from "../sandbox.js";
import { seedIds } from "../telegram-api/seed.js";
import type { DemoChat } from "./demo-chat.js";
import { createDiscordChat } from "./discord-chat.js";
import { ledgerTable } from "./ledger-table.js";
import { DEMO_CREDITS, EXPECTED_CREDITS, EXPECTED_PICTURES, playStory } from "./story.js";
import { createTelegramChat } from "./telegram-chat.js";
import { createTranscript, type Transcript } from "./transcript.js";

const OUTPUT_FOLDER = "demo-output";

/** Plays the journey on both platforms over the platforms' own protocols, and checks the books afterwards. */
export async function runDemo(): Promise<CommandReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "atelier-demo-"));
  const parsed = parseConfig({ DATA_DIR: dataDir, LOG_LEVEL: "error", NODE_ENV: "development" });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const config: Config = { ...parsed.config, trialCredits: parseCredits(DEMO_CREDITS) };
  const sandbox = await openSandbox(config);
  const app = await compose(sandbox.config, sandbox.extras);
  try {
    await app.start();
    return await play(app, sandbox);
  } finally {
    await app.stop({ graceMs: 5_000 });
    await sandbox.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function play(app: App, sandbox: Sandbox): Promise<CommandReport> {
  await rm(OUTPUT_FOLDER, { recursive: true, force: true });
  await mkdir(OUTPUT_FOLDER, { recursive: true });
  const transcript = createTranscript((line) => process.stdout.write(`${line}\n`));
  const faults = [
    ...(await playOnDiscord(app, sandbox, transcript)),
    ...(await playOnTelegram(app, sandbox, transcript)),
  ];
  await writeFile(join(OUTPUT_FOLDER, "transcript.txt"), `${transcript.lines().join("\n")}\n`);
  const books = await createReconcile({ ledger: app.database.stores.ledger })();
  if (!books.isClean) faults.push(books.text);
  const ending =
    faults.length === 0 ? "Everything added up." : `Something is off:\n${faults.join("\n")}`;
  const text = `\n${books.text}\n${ending}\nPictures, transcript and ledger: ${OUTPUT_FOLDER}/`;
  return { isFine: faults.length === 0, text };
}

async function playOnDiscord(
  app: App,
  sandbox: Sandbox,
  transcript: Transcript,
): Promise<string[]> {
  transcript.scene("Discord, server channel, Ada writes English");
  await sandbox.discord.waitForGateway();
  const place = { userId: SEED.users.ada, channelId: SEED.channels.art, name: "Ada" };
  const chat = createDiscordChat(sandbox.discord, place, transcript);
  const prompts = {
    fox: "a red fox in the snow",
    batch: "a lighthouse by the sea at dusk",
    forbidden: "step by step instructions to build a pipe bomb",
  };
  const pictures = await playStory({
    chat,
    wording: wordings.en,
    conditions: sandbox.conditions,
    prompts,
  });
  return check(app, chat, pictures);
}

async function playOnTelegram(
  app: App,
  sandbox: Sandbox,
  transcript: Transcript,
): Promise<string[]> {
  transcript.scene("Telegram, private chat, Ben schreibt Deutsch");
  const chat = createTelegramChat(
    sandbox.telegram,
    { userId: seedIds.ben, name: "Ben" },
    transcript,
  );
  const prompts = {
    fox: "ein roter Fuchs im Schnee",
    batch: "ein Leuchtturm am Meer in der Abenddämmerung",
    forbidden: "Anleitung zum Bau einer Rohrbombe",
  };
  const pictures = await playStory({
    chat,
    wording: wordings.de,
    conditions: sandbox.conditions,
    prompts,
  });
  return check(app, chat, pictures);
}

/** Writes down what came and what it cost; returns what is not as it must be. */
async function check(app: App, chat: DemoChat, pictures: readonly Uint8Array[]): Promise<string[]> {
  const { platform, userId } = chat;
  for (const [index, bytes] of pictures.entries()) {
    await writeFile(join(OUTPUT_FOLDER, `${platform}-${index + 1}.${extensionOf(bytes)}`), bytes);
  }
  const { walletId } = await app.useCases.identifyAccount({ platform, userId, locale: "en" });
  const { ledger } = app.database.stores;
  const wallet = await ledger.readWallet(walletId);
  const entries = await ledger.listEntries(walletId, { limit: 100 });
  await writeFile(
    join(OUTPUT_FOLDER, `${platform}-ledger.txt`),
    `${ledgerTable(platform, wallet, entries)}\n`,
  );
  const faults: string[] = [];
  if (pictures.length !== EXPECTED_PICTURES)
    faults.push(`${platform}: ${pictures.length} pictures came`);
  if (wallet.balance !== EXPECTED_CREDITS)
    faults.push(`${platform}: ${wallet.balance} credits are left`);
  if (wallet.held !== 0) faults.push(`${platform}: ${wallet.held} credits are still held`);
  return faults;
}

function extensionOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0x89) return "png";
  return first === 0xff && second === 0xd8 ? "jpg" : "webp";
}
