import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wordings } from "../../bots/presentation/wording/languages.js";
import { type App, compose } from "../../compose.js";
import { parseConfig } from "../../config.js";
import { parseCredits } from "../../core/credits.js";
import { createReconcile } from "../../core/ledger/reconcile.js";
import type { CommandReport } from "../../operator/admin-commands.js";
import type { Config } from "../../settings/config.js";
import { toOwnUrl } from "../../settings/own-url.js";
import { createWebServer } from "../../web/web-server.js";
import { SEED } from "../discord-api/world/seed.js";
import { openSandbox, type Sandbox } from "../sandbox.js";
import { seedIds } from "../telegram-api/seed.js";
import type { DemoChat, Photo } from "./demo-chat.js";
import { createDiscordChat } from "./discord-chat.js";
import { ledgerTable } from "./ledger-table.js";
import { drawPhotos } from "./photos.js";
import {
  DEMO_CREDITS,
  EXPECTED_CREDITS,
  EXPECTED_RESULTS,
  playStory,
  type Result,
} from "./story.js";
import { createTelegramChat } from "./telegram-chat.js";
import { createTranscript, type Transcript } from "./transcript.js";

const OUTPUT_FOLDER = "demo-output";
const HOST = "127.0.0.1";
/** Quick enough that nobody waits for the demo, slow enough to see a request under way. */
const PACE_MS = 400;
const PIXELS = 768 * 768;

