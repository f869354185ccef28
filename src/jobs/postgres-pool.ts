import { EventEmitter } from "node:events";
import type { PgPool, PgPoolClient, PgQueryResult } from "bullmq";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import type { JobLog } from "./job-log.js";

/** While the server is away every worker asks for its listening connection anew: once a second. */
const RECONNECT_PAUSE_MS = 1_000;

/**
 * The two pools BullMQ needs on a Postgres server, as one: queries share a few connections, and
 * each worker's LISTEN holds one of its own, so listeners can never starve the queries.
 * A lost server is logged once and told to BullMQ as a refused connection, the one fault it
 * answers by waiting and trying again; on any other it would spin or give a finished job up.
 */
export function createServerPool(options: { url: string; log: JobLog }): {
  pool: PgPool;
  close: () => Promise<void>;
} {
  const outage = createOutageReport(options.log);
  const shared: PoolConfig = {
    connectionString: options.url,
    options: "-c search_path=bullmq",
    application_name: "atelier-queue",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  const queries = new Pool({ ...shared, max: 8, query_timeout: 15_000 });
  const listeners = new Pool({ ...shared, max: 100 });
  // An idle or listening connection that breaks says so by an event, which would end the process.
  for (const pool of [queries, listeners]) {
    pool.on("error", outage.failed);
    pool.on("connect", (client) => client.on("error", outage.failed));
  }

  const pool: PgPool = {
    async query(text: string, params?: readonly unknown[]) {
      try {
        const result = await queries.query(text, params === undefined ? undefined : [...params]);
        outage.worked();
        return result;
      } catch (error) {
        throw outage.translate(error);
      }
    },
    async connect() {
      try {
        return new ListenClient(await listeners.connect());
      } catch (error) {
        const translated = outage.translate(error);
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_PAUSE_MS));
        throw translated;
      }
    },
    end: async () => undefined,
    on: () => pool,
    removeAllListeners: () => pool,
  };
  return {
    pool,
    async close() {
      await Promise.all([queries.end(), listeners.end()]);
    },
  };
}

/**
 * A checked-out connection. BullMQ removes all listeners of the client it gives back, so it gets
 * an emitter of its own: the real one keeps those that stop a late error from ending the process.
 */
class ListenClient extends EventEmitter implements PgPoolClient {
  readonly #real: PoolClient;

  constructor(real: PoolClient) {
    super();
    this.#real = real;
    real.on("notification", (notification) => this.emit("notification", notification));
    real.on("error", (error) => {
      if (this.listenerCount("error") > 0) this.emit("error", error);
    });
  }

  async query(text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
    return await this.#real.query(text, params === undefined ? undefined : [...params]);
  }

  release(destroy?: boolean): void {
    this.removeAllListeners();
    this.#real.release(destroy);
  }
}

function createOutageReport(log: JobLog) {
  let isDown = false;
  function failed(error: Error): void {
    if (!isDown) log.warn({ err: error }, "queue_postgres_lost");
    isDown = true;
  }
  return {
    failed,
    worked(): void {
      if (isDown) log.info({}, "queue_postgres_back");
      isDown = false;
    },
    translate(error: unknown): unknown {
      if (!(error instanceof Error) || !isConnectionLoss(error)) return error;
      failed(error);
      return Object.assign(new Error(error.message, { cause: error }), { code: "ECONNREFUSED" });
    },
  };
}

const SYSTEM_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

function isConnectionLoss(error: Error): boolean {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (SYSTEM_CODES.has(code)) return true;
  // SQLSTATE: 08 connection exception, 57P0x server shutting down or starting, 53300 too many.
  if (/^(08...|57P0\d|53300)$/.test(code)) return true;
  // pg reports these by message alone.
  return /connection terminated|not queryable|timeout/i.test(error.message);
}
