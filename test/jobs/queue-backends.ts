import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { createPglitePool } from "../../src/adapters/pglite/pglite-pool.js";
import type { JobLog } from "../../src/jobs/job-log.js";
import { createPgliteQueueBackend } from "../../src/jobs/pglite-queue-backend.js";
import { createPostgresQueueBackend } from "../../src/jobs/postgres-queue-backend.js";
import type { QueueBackend } from "../../src/jobs/queue-backend.js";
import { createRedisQueueBackend } from "../../src/jobs/redis-queue-backend.js";
import { takeEmbedded } from "../fixtures/embedded-pool.js";

/** A store of jobs nobody else uses. */
export interface QueueStore {
  open(log: JobLog): Promise<QueueBackend>;
  /** Arguments by which `test/fixtures/job-worker.mjs` opens a store of this kind by itself. */
  childArguments(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export const pgliteStore = {
  name: "pglite",
  async create(): Promise<QueueStore> {
    const { pglite, giveBack } = await takeEmbedded();
    // A second process cannot open this one, so children get a folder of their own.
    const folder = await mkdtemp(path.join(tmpdir(), "atelier-jobs-"));
    return {
      open: (log) => createPgliteQueueBackend({ pool: createPglitePool(pglite), log }),
      childArguments: async () => ["pglite", folder],
      async remove() {
        await giveBack();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

export function postgresStore(serverUrl: string) {
  return {
    name: "postgres",
    async create(): Promise<QueueStore> {
      const name = `atelier_jobs_${randomUUID().replaceAll("-", "")}`;
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      await runOn(serverUrl, `CREATE DATABASE ${name}`);
      return {
        open: (log) => createPostgresQueueBackend({ url: url.href, log }),
        childArguments: async () => ["postgres", url.href],
        remove: () => runOn(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
      };
    },
  };
}

export function redisStore(url: string) {
  return {
    name: "redis",
    async create(): Promise<QueueStore> {
      const prefix = `atelier-test-${randomUUID()}`;
      return {
        open: (log) => createRedisQueueBackend({ url, log, prefix }),
        childArguments: async () => ["redis", url, prefix],
        async remove() {
          const client = new Redis(url);
          const keys = await client.keys(`${prefix}:*`);
          if (keys.length > 0) await client.del(...keys);
          await client.quit();
        },
      };
    },
  };
}

/** PGlite always, the servers only where their addresses are given. */
export function queueStores() {
  const databaseUrl = process.env.TEST_DATABASE_URL;
  const redisUrl = process.env.TEST_REDIS_URL;
  return [
    pgliteStore,
    ...(databaseUrl === undefined ? [] : [postgresStore(databaseUrl)]),
    ...(redisUrl === undefined ? [] : [redisStore(redisUrl)]),
  ];
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
