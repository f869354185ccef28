import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runDoctor } from "../../src/doctor/doctor.js";
import { aFreePort } from "../fixtures/free-port.js";
import { openStandIns } from "./stand-ins.js";

const KEY = "ab".repeat(32);
/** Joined at run time, so that no scanner takes them for real ones. */
const SECRETS = {
  DISCORD_TOKEN: ["MTEwMDAwMDAwMDAwMDAwMDAwMQ", "GhIjKl", "doctorsecret0123456789AB"].join("."),
  TELEGRAM_BOT_TOKEN: ["7000000001", "AAE-doctorsecret-Zk3vQx9Lm2Rt8Yp4Ws6"].join(":"),
  REPLICATE_API_TOKEN: ["r8", "doctorsecret0123456789"].join("_"),
  FAL_KEY: ["id", "doctorsecret0123456789"].join(":"),
  STRIPE_SECRET_KEY: ["sk", "test", "doctorsecret0123456789"].join("_"),
  STRIPE_WEBHOOK_SECRET: ["whsec", "doctorsecret0123456789"].join("_"),
  SECRET_KEYS: "doctorsecret-of-32-characters-00",
  METRICS_TOKEN: "doctorsecret-of-metrics",
};
const bot = `/bot${SECRETS.TELEGRAM_BOT_TOKEN}`;
const telegram = (result: object) => ({ body: { ok: true, result } });
const EVERYTHING_FINE = {
  "/discord/v10/applications/@me": {
    body: {
      id: "1100000000000000001",
      name: "Atelier",
      verify_key: KEY,
      interactions_endpoint_url: null,
      integration_types_config: { "0": {}, "1": {} },
    },
  },
  [`${bot}/getMe`]: telegram({ username: "atelier_bot", can_join_groups: true }),
  [`${bot}/getWebhookInfo`]: telegram({ url: "", pending_update_count: 0 }),
  "/replicate/account": { body: { username: "painter" } },
  "/fal/fal-ai/flux/requests/00000000-0000-0000-0000-000000000000/status": {
    status: 404,
    body: { detail: "Request not found" },
  },
  "/v1/account": { body: { id: "acct_1" } },
  "/healthz": { body: { status: "alive" } },
};

