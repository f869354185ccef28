import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createPrismaFailedJobStore } from "../../src/adapters/prisma/prisma-failed-job-store.js";
import { systemClock } from "../../src/adapters/system/system-clock.js";
import { systemIdSource } from "../../src/adapters/system/system-id-source.js";
import { AppError } from "../../src/core/errors.js";
import type { GenerationId } from "../../src/core/ids.js";
import type { FailedJobStore } from "../../src/core/ports/failed-job-store.js";
import { createFailedJobs, createRecordFailure } from "../../src/jobs/failed-jobs.js";
import { registerIntake } from "../../src/jobs/intake-job.js";
import { createJobQueue, type JobQueue } from "../../src/jobs/job-queue.js";
import { createJobWorkers, type JobWorkers } from "../../src/jobs/job-workers.js";
import type { QueueBackend } from "../../src/jobs/queue-backend.js";
import { createJobsCommand, parseJobsArgs } from "../../src/operator/job-commands.js";
import { databaseKinds, openTestDatabase, type TestDatabase } from "../fixtures/database.js";
import { type QueueStore, queueStores } from "./queue-backends.js";
import { createRecordingLog } from "./recording-job-log.js";
import { until } from "./until.js";

const clock = systemClock;
const SECRET = "a-red-fox-in-the-snow";

describe.each(queueStores())("jobs given up, the queue on $name", (kindOfStore) => {
  let database: TestDatabase;
  let failedJobs: FailedJobStore;
  let store: QueueStore;
  let backend: QueueBackend;
  let queue: JobQueue;
  const running: JobWorkers[] = [];

  beforeAll(async () => {
    database = await openTestDatabase(databaseKinds()[0] ?? "pglite");
    failedJobs = createPrismaFailedJobStore(database.prisma);
    store = await kindOfStore.create();
    backend = await store.open(createRecordingLog());
    queue = createJobQueue(backend, { log: createRecordingLog() });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((workers) => workers.close({ graceMs: 100 })));
    await database.prisma.failedJob.deleteMany();
  });
  afterAll(async () => {
    await queue.close();
    await backend.close();
    await store.remove();
    await database.close();
  });

  async function startWorkers(work: (id: GenerationId) => Promise<void>): Promise<void> {
    const recordFailure = createRecordFailure({ failedJobs, clock, ids: systemIdSource });
    const workers = createJobWorkers(backend, [registerIntake(work)], {
      log: createRecordingLog(),
      onFailed: recordFailure,
    });
    running.push(workers);
    await workers.start();
  }

  const intake = { name: "intake", queue: "intake", attempts: 1 } as const;
  const anything = { safeParse: (value: unknown) => ({ success: true, data: value }) };
  const command = () => createJobsCommand(createFailedJobs({ failedJobs, clock, queue }));
  const openJobs = () => failedJobs.listOpen({ limit: 10 });

  async function enqueue(payload: unknown): Promise<void> {
    const definition = { ...intake, payload: anything, backoff: { kind: "fixed", delayMs: 10 } };
    await queue.enqueue(definition as never, payload, { key: randomUUID() });
  }

  it("are kept with their ids and a code, listed, and run again when replayed, once", async () => {
    const generationId = randomUUID();
    const seen: string[] = [];
    let isBroken = true;
    await startWorkers(async (id) => {
      seen.push(id);
      const message = `no such prompt: ${SECRET}`;
      if (isBroken) throw new AppError({ code: "not_found", message, retryable: false });
    });
    await enqueue({ generationId });
    await until("it is written down", async () => (await openJobs()).length === 1);

    const [job] = await openJobs();
    expect(job).toMatchObject({ ...{ queue: "intake", name: "intake" }, errorCode: "not_found" });
    expect(job?.payload).toEqual({ generationId });
    const listed = await command()({ action: "list" });
    expect(listed.text).toContain(`${job?.id}`);
    expect(listed.text).toContain(generationId);
    expect(listed.text + JSON.stringify(job)).not.toContain(SECRET);

    isBroken = false;
    expect(await command()({ action: "replay", id: job?.id })).toEqual({
      isFine: true,
      text: "Replayed 1 of 1.",
    });
    await until("it has run again", () => seen.length === 2);
    expect(seen).toEqual([generationId, generationId]);
    expect(await command()({ action: "list" })).toEqual({
      isFine: true,
      text: "No job has been given up.",
    });
    expect(await command()({ action: "replay", id: job?.id })).toMatchObject({ isFine: false });
    expect(seen).toHaveLength(2);
  });

  it("with a payload of the wrong shape are listed without it, and not replayed", async () => {
    await startWorkers(async () => undefined);
    await enqueue({ generationId: 7, prompt: SECRET });
    await until("it is written down", async () => (await openJobs()).length === 1);

    const [job] = await openJobs();
    expect(job?.errorCode).toBe("payload_refused");
    expect(job?.payload).toEqual({});
    expect((await command()({ action: "list" })).text).toMatch(
      /payload_refused .*cannot be replayed/,
    );
    const replayed = await command()({ action: "replay-all" });
    expect(replayed).toMatchObject({ isFine: false });
    expect(replayed.text).toMatch(/^Replayed 0 of 1\.\n.* cannot be replayed: payload_refused$/);
    expect(await openJobs()).toHaveLength(1);
  });
});

describe("npm run jobs", () => {
  it("understands list, one id and --all, and nothing else", () => {
    const id = randomUUID();
    expect(parseJobsArgs([])).toEqual({ action: "list" });
    expect(parseJobsArgs(["list"])).toEqual({ action: "list" });
    expect(parseJobsArgs(["replay", id])).toEqual({ action: "replay", id });
    expect(parseJobsArgs(["replay", "--all"])).toEqual({ action: "replay-all" });
    for (const args of [["replay"], ["replay", "7"], ["list", id], ["delete", id]]) {
      expect(parseJobsArgs(args)).toBeNull();
    }
  });
});
