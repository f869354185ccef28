import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createPglitePool } from "../../src/adapters/pglite/pglite-pool.js";
import { registerJob } from "../../src/jobs/job-definition.js";
import { createJobQueue } from "../../src/jobs/job-queue.js";
import { createJobWorkers } from "../../src/jobs/job-workers.js";
import { createPgliteQueueBackend } from "../../src/jobs/pglite-queue-backend.js";
import { type EmbeddedDatabase, takeEmbedded } from "../fixtures/embedded-pool.js";
import { createRecordingLog } from "./recording-job-log.js";
import { pause, until } from "./until.js";

const definition = {
  name: "draw",
  queue: "shared",
  payload: z.object({ id: z.string() }),
  attempts: 1,
  backoff: { kind: "fixed", delayMs: 100 },
} as const;

describe("the one session of PGlite, shared by the queue and the rest", () => {
  let database: EmbeddedDatabase;
  let pglite: PGlite;
  const log = createRecordingLog();

  beforeAll(async () => {
    database = await takeEmbedded();
    pglite = database.pglite;
    await pglite.exec("CREATE TABLE notes (author text, number int)");
  });
  beforeEach(() => pglite.exec("TRUNCATE notes"));
  afterAll(() => database.giveBack());

  it("keeps interactive transactions, pooled ones and the queue's traffic apart", async () => {
    const pool = createPglitePool(pglite);
    const backend = await createPgliteQueueBackend({ pool, log });
    const queue = createJobQueue(backend, { log });
    const ran = new Set<string>();
    const workers = createJobWorkers(
      backend,
      [registerJob(definition, async ({ id }) => void ran.add(id), { concurrency: 4 })],
      { log },
    );
    await workers.start();

    /** As Prisma does it: statements with waits in between; every third one is rolled back. */
    async function interactive(number: number): Promise<void> {
      const work = pglite.transaction(async (transaction) => {
        await transaction.query("INSERT INTO notes VALUES ('interactive', $1)", [number]);
        await pause(number % 4);
        await transaction.query("INSERT INTO notes VALUES ('interactive', $1)", [number]);
        if (number % 3 === 0) throw new Error("rolled back");
      });
      await work.catch(() => undefined);
    }
    /** As BullMQ's migrations do it: BEGIN and COMMIT sent as statements of their own. */
    async function pooled(number: number): Promise<void> {
      const client = await pool.connect();
      await client.query("BEGIN");
      await client.query("INSERT INTO notes VALUES ('pooled', $1)", [number]);
      await pause(number % 3);
      await client.query("INSERT INTO notes VALUES ('pooled', $1)", [number]);
      await client.query(number % 2 === 0 ? "COMMIT" : "ROLLBACK");
      client.release();
    }
    await Promise.all(
      Array.from({ length: 60 }, (_, number) =>
        Promise.all([
          interactive(number),
          pooled(number),
          queue.enqueue(definition, { id: `${number}` }, { key: `${number}` }),
        ]),
      ),
    );

    await until("all jobs to run", () => ran.size === 60);
    const { rows } = await pglite.query(
      "SELECT author, count(*)::int AS notes, count(DISTINCT number)::int AS transactions FROM notes GROUP BY author ORDER BY author",
    );
    expect(rows).toEqual([
      { author: "interactive", notes: 80, transactions: 40 },
      { author: "pooled", notes: 60, transactions: 30 },
    ]);
    await until("no job to be left", async () => (await queue.counts("shared")).active === 0);
    expect(await queue.counts("shared")).toEqual({ waiting: 0, active: 0, delayed: 0 });
    await workers.close({ graceMs: 1_000 });
    await queue.close();
    await backend.close();
    expect(log.lines).toEqual([]);
  });

  it("lets go of its lock when a client is given back in the middle of a transaction", async () => {
    const client = await createPglitePool(pglite).connect();
    await client.query("BEGIN");
    await client.query("INSERT INTO notes VALUES ('careless', 1)");
    client.release();

    const { rows } = await pglite.query("SELECT * FROM notes");

    expect(rows).toEqual([]);
  });

  it("leaves our tables first in the search path", async () => {
    const backend = await createPgliteQueueBackend({ pool: createPglitePool(pglite), log });

    const { rows } = await pglite.query("SHOW search_path");

    expect(rows).toEqual([{ search_path: "public, bullmq" }]);
    await backend.close();
  });

  it("refuses a table of ours that would hide one of BullMQ's", async () => {
    await pglite.exec("CREATE TABLE public.job (id text)");

    const opening = createPgliteQueueBackend({ pool: createPglitePool(pglite), log });

    await expect(opening).rejects.toThrow("hide BullMQ's own: job");
    await pglite.exec("DROP TABLE public.job");
  });

  it("gives at once back what a dead process left active", async () => {
    const first = await createPgliteQueueBackend({ pool: createPglitePool(pglite), log });
    const queue = createJobQueue(first, { log });
    await queue.enqueue(definition, { id: "orphan" }, { key: "orphan" });
    // What a process leaves behind that was killed just after it had renewed its lock.
    await pglite.query(
      `UPDATE bullmq.job SET state = 'active', lock_token = 'dead', locked_until_ms = $1`,
      [Date.now() + 60_000],
    );
    await queue.close();
    await first.close();

    const backend = await createPgliteQueueBackend({ pool: createPglitePool(pglite), log });
    const ran: string[] = [];
    const workers = createJobWorkers(
      backend,
      [registerJob(definition, async ({ id }) => void ran.push(id), { concurrency: 1 })],
      { log },
    );
    await workers.start();

    await until("the job to run again", () => ran.length === 1, 3_000);
    await workers.close({ graceMs: 1_000 });
    await backend.close();
  });

  it("clears away what finished jobs leave behind in the table, now and then", async () => {
    const sizeBytes = async () => {
      const { rows } = await pglite.query<{ size: number }>(
        "SELECT pg_relation_size('bullmq.job') AS size",
      );
      return rows[0]!.size;
    };
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const backend = await createPgliteQueueBackend({ pool: createPglitePool(pglite), log });
    await pglite.exec(
      `INSERT INTO bullmq.job (queue, id, seq, name, state, added_at_ms)
         SELECT 'old', 'old-' || n, n, 'old', 'waiting', 0 FROM generate_series(1, 2000) n;
       DELETE FROM bullmq.job WHERE queue = 'old'`,
    );
    const before = await sizeBytes();

    vi.advanceTimersByTime(10 * 60_000);
    const after = await sizeBytes(); // Waits its turn behind the vacuum.
    await backend.close();
    vi.useRealTimers();

    expect(after).toBeLessThan(before / 10);
  });

  it("tells a handler whose job was taken by another worker to stop", async () => {
    const backend = await createPgliteQueueBackend({ pool: createPglitePool(pglite), log });
    const queue = createJobQueue(backend, { log });
    let signal: AbortSignal | undefined;
    const workers = createJobWorkers(
      backend,
      [
        registerJob(
          definition,
          async (_payload, context) => {
            signal = context.signal;
            await new Promise<void>((resolve) => {
              context.signal.addEventListener("abort", () => resolve());
            });
          },
          { concurrency: 1 },
        ),
      ],
      { log },
    );
    await workers.start();
    await queue.enqueue(definition, { id: "taken" }, { key: "taken" });
    await until("the job to start", () => signal !== undefined);

    await pglite.query("UPDATE bullmq.job SET lock_token = 'another' WHERE state = 'active'");

    await until("the abort", () => signal?.aborted === true, 6_000);
    await workers.close({ graceMs: 1_000 });
    await queue.close();
    await backend.close();
  });
});
