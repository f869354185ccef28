import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type QueueStore, queueStores } from "../jobs/queue-backends.js";
import { until } from "../jobs/until.js";

// What `contracts/job-queue.test.ts` asks of every store, for processes.
describe.each(queueStores())("job queue on $name", (kindOfStore) => {
  let store: QueueStore;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    store = await kindOfStore.create();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  afterAll(() => store.remove());

  it("finishes a job whose worker was killed twice, within 10 s of the restart", async () => {
    const child = await workerProcesses(store, children);
    const first = await child.start("enqueue", "hang");
    await first.kill();
    const second = await child.start("wait", "hang");
    await second.kill();

    const third = await child.start("wait", "finish");
    await third.saying("finished");

    for (const run of [second, third]) expect(run.startedAfterMs).toBeLessThan(10_000);
  });
});

/** Worker processes on a store of their own, each waited for until it runs the job. */
async function workerProcesses(store: QueueStore, children: ChildProcess[]) {
  const script = fileURLToPath(new URL("../fixtures/job-worker.mjs", import.meta.url));
  const built = fileURLToPath(new URL("../../dist/jobs/job-workers.js", import.meta.url));
  if (!existsSync(built)) throw new Error("this test runs the built code: build it first");
  const storeArguments = await store.childArguments();

  return {
    async start(first: "enqueue" | "wait", ending: "hang" | "finish") {
      const spawnedAt = performance.now();
      const child = spawn(process.execPath, [script, ...storeArguments, first, ending], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      children.push(child);
      const words = new Set<string>();
      createInterface({ input: child.stdout }).on("line", (word) => words.add(word));
      const saying = (word: string) => until(word, () => words.has(word), 20_000);
      await saying("started");
      const startedAfterMs = performance.now() - spawnedAt;
      return { startedAfterMs, saying, kill: () => killNow(child) };
    },
  };
}

async function killNow(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