describe("npm run doctor", () => {
  let vendors: Awaited<ReturnType<typeof openStandIns>>;
  let folder: string;
  let settings: Record<string, string>;
  beforeEach(async () => {
    vendors = await openStandIns(EVERYTHING_FINE);
    folder = await mkdtemp(join(tmpdir(), "atelier-doctor-"));
    vendors.set("/v1/webhook_endpoints", {
      body: {
        data: [
          {
            url: `${vendors.url}/webhooks/stripe`,
            status: "enabled",
            livemode: false,
            enabled_events: ["*"],
          },
        ],
      },
    });
    settings = {
      ...SECRETS,
      DATA_DIR: folder,
      PUBLIC_URL: vendors.url,
      DISCORD_API_URL: `${vendors.url}/discord`,
      TELEGRAM_API_URL: vendors.url,
      REPLICATE_API_URL: `${vendors.url}/replicate`,
      FAL_QUEUE_URL: `${vendors.url}/fal`,
      STRIPE_API_URL: vendors.url,
    };
  });
  afterEach(async () => {
    await vendors.close();
    await rm(folder, { recursive: true, force: true });
  });

  const examine = async (more: Record<string, string> = {}) => {
    const report = await runDoctor({ ...settings, ...more }, { isJson: false });
    expect(report.text).not.toContain("doctorsecret");
    return report;
  };

  it("finds everything in order, and tells the addresses an operator needs", async () => {
    const { isFine, text } = await examine();
    expect(isFine).toBe(true);
    expect(text).not.toContain("✗");
    expect(text).toContain("Discord knows us as Atelier (1100000000000000001)");
    expect(text).toContain(
      "client_id=1100000000000000001&integration_type=0&scope=bot+applications.commands&permissions=274877942784",
    );
    expect(text).toContain("integration_type=1&scope=applications.commands");
    expect(text).toContain("Telegram knows us as @atelier_bot.");
    expect(text).toContain("Replicate knows us as painter.");
    expect(text).toContain("FAL takes the key.");
    expect(text).toContain("the key is for tests");
    expect(text).toContain(`Payments are told to ${vendors.url}/webhooks/stripe.`);
    expect(text).toContain(`${vendors.url}/healthz answers.`);
    expect(vendors.asked.map(({ authorization }) => authorization)).toContain(
      `Bot ${SECRETS.DISCORD_TOKEN}`,
    );
  });

  it("with nothing set says what to set to go live, and that nothing is wrong", async () => {
    const report = await runDoctor({ DATA_DIR: folder }, { isJson: false });
    expect(report.isFine).toBe(true);
    expect(report.text).toContain("To go live, set DISCORD_TOKEN or TELEGRAM_BOT_TOKEN");
    expect(report.text).toMatch(/Ready\.$/);
  });

  it("names every faulty setting at once, never its value, and looks at the rest all the same", async () => {
    const { isFine, text } = await examine({ PORT: "doctorsecret", DISCORD_MODE: "doctorsecret" });
    expect(isFine).toBe(false);
    expect(text).toMatch(/✗ settings +DISCORD_MODE: .*\n✗ +PORT: /);
    expect(text).toContain("Telegram knows us as @atelier_bot.");
  });

  it("tells refused keys apart from vendors that are away", async () => {
    vendors.set("/discord/v10/applications/@me", { status: 401, body: {} });
    vendors.set(`${bot}/getMe`, { status: 401, body: { description: "Unauthorized" } });
    vendors.set("/replicate/account", null);
    vendors.set("/v1/account", { status: 401, body: {} });
    const { isFine, text } = await examine();
    expect(isFine).toBe(false);
    expect(text).toContain("✗ discord        Discord refuses the token.");
    expect(text).toContain("✗ telegram       Telegram refuses the token.");
    expect(text).toMatch(/✗ providers +Does not answer \([\w ]+\)\./);
    expect(text).toContain("✗ payments       Stripe refuses the key.");
    expect(text).toMatch(/Not ready: 4 to mend \(✗\)/);
  });

  it("says which setting may be wrong when an answer is not a vendor's own", async () => {
    vendors.set("/discord/v10/applications/@me", { status: 404, body: {} });
    vendors.set(`${bot}/getMe`, { body: "<html>" });
    vendors.set("/replicate/account", { status: 404, body: {} });
    vendors.set("/v1/account", { status: 404, body: {} });
    const { text } = await examine();
    expect(text).toMatch(/Discord answers 404\.\s+→ Check DISCORD_API_URL and DISCORD_TOKEN\./);
    expect(text).toMatch(/Telegram answers 200\.\s+→ Check TELEGRAM_API_URL/);
    expect(text).toMatch(/Replicate answers 404\.\s+→ Check REPLICATE_API_URL/);
    expect(text).toMatch(/Stripe answers 404\.\s+→ Check STRIPE_API_URL/);
    vendors.set("/discord/v10/applications/@me", { status: 503, body: {} });
    expect((await examine()).text).toMatch(/Discord answers 503\.\s+→ Try again later\./);
  });

  it("waits for nobody longer than its time, and for all of them at once", {
    timeout: 15_000,
  }, async () => {
    for (const path of ["/discord/v10/applications/@me", `${bot}/getMe`, "/replicate/account"]) {
      vendors.set(path, "hang");
    }
    const askedAt = performance.now();
    const { isFine, text } = await examine();
    expect(performance.now() - askedAt).toBeLessThan(7_000);
    expect(isFine).toBe(false);
    expect(text.match(/No answer within 5 s\./g)).toHaveLength(3);
  });

  it("sees when requests would not arrive", async () => {
    const answer = EVERYTHING_FINE["/discord/v10/applications/@me"];
    const elsewhere = "https://elsewhere.example/interactions";
    vendors.set("/discord/v10/applications/@me", {
      body: { ...answer.body, interactions_endpoint_url: elsewhere },
    });
    const overGateway = await examine();
    expect(overGateway.isFine).toBe(false);
    expect(overGateway.text).toContain("so that none come over the gateway");

    const overHttp = await examine({
      DISCORD_MODE: "http",
      DISCORD_PUBLIC_KEY: "cd".repeat(32),
      TELEGRAM_MODE: "webhook",
    });
    expect(overHttp.text).toContain("DISCORD_PUBLIC_KEY is not this application's.");
    expect(overHttp.text).toContain(`put ${vendors.url}/interactions/discord into`);
    expect(overHttp.text).toContain(`npm start sets the webhook ${vendors.url}/webhooks/telegram.`);
  });

  it("sees what a webhook of Stripe is not told of, and test and live mixed", async () => {
    const endpoint = { url: `${vendors.url}/webhooks/stripe`, status: "enabled", livemode: false };
    const told = { ...endpoint, enabled_events: ["checkout.session.completed"] };
    vendors.set("/v1/webhook_endpoints", { body: { data: [told] } });
    expect((await examine()).text).toMatch(/Add: .*charge\.refunded/);
    vendors.set("/v1/webhook_endpoints", { body: { data: [{ ...told, livemode: true }] } });
    expect((await examine()).text).toContain("mix test and live mode");
    vendors.set("/v1/webhook_endpoints", { status: 403, body: {} });
    expect((await examine()).text).toMatch(/may not list[^→]*→ .*charge\.refunded/);
    vendors.set("/v1/webhook_endpoints", { body: { data: [] } });
    const { isFine, text } = await examine();
    expect(text).toContain(`Add ${vendors.url}/webhooks/stripe at`);
    expect(isFine).toBe(true);
  });

  it("warns of Stripe's links in Telegram", async () => {
    expect((await examine({ TELEGRAM_PAYMENTS: "stripe" })).text).toContain("Stars only");
  });

  it("calls stores that do not answer by their setting, never by their address", async () => {
    const port = await aFreePort();
    const { isFine, text } = await examine({
      DATABASE_URL: `postgresql://atelier:doctorsecret@127.0.0.1:${port}/atelier`,
      REDIS_URL: `redis://:doctorsecret@127.0.0.1:${port}`,
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: "pictures",
      S3_ACCESS_KEY_ID: "doctorsecret-id",
      S3_SECRET_ACCESS_KEY: "doctorsecret-key",
    });
    expect(isFine).toBe(false);
    expect(text).toContain("The server of DATABASE_URL does not answer (ECONNREFUSED).");
    expect(text).toContain("Redis does not answer (ECONNREFUSED).");
    expect(text).toContain("refused to take an object (ECONNREFUSED)");
  });

  it("tells machines the same, in the same order", async () => {
    const { text } = await runDoctor(settings, { isJson: true });
    const report = JSON.parse(text);
    expect(report.isFine).toBe(true);
    const order = [...new Set(report.findings.map(({ check }: { check: string }) => check))];
    expect(order).toEqual([
      "settings",
      "node",
      "data folder",
      "database",
      "queue",
      "pictures",
      "discord",
      "telegram",
      "providers",
      "payments",
      "selling rules",
      "public url",
    ]);
    expect(text).not.toContain("doctorsecret");
  });
});
