import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aDataDir } from "../fixtures/data-dir.js";
import { type AtelierProcess, start } from "./atelier-process.js";
import { type MinimalDiscord, openMinimalDiscord } from "./minimal-discord.js";
import { type MinimalTelegram, openMinimalTelegram } from "./minimal-telegram.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describe("npm start in production, with servers that know the least a bot needs", () => {
  let dataDir: { path: string; remove(): Promise<void> };
  let withoutSandbox: string;
  let discord: MinimalDiscord;
  let telegram: MinimalTelegram;
  beforeAll(async () => {
    withoutSandbox = await mkdtemp(join(tmpdir(), "atelier-image-"));
    await copyWithoutSandbox(withoutSandbox);
  });
  afterAll(() => rm(withoutSandbox, { recursive: true, force: true }));
  beforeEach(async () => {
    dataDir = await aDataDir();
  });
  afterEach(async () => {
    discord.close();
    telegram.close();
    await dataDir.remove();
  });

  async function openChats(delayMs: number) {
    discord = await openMinimalDiscord({ delayMs });
    telegram = await openMinimalTelegram({ delayMs });
    const own = { NODE_ENV: "production", IMAGE_PROVIDERS: "sketch", PORT: "0" };
    return { ...own, DATA_DIR: dataDir.path, ...discord.settings, ...telegram.settings };
  }

  async function seePictures(): Promise<void> {
    telegram.say("/imagine a red fox in the snow");
    await discord.imagine("a red fox in the snow");
    for (const picture of [await telegram.picture(), await discord.picture()]) {
      expect((await sharp(picture).stats()).isOpaque).toBe(true);
    }
  }

  async function expectReady(url: string): Promise<void> {
    const readyz = async () => (await fetch(`${url}/readyz`)).json();
    const pieces = { database: "ok", queue: "ok", discord: "ok", telegram: "ok" };
    await expect.poll(readyz, { timeout: 10_000 }).toEqual({ status: "ready", pieces });
  }

  function expectQuietLog({ stdout, stderr }: AtelierProcess): void {
    const lines = stdout().trim().split("\n");
    const isTold = (line: string) => line.startsWith("Atelier is ready on ");
    expect(lines.filter(isTold)).toHaveLength(1);
    for (const line of lines.filter((each) => !isTold(each))) JSON.parse(line);
    expect(stdout()).not.toMatch(/fox|a-token/);
    expect(stderr()).toBe("");
  }

  it("brings a picture on both: settings from .env, no files of the sandbox, slow chats", {
    timeout: 60_000,
  }, async () => {
    const settings = await openChats(1_000);
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    await writeFile(join(withoutSandbox, ".env"), lines.join("\n"));

    const atelier = start("main", { cwd: withoutSandbox, dist: join(withoutSandbox, "dist") });
    const url = await atelier.isReady();
    await seePictures();

    expect(discord.commands()).toContain("imagine");
    expect([...telegram.unknown]).toContain("getMyCommands");
    expect([...discord.unknown]).toContain("GET /applications/990/commands");
    await expectReady(url);
    expect((await fetch(url)).status).toBe(404);
    atelier.signal("SIGTERM");
    expect(await atelier.end).toBe(0);
    expectQuietLog(atelier);
  });
});

/** What an image would hold. */
async function copyWithoutSandbox(folder: string): Promise<void> {
  await mkdir(join(folder, "prisma"), { recursive: true });
  const isKept = (path: string) => !path.startsWith(join(ROOT, "dist/sandbox"));
  await cp(join(ROOT, "dist"), join(folder, "dist"), { recursive: true, filter: isKept });
  await cp(join(ROOT, "package.json"), join(folder, "package.json"));
  await cp(join(ROOT, "prisma/migrations"), join(folder, "prisma/migrations"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
}
