import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openBucket } from "../fixtures/bucket.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { aFreePort } from "../fixtures/free-port.js";
import { until } from "../jobs/until.js";
import { type AtelierProcess, start } from "./atelier-process.js";
import { openMinimalDiscord } from "./minimal-discord.js";
import { openMinimalReplicate } from "./minimal-replicate.js";
import { openMinimalStripe } from "./minimal-stripe.js";
import { openMinimalTelegram } from "./minimal-telegram.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** By connections we open, or by calls of theirs. */
const CONNECTIONS = { DISCORD_MODE: "gateway", TELEGRAM_MODE: "polling" } as const;
const CALLS = { DISCORD_MODE: "http", TELEGRAM_MODE: "webhook" } as const;
const CASES = [
  { arrive: "by connections", modes: CONNECTIONS, build: "as it is" },
  { arrive: "by HTTP", modes: CALLS, build: "as it is" },
  { arrive: "by connections", modes: CONNECTIONS, build: "without its sandbox" },
  { arrive: "by HTTP", modes: CALLS, build: "without its sandbox" },
] as const;

describe("npm start in production, with servers that know the least a bot needs", () => {
  let withoutSandbox: string;
  beforeAll(async () => {
    withoutSandbox = await mkdtemp(join(tmpdir(), "atelier-image-"));
    await copyWithoutSandbox(withoutSandbox);
  });
  afterAll(() => rm(withoutSandbox, { recursive: true, force: true }));

  /** Everything it speaks to, and an `.env` that says so. */
  async function openWorld(modes: Readonly<Record<string, string>>, delayMs: number) {
    const dataDir = await aDataDir();
    const discord = await openMinimalDiscord({ delayMs });
    const telegram = await openMinimalTelegram({ delayMs });
    const replicate = await openMinimalReplicate();
    const stripe = await openMinimalStripe();
    const bucket = await openBucket();
    onTestFinished(async () => {
      for (const server of [discord, telegram, replicate, stripe]) server.close();
      await bucket.close();
      await dataDir.remove();
    });
    const port = String(await aFreePort());
    const url = `http://127.0.0.1:${port}`;
    const own = { NODE_ENV: "production", PORT: port, PUBLIC_URL: url, DATA_DIR: dataDir.path };
    const settings = {
      ...own,
      ...modes,
      TELEGRAM_PAYMENTS: "stripe",
      TRIAL_CREDITS: "2",
      ...discord.settings,
      ...telegram.settings,
      ...replicate.settings,
      ...stripe.settings,
      S3_ENDPOINT: bucket.settings.endpoint,
      S3_BUCKET: bucket.settings.bucket,
      S3_ACCESS_KEY_ID: bucket.settings.accessKeyId,
      S3_SECRET_ACCESS_KEY: bucket.settings.secretAccessKey,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    await writeFile(join(withoutSandbox, ".env"), lines.join("\n"));
    return { discord, telegram, replicate, stripe, bucket, url };
  }

  it.each(CASES)(
    "brings pictures and sells credits on both chats, requests arriving $arrive, the build $build",
    {
      timeout: 90_000,
    },
    async ({ modes, build }) => {
      const isHttp = modes.DISCORD_MODE === "http";
      const world = await openWorld(modes, isHttp ? 0 : 1_000);
      const { discord, telegram, replicate, stripe, bucket, url } = world;
      if (isHttp) discord.sendTo(`${url}/interactions/discord`);

      const dist = join(build === "as it is" ? ROOT : withoutSandbox, "dist");
      const atelier = start("main", { cwd: withoutSandbox, dist });
      await atelier.isReady();
      const pieces = { database: "ok", queue: "ok", discord: "ok", telegram: "ok", bucket: "ok" };
      await expect
        .poll(async () => (await fetch(`${url}/readyz`)).json(), { timeout: 10_000 })
        .toMatchObject({ status: "ready", pieces });
      telegram.say("/imagine a red fox in the snow");
      await discord.imagine("a red fox in the snow");
      for (const picture of [await telegram.picture(), await discord.picture()]) {
        expect((await sharp(picture).stats()).isOpaque).toBe(true);
      }
      expect(replicate.runs()).toBe(2);
      await expect.poll(replicate.webhooksTaken, { timeout: 5_000 }).toBe(2);
      const isStored = ({ method, url: path }: { method: string; url: string }) =>
        method === "PUT" && path.includes("/outputs/");
      expect(bucket.requests.filter(isStored)).toHaveLength(2);
      if (isHttp) expect(telegram.webhook()).toBe(`${url}/webhooks/telegram`);

      await discord.command("buy");
      const packButton = () => /"custom_id":"(buy:[\w.-]+)"/.exec(discord.written())?.[1];
      await until("packs on Discord", () => packButton() !== undefined, 20_000);
      await discord.press(packButton() ?? "");
      await until("a checkout", () => stripe.newestUrl() !== undefined, 20_000);
      await until("its link", () => discord.written().includes(stripe.newestUrl() ?? "-"), 20_000);
      expect(await stripe.pay(`${url}/webhooks/stripe`, 3)).toEqual([200, 200, 200]);
      await until("the news", () => /credits added/.test(discord.written()), 20_000);
      await discord.command("balance");
      await until("the balance", () => /201 credits to spend/.test(discord.written()), 20_000);

      expect(discord.commands()).toEqual(expect.arrayContaining(["imagine", "buy"]));
      expect((await fetch(url)).status).toBe(404);
      atelier.signal("SIGTERM");
      expect(await atelier.end).toBe(0);
      expectQuietLog(atelier);
    },
  );
});

function expectQuietLog({ stdout, stderr }: AtelierProcess): void {
  const lines = stdout().trim().split("\n");
  const isTold = (line: string) => line.startsWith("Atelier is ready on ");
  expect(lines.filter(isTold)).toHaveLength(1);
  for (const line of lines.filter((each) => !isTold(each))) JSON.parse(line);
  expect(stdout()).not.toMatch(/fox|a-token|a_stand_in/);
  expect(stderr()).toBe("");
}

/** What an image would hold. */
async function copyWithoutSandbox(folder: string): Promise<void> {
  await mkdir(join(folder, "prisma"), { recursive: true });
  const isKept = (path: string) => !path.startsWith(join(ROOT, "dist/sandbox"));
  await cp(join(ROOT, "dist"), join(folder, "dist"), { recursive: true, filter: isKept });
  await cp(join(ROOT, "package.json"), join(folder, "package.json"));
  await cp(join(ROOT, "prisma/migrations"), join(folder, "prisma/migrations"), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
}
