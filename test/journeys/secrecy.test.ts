import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, compose } from "../../src/compose.js";
import { parseConfig } from "../../src/config.js";
import { AppError } from "../../src/core/errors.js";
import type { ImageProvider } from "../../src/core/ports/image-provider.js";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { aFreePort } from "../fixtures/free-port.js";

/** Words that may stand nowhere but in the tables, sealed or in their own column. Joined, so that no scanner minds. */
const PROMPT = "zebrafinch on a velvet sofa";
const SECRETS = {
  discord: ["MTEwMDAwMDAwMDAwMDAwMDAwMQ", "GhIjKl", "secrecymark0discord0123456789AB"].join("."),
  replicate: ["r8", "secrecymark0replicate0123"].join("_"),
  stripe: ["sk", "test", "secrecymark0stripe0123"].join("_"),
  stripeWebhook: ["whsec", "secrecymark0webhook0123"].join("_"),
  s3: "secrecymark0bucket",
  database: "secrecymark0database",
  metrics: "secrecymark0metrics",
  keys: "secrecymark0keys-of-32-characters",
} as const;
const SIGNED = "https://pictures.example/a.png?X-Amz-Signature=secrecymark0signature";
const BREAKS_THE_JOB = "flux-krea-dev";
const FORBIDDEN = /zebrafinch|velvet sofa|secrecymark0|X-Amz-Signature/i;

/** Breaks in every way a vendor does, and says too much each time. */
function createTalkativeProvider(): ImageProvider {
  const talk = (prompt: string) =>
    `POST ${SIGNED} with Bearer ${SECRETS.replicate} failed: {"input":{"prompt":"${prompt}"}}`;
  const cause = (prompt: string) =>
    new Error(talk(prompt), {
      cause: new SyntaxError(`Unexpected token: "${prompt}" is not JSON`),
    });
  let isBroken = false;
  return {
    name: "sketch",
    serves(modelId) {
      if (modelId !== BREAKS_THE_JOB || !isBroken) return true;
      const message = "The provider is set up wrongly.";
      const options = { code: "configuration", message, retryable: false } as const;
      throw new AppError({ ...options, cause: cause(PROMPT) });
    },
    canTake: () => true,
    costMicroUsd: () => 3_000,
    async submit({ request: { modelId, prompt, seed } }) {
      // The job asks next who else could do it, and dies of that.
      isBroken = modelId === BREAKS_THE_JOB;
      if (seed === 1) throw cause(prompt);
      const code = seed === 2 || isBroken ? "provider_unavailable" : "provider_rejected";
      const message = "The provider did not take it.";
      throw new AppError({ code, message, retryable: seed === 2, cause: cause(prompt) });
    },
    find: async ({ request }) => {
      throw cause(request.prompt);
    },
    poll: async () => ({ state: "running" }),
    cancel: async () => undefined,
  };
}

