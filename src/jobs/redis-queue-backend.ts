import { createRedisBackend } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { createRepeatFilter, type JobLog } from "./job-log.js";
import { CHECK_TIMEOUT_MS, type QueueBackend, unreachable, within } from "./queue-backend.js";

/**
 * Jobs in Redis (5 or newer, `maxmemory-policy noeviction`), under keys that begin with `prefix`.
 * Producers give up after one failed reconnection, so a request does not hang while Redis is away;
 * workers wait for it to come back.
 *
 * @throws AppError `configuration` when Redis cannot be reached.
 */
export async function createRedisQueueBackend(options: {
  url: string;
  log: JobLog;
  prefix?: string;
}): Promise<QueueBackend> {
  const { url, log, prefix = "atelier" } = options;
  const producer = openClient({ url, maxRetriesPerRequest: 1 });
  // BullMQ refuses anything but null for connections that block.
  const worker = openClient({ url, maxRetriesPerRequest: null });
  try {
    await Promise.all([connect(producer, log), connect(worker, log)]);
    await warnOfEviction(producer, log);
  } catch (error) {
    producer.disconnect();
    worker.disconnect();
    throw unreachable("The queue's Redis", url, error);
  }
  return {
    name: "redis",
    connect: (name, given, factoryOptions) => {
      const connection = factoryOptions?.withBlockingConnection === true ? worker : producer;
      // BullMQ reads the key prefix from here, though the factory's type leaves it out.
      const withPrefix = { ...given, prefix, connection };
      return createRedisBackend(name, withPrefix, factoryOptions);
    },
    async check() {
      await within(CHECK_TIMEOUT_MS, producer.ping(), "the queue's Redis");
    },
    async close() {
      producer.disconnect();
      worker.disconnect();
    },
  };
}

function openClient(options: {
  url: string;
  maxRetriesPerRequest: RedisOptions["maxRetriesPerRequest"];
}): Redis {
  return new Redis(options.url, {
    maxRetriesPerRequest: options.maxRetriesPerRequest ?? null,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
    lazyConnect: true,
  });
}

/**
 * Losses are logged from here on; that there is nothing to lose yet is told by the error alone.
 *
 * @throws the socket's own error: the library's says only that there is no connection.
 */
async function connect(client: Redis, log: JobLog): Promise<void> {
  const isNews = createRepeatFilter(60_000);
  let isOpen = false;
  let reason: Error | undefined;
  client.on("error", (error) => {
    reason ??= error;
    if (isOpen && isNews(error.message)) log.warn({ err: error }, "queue_redis_lost");
  });
  try {
    await client.connect();
    isOpen = true;
  } catch (error) {
    throw reason ?? error;
  }
}

/** Under any other policy Redis may throw jobs away when its memory is full. */
async function warnOfEviction(client: Redis, log: JobLog): Promise<void> {
  const memory = await client.info("memory");
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  if (policy !== undefined && policy !== "noeviction") {
    log.warn({ policy }, "queue_redis_may_evict");
  }
}
