import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../../src/core/errors.js";
import {
  DelayJob,
  type JobContext,
  type JobDefinition,
  type JobHandler,
  registerJob,
} from "../../src/jobs/job-definition.js";
import { createJobQueue, type JobQueue } from "../../src/jobs/job-queue.js";
import { createJobWorkers, type JobFailure, type JobWorkers } from "../../src/jobs/job-workers.js";
import type { QueueBackend } from "../../src/jobs/queue-backend.js";
import { type QueueStore, queueStores } from "../jobs/queue-backends.js";
import { createRecordingLog, type RecordingLog } from "../jobs/recording-job-log.js";
import { pause, until } from "../jobs/until.js";

type Payload = { id: string };

let kindCount = 0;

/** A kind of job with a queue to itself, so that tests do not meet each other's jobs. */
function aKind(overrides: Partial<JobDefinition<Payload>> = {}): JobDefinition<Payload> {
  kindCount += 1;
  return {
    name: "draw",
    queue: `queue-${kindCount}`,
    payload: z.object({ id: z.string() }),
    attempts: 3,
    backoff: { kind: "fixed", delayMs: 100 },
    ...overrides,
  };
}

describe.each(queueStores())("job queue on $name", (kindOfStore) => {
  let store: QueueStore;
  let backend: QueueBackend;
  let queue: JobQueue;
  let log: RecordingLog;
  const running: JobWorkers[] = [];

  beforeAll(async () => {
    store = await kindOfStore.create();
    log = createRecordingLog();
    backend = await store.open(log);
    queue = createJobQueue(backend, { log });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((workers) => workers.close({ graceMs: 100 })));
  });
  afterAll(async () => {
    await queue.close();
    await backend.close();
    await store.remove();
  });

  async function startWorker(
    definition: JobDefinition<Payload>,
    handler: JobHandler<Payload>,
    options: { concurrency?: number; onFailed?: (failure: JobFailure) => Promise<void> } = {},
  ): Promise<JobWorkers> {
    const registration = registerJob(definition, handler, {
      concurrency: options.concurrency ?? 1,
    });
    const workers = createJobWorkers(backend, [registration], {
      log,
      onFailed: options.onFailed ?? (async () => undefined),
    });
    running.push(workers);
    await workers.start();
    return workers;
  }

  it("answers a check", async () => {
    await expect(backend.check()).resolves.toBeUndefined();
  });

  it("hands a job's payload to its handler, soon", async () => {
    const kind = aKind();
    const startedAt = new Map<string, number>();
    await startWorker(kind, async ({ id }) => {
      startedAt.set(id, performance.now());
    });
    await pause(200); // The worker is idle by now.

    const latencies: number[] = [];
    for (const id of ["a", "b", "c", "d", "e"]) {
      const addedAt = performance.now();
      await queue.enqueue(kind, { id }, { key: id });
      await until("the job to start", () => startedAt.has(id));
      latencies.push(startedAt.get(id)! - addedAt);
    }

    // About 4 ms on a machine with nothing else to do; a missed wake-up costs 10 s.
    latencies.sort((a, b) => a - b);
    expect(latencies[2]).toBeLessThan(250);
  });

  it("tries a job that failed again after its pause", async () => {
    const kind = aKind({ backoff: { kind: "fixed", delayMs: 300 } });
    const tries: { attempt: number; at: number }[] = [];
    await startWorker(kind, async (_payload, { attempt }) => {
      tries.push({ attempt, at: performance.now() });
      if (attempt < 3) throw new Error("not yet");
    });

    await queue.enqueue(kind, { id: "a" }, { key: "a" });

    await until("the third try", () => tries.length === 3);
    expect(tries.map((entry) => entry.attempt)).toEqual([1, 2, 3]);
    expect(tries[1]!.at - tries[0]!.at).toBeGreaterThan(280);
    expect(tries[2]!.at - tries[1]!.at).toBeGreaterThan(280);
    expect(tries[2]!.at - tries[0]!.at).toBeLessThan(4_000);
  });

  it("doubles the pause where the kind asks for it", async () => {
    const kind = aKind({ backoff: { kind: "exponential", delayMs: 200 } });
    const tries: number[] = [];
    await startWorker(kind, async () => {
      tries.push(performance.now());
      throw new Error("never");
    });

    await queue.enqueue(kind, { id: "a" }, { key: "a" });

    await until("the third try", () => tries.length === 3);
    expect(tries[1]! - tries[0]!).toBeGreaterThan(180);
    expect(tries[2]! - tries[1]!).toBeGreaterThan(380);
  });

  it("gives a job up after its last attempt, says so once and frees its key", async () => {
    const kind = aKind({ attempts: 2, backoff: { kind: "fixed", delayMs: 50 } });
    const failures: JobFailure[] = [];
    let tries = 0;
    const worker = await startWorker(
      kind,
      async () => {
        tries += 1;
        throw new Error(`try ${tries}`);
      },
      { onFailed: async (failure) => void failures.push(failure) },
    );

    await queue.enqueue(kind, { id: "a" }, { key: "a" });
    await until("the failure", () => failures.length === 1);
    await pause(200);
    await worker.close({ graceMs: 1_000 });
    await queue.enqueue(kind, { id: "a" }, { key: "a" });

    expect(tries).toBe(2);
    expect(failures).toMatchObject([
      { name: "draw", queue: kind.queue, payload: { id: "a" }, error: { message: "try 2" } },
    ]);
    expect(await queue.counts(kind.queue)).toEqual({ waiting: 1, active: 0, delayed: 0 });
  });

  it("does not try again what cannot be helped by trying again", async () => {
    const kind = aKind();
    const failures: JobFailure[] = [];
    let tries = 0;
    await startWorker(
      kind,
      async () => {
        tries += 1;
        throw new AppError({ code: "provider_rejected", message: "no", retryable: false });
      },
      { onFailed: async (failure) => void failures.push(failure) },
    );

    await queue.enqueue(kind, { id: "a" }, { key: "a" });
    await until("the failure", () => failures.length === 1);
    await pause(300);

    expect(tries).toBe(1);
    expect(failures[0]?.error).toMatchObject({ code: "provider_rejected" });
  });

  it("drops a payload its kind refuses, without quoting it", async () => {
    const kind = aKind();
    const older = { ...kind, payload: z.object({ prompt: z.string() }) };
    const failures: JobFailure[] = [];
    let tries = 0;
    const handler = async () => {
      tries += 1;
    };
    await startWorker(kind, handler, {
      onFailed: async (failure) => void failures.push(failure),
    });

    await queue.enqueue(older, { prompt: "secret" }, { key: "a" });

    await until("the failure", () => failures.length === 1);
    expect(tries).toBe(0);
    const line = log.lines.findLast((entry) => entry.startsWith("error job_given_up"));
    expect(line).toContain("payload refused: id");
    expect(line).not.toContain("secret");
  });

  it("starts a delayed job when its time has come, not before", async () => {
    const kind = aKind();
    let startedAt = 0;
    await startWorker(kind, async () => {
      startedAt = performance.now();
    });

    const addedAt = performance.now();
    await queue.enqueue(kind, { id: "a" }, { key: "a", delayMs: 600 });

    await until("the job to start", () => startedAt > 0);
    expect(startedAt - addedAt).toBeGreaterThan(580);
    expect(startedAt - addedAt).toBeLessThan(3_000);
  });

  it("runs a job again later when its handler asks, using up no attempt", async () => {
    const kind = aKind({ attempts: 1 });
    const tries: { attempt: number; at: number }[] = [];
    await startWorker(kind, async (_payload, { attempt }) => {
      tries.push({ attempt, at: performance.now() });
      if (tries.length < 4) throw new DelayJob({ delayMs: 200 });
    });

    await queue.enqueue(kind, { id: "a" }, { key: "a" });

    await until("the fourth run", () => tries.length === 4);
    expect(tries.map((entry) => entry.attempt)).toEqual([1, 1, 1, 1]);
    expect(tries[3]!.at - tries[0]!.at).toBeGreaterThan(580);
    await until("the queue to be empty", async () => {
      const counts = await queue.counts(kind.queue);
      return counts.waiting + counts.active + counts.delayed === 0;
    });
  });

  it("takes jobs in order of priority, and of arrival within one", async () => {
    const kind = aKind();
    const order: string[] = [];
    await queue.enqueue(kind, { id: "late" }, { key: "late", priority: 30 });
    await queue.enqueue(kind, { id: "middle-1" }, { key: "middle-1", priority: 20 });
    await queue.enqueue(kind, { id: "middle-2" }, { key: "middle-2", priority: 20 });
    await queue.enqueue(kind, { id: "moved" }, { key: "moved", priority: 40 });
    await queue.enqueue(kind, { id: "first" }, { key: "first" });

    expect(await queue.reprioritise(kind, "moved", 10)).toBe(true);
    expect(await queue.reprioritise(kind, "unknown", 10)).toBe(false);
    await startWorker(kind, async ({ id }) => void order.push(id));

    await until("all jobs", () => order.length === 5);
    expect(order).toEqual(["first", "moved", "middle-1", "middle-2", "late"]);
  });

  it("ignores a key that is waiting or running, and takes it again afterwards", async () => {
    const kind = aKind();
    const runs: string[] = [];
    let finish: (() => void) | undefined;
    await queue.enqueue(kind, { id: "first" }, { key: "a" });
    await queue.enqueue(kind, { id: "while waiting" }, { key: "a" });
    await startWorker(kind, async ({ id }) => {
      runs.push(id);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await until("the first run", () => runs.length === 1);
    await queue.enqueue(kind, { id: "while running" }, { key: "a" });
    finish?.();
    await until("the first run to end", async () => (await queue.counts(kind.queue)).active === 0);
    await queue.enqueue(kind, { id: "afterwards" }, { key: "a" });
    await until("the second run", () => runs.length === 2);
    finish?.();

    expect(runs).toEqual(["first", "afterwards"]);
  });

  it("keeps kinds that share a queue apart", async () => {
    const draw = aKind();
    const deliver = { ...draw, name: "deliver" };
    const runs: string[] = [];
    const workers = createJobWorkers(
      backend,
      [
        registerJob(draw, async ({ id }) => void runs.push(`draw ${id}`), { concurrency: 1 }),
        registerJob(deliver, async ({ id }) => void runs.push(`deliver ${id}`), { concurrency: 1 }),
      ],
      { log },
    );
    running.push(workers);
    await workers.start();

    await queue.enqueue(draw, { id: "7" }, { key: "7" });
    await queue.enqueue(deliver, { id: "7" }, { key: "7" });

    await until("both", () => runs.length === 2);
    expect(runs.toSorted()).toEqual(["deliver 7", "draw 7"]);
  });

  it("refuses keys the queue could not keep apart", async () => {
    await expect(queue.enqueue(aKind(), { id: "a" }, { key: "a:b" })).rejects.toThrow(RangeError);
  });

  it("takes back a job that has not started, but not one that runs", async () => {
    const kind = aKind();
    const runs: string[] = [];
    let finish: (() => void) | undefined;
    await queue.enqueue(kind, { id: "a" }, { key: "a" });
    expect(await queue.remove(kind, "a")).toBe(true);
    expect(await queue.remove(kind, "a")).toBe(false);
    await startWorker(kind, async ({ id }) => {
      runs.push(id);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await queue.enqueue(kind, { id: "b" }, { key: "b" });
    await until("the job to start", () => runs.length === 1);

    expect(await queue.remove(kind, "b")).toBe(false);
    finish?.();
    expect(runs).toEqual(["b"]);
  });

  it("counts what waits, runs and is not yet due", async () => {
    const kind = aKind();
    await queue.enqueue(kind, { id: "a" }, { key: "a" });
    await queue.enqueue(kind, { id: "b" }, { key: "b", priority: 5 });
    await queue.enqueue(kind, { id: "c" }, { key: "c", priority: 6 });
    await queue.enqueue(kind, { id: "d" }, { key: "d", delayMs: 60_000 });
    expect(await queue.counts(kind.queue)).toEqual({ waiting: 3, active: 0, delayed: 1 });

    let finish: (() => void) | undefined;
    await startWorker(kind, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await until("a job to start", () => finish !== undefined);

    expect(await queue.counts(kind.queue)).toEqual({ waiting: 2, active: 1, delayed: 1 });
  });

  it("runs a scheduled job once a tick, whoever asked for it and however many work", async () => {
    const kind = aKind();
    const runs: number[] = [];
    const handler = async () => void runs.push(performance.now());
    await startWorker(kind, handler);
    await startWorker(kind, handler);
    const second = createJobQueue(backend, { log });

    await queue.schedule(kind, { id: "tick" }, { everyMs: 400 });
    await second.schedule(kind, { id: "tick" }, { everyMs: 400 });
    await until("four ticks", () => runs.length >= 4);
    await second.close();

    // The first tick may be shortened by its alignment; two runs in one tick would be 0 ms apart.
    const gaps = runs.slice(2, 4).map((at, index) => at - runs[index + 1]!);
    for (const gap of gaps) expect(gap).toBeGreaterThan(250);
    await pause(1_200);
    expect(runs.length).toBeGreaterThanOrEqual(6);
    expect(runs.length).toBeLessThanOrEqual(8);
  });

  it("waits for running jobs when it closes, and takes no more", async () => {
    const kind = aKind();
    const ended: string[] = [];
    const started: string[] = [];
    const worker = await startWorker(kind, async ({ id }) => {
      started.push(id);
      await pause(500);
      ended.push(id);
    });
    await queue.enqueue(kind, { id: "a" }, { key: "a" });
    await until("the job to start", () => started.length === 1);
    await queue.enqueue(kind, { id: "b" }, { key: "b" });

    await worker.close({ graceMs: 5_000 });

    expect(ended).toEqual(["a"]);
    expect(started).toEqual(["a"]);
    expect(await queue.counts(kind.queue)).toEqual({ waiting: 1, active: 0, delayed: 0 });
  });

  it.each(["heeds", "ignores"])("hands back a job whose handler %s the abort", async (manner) => {
    const kind = aKind({ attempts: 1 });
    let context: JobContext | undefined;
    const worker = await startWorker(kind, async (_payload, given) => {
      context = given;
      await new Promise<void>((_, reject) => {
        if (manner === "heeds") given.signal.addEventListener("abort", () => reject(new Error()));
      });
    });
    await queue.enqueue(kind, { id: "a" }, { key: "a" });
    await until("the job to start", () => context !== undefined);

    const closingAt = performance.now();
    await worker.close({ graceMs: 200 });
    const closedAfterMs = performance.now() - closingAt;
    const attempts: number[] = [];
    await startWorker(kind, async (_payload, { attempt }) => void attempts.push(attempt));
    await until("another worker to run it", () => attempts.length === 1, 3_000);

    expect(context?.signal.aborted).toBe(true);
    expect(closedAfterMs).toBeLessThan(3_000);
    expect(attempts).toEqual([1]);
  });
});
