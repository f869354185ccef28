import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { registerJob } from "../../src/jobs/job-definition.js";
import type { JobLog } from "../../src/jobs/job-log.js";
import { createJobQueue } from "../../src/jobs/job-queue.js";
import { createJobWorkers } from "../../src/jobs/job-workers.js";
import { createPostgresQueueBackend } from "../../src/jobs/postgres-queue-backend.js";
import type { QueueBackend } from "../../src/jobs/queue-backend.js";
import { createRedisQueueBackend } from "../../src/jobs/redis-queue-backend.js";
import { postgresStore, type QueueStore, redisStore } from "./queue-backends.js";
import { createRecordingLog } from "./recording-job-log.js";
import { createTcpProxy, type TcpProxy } from "./tcp-proxy.js";
import { pause, until } from "./until.js";

type Opener = (options: { url: string; log: JobLog; prefix: string }) => Promise<QueueBackend>;

const servers: {
  name: string;
  url: string | undefined;
  open: Opener;
  store(url: string): { create(): Promise<QueueStore> };
}[] = [
  {
    name: "postgres",
    url: process.env.TEST_DATABASE_URL,
    open: createPostgresQueueBackend,
    store: postgresStore,
  },
  {
    name: "redis",
    url: process.env.TEST_REDIS_URL,
    open: createRedisQueueBackend,
    store: redisStore,
  },
];

const definition = {
  name: "draw",
  queue: "outage",
  payload: z.object({ id: z.string() }),
  attempts: 3,
  backoff: { kind: "fixed", delayMs: 100 },
} as const;

describe.each(servers)("queue on $name", ({ name, open }) => {
  it("says in one sentence, without secrets, that its server cannot be reached", async () => {
    const log = createRecordingLog();
    const url = `${name}://person:secret-word@127.0.0.1:1/atelier?token=secret-token`;

    const opening = open({ url, log, prefix: "unused" });

    await expect(opening).rejects.toMatchObject({ code: "configuration", retryable: false });
    const message = await opening.catch((error: Error) => error.message);
    expect(message).toContain(`${name}://127.0.0.1:1/atelier`);
    expect(`${message}${log.lines}`).not.toMatch(/secret|person/);
  });
});

describe.each(servers.filter((server) => server.url !== undefined))(
  "queue on $name when the server goes away",
  (server) => {
    let store: QueueStore;
    let proxy: TcpProxy;
    let backend: QueueBackend;
    const log = createRecordingLog();

    beforeAll(async () => {
      store = await server.store(server.url!).create();
      // What a child process would be told is the address of the store itself.
      const [, address, prefix = ""] = await store.childArguments();
      const target = new URL(address!);
      const defaultPort = server.name === "redis" ? 6379 : 5432;
      proxy = await createTcpProxy({
        host: target.hostname,
        port: Number(target.port || defaultPort),
      });
      target.host = `127.0.0.1:${proxy.port}`;
      backend = await server.open({ url: target.href, log, prefix });
    });
    afterAll(async () => {
      await backend.close();
      await proxy.cut("refuse");
      await store.remove();
    });

    it("fails producers soon, keeps running jobs and goes on when it is back", async () => {
      const queue = createJobQueue(backend, { log });
      const runs: string[] = [];
      let finish: (() => void) | undefined;
      const workers = createJobWorkers(
        backend,
        [
          registerJob(
            definition,
            async ({ id }) => {
              runs.push(id);
              if (finish !== undefined) return;
              await new Promise<void>((resolve) => {
                finish = resolve;
              });
            },
            { concurrency: 2 },
          ),
        ],
        { log },
      );
      await workers.start();
      await queue.enqueue(definition, { id: "through" }, { key: "through" });
      await until("the job to start", () => finish !== undefined);

      await proxy.cut("reset");
      const cutAt = performance.now();
      await expect(queue.enqueue(definition, { id: "lost" }, { key: "lost" })).rejects.toThrow();
      await expect(
        queue.enqueue({ ...definition, queue: "new" }, { id: "lost" }, { key: "lost" }),
      ).rejects.toThrow();
      await expect(backend.check()).rejects.toThrow();
      const failedAfterMs = performance.now() - cutAt;
      finish?.(); // It ends while nobody can be told.
      const cpuBefore = process.cpuUsage();
      await pause(2_000);
      const cpu = process.cpuUsage(cpuBefore);
      const linesDuringOutage = log.lines.length;
      await proxy.mend();
      const mendedAt = performance.now();

      await until("the server to answer", () =>
        backend.check().then(
          () => true,
          () => false,
        ),
      );
      await queue.enqueue(definition, { id: "after" }, { key: "after" });
      await queue.enqueue({ ...definition, queue: "new" }, { id: "new" }, { key: "new" });
      await until("the next job", () => runs.includes("after"));
      const resumedAfterMs = performance.now() - mendedAt;
      await until("the queue to be empty", async () => {
        const counts = await queue.counts(definition.queue);
        return counts.waiting + counts.active + counts.delayed === 0;
      });
      await workers.close({ graceMs: 1_000 });
      await queue.close();

      expect(failedAfterMs).toBeLessThan(12_000);
      // An outage longer than the lock makes the interrupted job run once more.
      // A command under way at the cut may yet be carried out.
      expect(new Set([...runs, "lost"])).toEqual(new Set(["through", "lost", "after"]));
      expect((cpu.user + cpu.system) / 1_000).toBeLessThan(1_000); // ms of 2,000: no spinning
      expect(linesDuringOutage).toBeLessThan(12);
      expect(resumedAfterMs).toBeLessThan(5_000);
    });

    it("closes its workers in time although the server is gone", async () => {
      let isRunning = false;
      const workers = createJobWorkers(
        backend,
        [
          registerJob(
            definition,
            async () => {
              isRunning = true;
              await new Promise(() => undefined);
            },
            { concurrency: 1 },
          ),
        ],
        { log },
      );
      const queue = createJobQueue(backend, { log });
      await workers.start();
      await queue.enqueue(definition, { id: "held" }, { key: "held" });
      await until("the job to start", () => isRunning);
      await proxy.cut("refuse");

      const closingAt = performance.now();
      await workers.close({ graceMs: 200 });
      await queue.close();
      const closedAfterMs = performance.now() - closingAt;
      await proxy.mend();

      expect(closedAfterMs).toBeLessThan(9_000);
    });
  },
);