describe("what nobody may read in logs, queues and lists of failures", () => {
  const written: string[] = [];
  const undo: (() => unknown)[] = [];
  let app: App;
  let sandbox: Sandbox;
  let telegramToken: string;

  beforeAll(async () => {
    catchOutput(written, undo);
    const dataDir = await aDataDir();
    undo.push(dataDir.remove);
    const parsed = parseConfig({
      DATA_DIR: dataDir.path,
      PORT: String(await aFreePort()),
      LOG_LEVEL: "debug",
      METRICS_TOKEN: SECRETS.metrics,
      SECRET_KEYS: SECRETS.keys,
      TRIAL_CREDITS: "100",
    });
    if (!parsed.ok) throw new Error(parsed.faults.join());
    sandbox = await openSandbox(parsed.config);
    undo.push(() => sandbox.close());
    const { config } = sandbox;
    telegramToken = config.telegram?.token ?? "";
    const stripe = config.stripe && {
      ...config.stripe,
      webhookSecret: SECRETS.stripeWebhook,
      secretKey: SECRETS.stripe,
    };
    const destination = { write: (line: string) => void written.push(line) };
    app = await compose(
      {
        ...config,
        stripe,
        discord: config.discord && { ...config.discord, token: SECRETS.discord },
      },
      { logDestination: destination, providers: [createTalkativeProvider()] },
    );
    undo.push(() => app.stop({ graceMs: 500 }));
    await app.start();
    await sandbox.discord.waitForGateway();
  }, 60_000);
  afterAll(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  const imagine = (options: Record<string, string | number>) =>
    sandbox.discord.runCommand({
      ...{ userId: SEED.users.ada, channelId: SEED.channels.art, name: "imagine" },
      options: { prompt: PROMPT, ...options },
    });
  const say = (text: string) =>
    sandbox.telegram.sendText({ userId: seedIds.ana, chatId: seedIds.ana, text });
  const wasLogged = (event: string) => () => written.some((line) => line.includes(event));
  const soon = { timeout: 15_000, interval: 50 };

  it("stays out of them while providers, chats, the database and callers misbehave", {
    timeout: 60_000,
  }, async () => {
    await imagine({ seed: 1 });
    await imagine({ seed: 2 });
    await say(`/imagine ${PROMPT} seed:3`);
    await expect.poll(wasLogged("provider_call_failed"), soon).toBe(true);
    await expect.poll(wasLogged("job_attempt_failed"), soon).toBe(true);

    sandbox.discord.faults.failNext({ status: 500, count: 3 });
    sandbox.telegram.failNext({ method: "sendMessage", status: 400 });
    await imagine({ seed: 3 });
    await say(`/imagine ${PROMPT} seed:3`);

    await app.client.$executeRawUnsafe(
      "ALTER TABLE generation_contents ADD CONSTRAINT no_fish CHECK (prompt NOT LIKE '%fish%')",
    );
    await imagine({ prompt: `${PROMPT} and a fish`, seed: 3 });
    await say(`/imagine ${PROMPT} and a fish`);
    await expect.poll(wasLogged("request_failed"), soon).toBe(true);

    await imagine({ model: BREAKS_THE_JOB });
    await expect.poll(wasLogged("job_given_up"), soon).toBe(true);
    await expect.poll(() => app.client.failedJob.count(), soon).toBe(1);

    for (const answer of await callWithRubbish(app)) expect(answer).not.toMatch(FORBIDDEN);

    expect((await app.fetch(new Request("http://service/metrics"))).status).toBe(401);
    const stored = await readQueueAndFailures(app);
    expect(stored.length).toBeGreaterThan(0);
    const everything = [...written, ...stored];
    expect(everything.filter((line) => FORBIDDEN.test(line))).toEqual([]);
    expect(everything.filter((line) => line.includes(telegramToken.split(":")[1] ?? "?"))).toEqual(
      [],
    );
    // Interaction tokens are long and random: nothing like them may be there either.
    expect(everything.filter((line) => /[\w-]{90,}/.test(line))).toEqual([]);
  });

  it("leaves every line an event with fields, and those about a generation with its id", () => {
    const lines = written.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line.msg).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(line.process).toMatch(/^[0-9a-f]{8}$/);
    }
    const aboutWork = lines.filter(({ msg }) => /^provider_call_failed$/.test(msg));
    expect(aboutWork.length).toBeGreaterThan(0);
    for (const line of aboutWork) expect(line.generationId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

/** Everything written to the terminal counts as well. */
function catchOutput(written: string[], undo: (() => unknown)[]): void {
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    stream.write = (chunk: unknown) => {
      written.push(String(chunk));
      return true;
    };
    undo.push(() => {
      stream.write = write;
    });
  }
}

/** Forged, malformed and truncated calls to everything that listens; resolves to what they were told. */
async function callWithRubbish(app: App): Promise<string[]> {
  const answers: string[] = [];
  const bodies = [`{"prompt":"${PROMPT}","url":"${SIGNED}"}`, `${PROMPT} ${SECRETS.stripe}`, "{"];
  for (const path of LISTENING) {
    for (const body of bodies) {
      const request = { method: "POST", headers: FORGED_HEADERS, body };
      const response = await app.fetch(new Request(`http://service${path}`, request));
      expect(response.status).toBeGreaterThanOrEqual(400);
      answers.push(await response.text());
    }
  }
  return answers;
}

const LISTENING = [
  "/webhooks/stripe",
  "/webhooks/telegram",
  "/webhooks/replicate/00000000-0000-4000-8000-000000000001",
  "/interactions/discord",
  `/objects/a.png?X-Amz-Signature=${SECRETS.keys}`,
];

const FORGED_HEADERS = {
  "content-type": "application/json",
  "stripe-signature": `t=1,v1=${SECRETS.stripeWebhook}`,
  "webhook-id": "1",
  "webhook-timestamp": "1",
  "webhook-signature": `v1,${SECRETS.replicate}`,
  "x-telegram-bot-api-secret-token": SECRETS.metrics,
  "x-signature-ed25519": "00".repeat(64),
  "x-signature-timestamp": "1",
  authorization: `Bearer ${SECRETS.s3}`,
};

async function readQueueAndFailures(app: App): Promise<string[]> {
  const tables = await app.client.$queryRawUnsafe<{ name: string }[]>(
    "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' OR tablename = 'failed_jobs'",
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      app.client.$queryRawUnsafe<{ line: string }[]>(`SELECT t::text AS line FROM ${name} AS t`),
    ),
  );
  return rows.flat().map(({ line }) => line);
}
