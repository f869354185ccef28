// How many generations a second the workers bring to an end, next to the same queue with jobs that do nothing.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { compose } from "../dist/compose.js";
import { parseConfig } from "../dist/config.js";
import { registerJob } from "../dist/jobs/job-definition.js";
import { createJobQueue } from "../dist/jobs/job-queue.js";
import { createJobWorkers } from "../dist/jobs/job-workers.js";
import { createPostgresQueueBackend } from "../dist/jobs/postgres-queue-backend.js";
import { createRedisQueueBackend } from "../dist/jobs/redis-queue-backend.js";
import { inFolder } from "./processes.mjs";
import { createStandInProvider } from "./providers.mjs";
import { onPostgres, onRedis } from "./servers.mjs";

const GENERATIONS = 400;
const BARE_JOBS = 2_000;
const PAYERS = 40;
const CONCURRENCY = 10;
const TARGET_SHARE = 0.3;
const PATIENCE_MS = 120_000;
const log = { info() {}, warn() {}, error: console.error };

const bareJob = {
  name: "bare",
  queue: "bare",
  payload: z.object({ id: z.string() }),
  attempts: 1,
  backoff: { kind: "fixed", delayMs: 1_000 },
};

/** @type {import("./figures.mjs").Measurement} */
export const jobsMeasurement = {
  name: "jobs",
  what: `${GENERATIONS} generations in line, a provider that answers at once, ${CONCURRENCY} at a time → all ended`,
  async measure() {
    const onServer = await onPostgres(async (url) => ({
      bare: await bareJobsPerSecond(() => createPostgresQueueBackend({ url, log })),
      ours: await generationsPerSecond({ DATABASE_URL: url }),
    }));
    const onBoth = await onRedis((redisUrl) =>
      onPostgres(async (url) => ({
        bare: await bareJobsPerSecond(() => createRedisQueueBackend({ url: redisUrl, log })),
        ours: await generationsPerSecond({ DATABASE_URL: url, REDIS_URL: redisUrl }),
      })),
    );
    return [...toFigures("Postgres", onServer), ...toFigures("Postgres and Redis", onBoth)];
  },
};

/** The same library, backend and settings, and nothing to do. */
async function bareJobsPerSecond(open) {
  const backend = await open();
  const queue = createJobQueue(backend, { log });
  let left = BARE_JOBS;
  const countDown = async () => {
    left -= 1;
  };
  const registration = registerJob(bareJob, countDown, { concurrency: CONCURRENCY });
  const workers = createJobWorkers(backend, [registration], { log });
  try {
    for (let added = 0; added < BARE_JOBS; added += 50) {
      const some = Array.from({ length: 50 }, () => randomUUID());
      await Promise.all(some.map((id) => queue.enqueue(bareJob, { id }, { key: id })));
    }
    const startedAt = performance.now();
    await workers.start();
    await until(async () => left === 0);
    return BARE_JOBS / ((performance.now() - startedAt) / 1_000);
  } finally {
    await workers.close({ graceMs: 1_000 });
    await queue.close();
    await backend.close();
  }
}

/** No chat is connected, so that results wait for their owners and only the work is measured. */
async function generationsPerSecond(settings) {
  return inFolder(async (folder) => {
    const parsed = parseConfig({
      ...settings,
      DATA_DIR: folder,
      LOG_LEVEL: "error",
      TRIAL_CREDITS: "100000",
      MAX_OPEN_GENERATIONS: "1000",
      MAX_REQUESTS_PER_MINUTE: "10000",
      QUICK_LANE_CONCURRENCY: String(CONCURRENCY),
    });
    if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
    const config = { ...parsed.config, discord: null, telegram: null };
    const providers = [createStandInProvider({ paceMs: () => 0 })];
    const app = await compose(config, { providers });
    try {
      await putInLine(app);
      const startedAt = performance.now();
      await app.start();
      const areOpen = () => app.client.generation.count({ where: { endedAt: null } });
      await until(async () => (await areOpen()) === 0);
      return GENERATIONS / ((performance.now() - startedAt) / 1_000);
    } finally {
      await app.stop({ graceMs: 5_000 });
    }
  });
}

async function putInLine(app) {
  for (let index = 0; index < GENERATIONS; index += 1) {
    const userId = String(1_000 + (index % PAYERS));
    const who = { platform: "telegram", userId, locale: "en" };
    const { id: accountId } = await app.useCases.identifyAccount(who);
    const asked = await app.useCases.requestGeneration({
      requestKey: `bench:${index}`,
      accountId,
      target: toTarget(userId),
      options: { prompt: "a red fox in the snow" },
    });
    if (!asked.ok) throw new Error(`refused: ${asked.refusal.kind}`);
  }
}

function toTarget(userId) {
  return {
    platform: "telegram",
    botId: "1",
    chatId: userId,
    threadId: null,
    replyTo: null,
    userId,
    language: "en",
    visibility: "everyone",
    isGroup: false,
    isUserInstall: false,
    grant: null,
  };
}

async function until(isDone) {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isDone())) {
    if (performance.now() > deadline) throw new Error(`not done within ${PATIENCE_MS} ms`);
    await pause(20);
  }
}

/** @param {string} title @param {{ bare: number, ours: number } | null} measured @returns {import("./figures.mjs").Figure[]} */
function toFigures(title, measured) {
  if (!measured) return [{ name: title, value: null, unit: "", note: "not reachable" }];
  const { bare, ours } = measured;
  return [
    { name: `${title}: bare BullMQ`, value: bare, unit: "jobs/s" },
    { name: `${title}: generations`, value: ours, unit: "/s" },
    { name: `${title}: ours ÷ bare`, value: ours / bare, unit: "times", atLeast: TARGET_SHARE },
  ];
}
