// The Postgres and the Redis on this machine, if there are any. What is made there is removed again.
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { Client } from "pg";

const POSTGRES_URL = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";
const REDIS_URL = process.env.TEST_REDIS_URL ?? "redis://127.0.0.1:6379";
/** The last of the 16 databases a Redis has by default. */
const REDIS_DATABASE = 15;

/**
 * Runs `work` on a new, empty database. Null when there is no server.
 *
 * @template T
 * @param {(url: string) => Promise<T>} work
 * @returns {Promise<T | null>}
 */
export async function onPostgres(work) {
  const name = `atelier_bench_${randomBytes(6).toString("hex")}`;
  if (!(await isPostgresThere())) return null;
  await runOnServer(`CREATE DATABASE ${name}`);
  try {
    const url = new URL(POSTGRES_URL);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await runOnServer(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/**
 * Runs `work` on an empty Redis database, and empties it. Null when there is no server, or somebody uses that database.
 *
 * @template T
 * @param {(url: string) => Promise<T>} work
 * @returns {Promise<T | null>}
 */
export async function onRedis(work) {
  const url = new URL(REDIS_URL);
  url.pathname = `/${REDIS_DATABASE}`;
  const client = new Redis(url.href, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch {
    return null;
  }
  try {
    if ((await client.dbsize()) > 0) return null;
    try {
      return await work(url.href);
    } finally {
      await client.flushdb();
    }
  } finally {
    client.disconnect();
  }
}

async function isPostgresThere() {
  try {
    await runOnServer("SELECT 1");
    return true;
  } catch {
    return false;
  }
}

async function runOnServer(sql) {
  const client = new Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