/** Plays the journey on both platforms over the platforms' own protocols, and checks the books afterwards. */
export async function runDemo(): Promise<CommandReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "atelier-demo-"));
  const parsed = parseConfig({ DATA_DIR: dataDir, LOG_LEVEL: "error", NODE_ENV: "development" });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const web = createWebServer({ host: HOST, port: 0 });
  const { port } = await web.listen();
  const config: Config = {
    ...parsed.config,
    host: HOST,
    port,
    publicUrl: toOwnUrl({ host: HOST, port }),
    trialCredits: parseCredits(DEMO_CREDITS),
  };
  const sandbox = await openSandbox(config, { paceMs: () => PACE_MS, pixels: PIXELS });
  const app = await compose(sandbox.config, sandbox.extras);
  try {
    await app.start();
    web.serve(sandbox.front(app));
    return await play(app, sandbox);
  } finally {
    await app.stop({ graceMs: 5_000 });
    await sandbox.close();
    await web.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function play(app: App, sandbox: Sandbox): Promise<CommandReport> {
  await rm(OUTPUT_FOLDER, { recursive: true, force: true });
  await mkdir(OUTPUT_FOLDER, { recursive: true });
  const transcript = createTranscript((line) => process.stdout.write(`${line}\n`));
  const photos = await drawPhotos();
  for (const { filename, bytes } of photos) await writeFile(join(OUTPUT_FOLDER, filename), bytes);
  const stage = { app, sandbox, transcript, photos };
  const faults = [
    ...(await toFaults(() => playOnDiscord(stage))),
    ...(await toFaults(() => playOnTelegram(stage))),
  ];
  await writeFile(join(OUTPUT_FOLDER, "transcript.txt"), `${transcript.lines().join("\n")}\n`);
  const books = await createReconcile({ ledger: app.database.stores.ledger })();
  if (!books.isClean) faults.push(books.text);
  const ending =
    faults.length === 0 ? "Everything added up." : `Something is off:\n${faults.join("\n")}`;
  const text = `\n${books.text}\n${ending}\nPictures, clips, transcript and ledger: ${OUTPUT_FOLDER}/`;
  return { isFine: faults.length === 0, text };
}

/** A story that does not get to its end is a fault like any other: the rest is played and the books are added up. */
async function toFaults(play: () => Promise<string[]>): Promise<string[]> {
  try {
    return await play();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

interface Stage {
  readonly app: App;
  readonly sandbox: Sandbox;
  readonly transcript: Transcript;
  readonly photos: readonly [Photo, Photo];
}

async function playOnDiscord(stage: Stage): Promise<string[]> {
  const { sandbox, transcript } = stage;
  transcript.scene("Discord, server channel, Ada writes English");
  await sandbox.discord.waitForGateway();
  const place = { userId: SEED.users.ada, channelId: SEED.channels.art, name: "Ada" };
  const chat = createDiscordChat(sandbox.discord, place, transcript);
  const prompts = {
    fox: "a red fox in the snow",
    batch: "a lighthouse by the sea at dusk",
    forbidden: "step by step instructions to build a pipe bomb",
    edit: "make it winter",
    together: "put the cat in front of the mountains",
    clip: "waves roll towards a lighthouse at dusk",
  };
  const results = await playStory({
    ...stage,
    chat,
    wording: wordings.en,
    conditions: sandbox.conditions,
    prompts,
    aside: transcript.aside,
    pay: (url) => payAtCheckout(transcript, "Ada", url),
  });
  return check(stage.app, chat, results);
}

async function playOnTelegram(stage: Stage): Promise<string[]> {
  const { sandbox, transcript } = stage;
  transcript.scene("Telegram, private chat, Ben schreibt Deutsch");
  const place = { userId: seedIds.ben, name: "Ben" };
  const chat = createTelegramChat(sandbox.telegram, place, transcript);
  const prompts = {
    fox: "ein roter Fuchs im Schnee",
    batch: "ein Leuchtturm am Meer in der Abenddämmerung",
    forbidden: "Anleitung zum Bau einer Rohrbombe",
    edit: "mach Winter daraus",
    together: "setze die Katze vor die Berge",
    clip: "Wellen rollen auf einen Leuchtturm zu, Abenddämmerung",
  };
  const results = await playStory({
    ...stage,
    chat,
    wording: wordings.de,
    conditions: sandbox.conditions,
    prompts,
    aside: transcript.aside,
    pay: (url) => payAtCheckout(transcript, "Ben", url),
  });
  return check(stage.app, chat, results);
}

/** Sends the form of the checkout page, as a browser would. */
async function payAtCheckout(transcript: Transcript, name: string, url: string): Promise<void> {
  transcript.person(name, `opens ${new URL(url).pathname.slice(0, 20)}… and presses [Pay]`);
  const paid = await fetch(url, {
    method: "POST",
    headers: { origin: new URL(url).origin },
    body: new URLSearchParams({ choice: "pay" }),
    redirect: "manual",
  });
  if (paid.status !== 303) throw new Error(`the checkout page answered ${paid.status}`);
}

/** Writes down what came and what it cost; returns what is not as it must be. */
async function check(app: App, chat: DemoChat, results: readonly Result[]): Promise<string[]> {
  const { platform, userId } = chat;
  for (const [index, { name, bytes }] of results.entries()) {
    const place = String(index + 1).padStart(2, "0");
    const file = `${platform}-${place}-${name}.${extensionOf(bytes)}`;
    await writeFile(join(OUTPUT_FOLDER, file), bytes);
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
  if (results.length !== EXPECTED_RESULTS)
    faults.push(`${platform}: ${results.length} pictures and clips came`);
  const clips = results.filter(({ bytes }) => extensionOf(bytes) === "gif").length;
  if (clips !== 1) faults.push(`${platform}: ${clips} clips came`);
  if (wallet.balance !== EXPECTED_CREDITS)
    faults.push(`${platform}: ${wallet.balance} credits are left`);
  if (!entries.some(({ kind }) => kind === "top_up"))
    faults.push(`${platform}: nothing was paid in`);
  if (wallet.held !== 0) faults.push(`${platform}: ${wallet.held} credits are still held`);
  return faults;
}

function extensionOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0x89) return "png";
  if (first === 0x47) return "gif";
  return first === 0xff && second === 0xd8 ? "jpg" : "webp";
}
