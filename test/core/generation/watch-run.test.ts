import { describe, expect, it } from "vitest";
import type { RunDeps } from "../../../src/core/generation/run-attempt.js";
import { createRunNews } from "../../../src/core/generation/run-news.js";
import { watchRun } from "../../../src/core/generation/watch-run.js";
import type { AttemptId } from "../../../src/core/ids.js";
import type { AttemptNews } from "../../../src/core/ports/attempt-store.js";

const id = "the attempt" as AttemptId;
const RUNNING: AttemptNews = { heardAt: null, generationState: "running" };

/** Time passes only by pausing, and stands still in a pause from `stillAfterMs` on: only news ends that one. */
function aWatch(options: { stillAfterMs?: number; newsAt?: (ms: number) => AttemptNews } = {}) {
  const { stillAfterMs = Number.POSITIVE_INFINITY, newsAt = () => RUNNING } = options;
  const news = createRunNews();
  const stop = new AbortController();
  const seen = { nowMs: 0, reads: 0, shown: 0 };
  const deps = {
    news,
    onProgress() {
      seen.shown += 1;
    },
    clock: {
      now: () => new Date(seen.nowMs),
      async pause(ms: number, signal: AbortSignal) {
        if (signal.aborted) return;
        if (seen.nowMs < stillAfterMs) seen.nowMs += ms;
        else await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    },
    database: {
      stores: {
        attempts: {
          async readNews() {
            seen.reads += 1;
            return newsAt(seen.nowMs);
          },
        },
      },
    },
  };
  const run = { attempt: { id }, generation: { id: "the generation" }, signal: stop.signal };
  return { watch: watchRun(deps as unknown as RunDeps, run as never), news, stop, seen };
}

describe("watching a run", () => {
  it("hears at once of news in this process, without reading anything for it", async () => {
    const { watch, news, seen } = aWatch({ stillAfterMs: 1_000 });
    const waiting = watch.wait(60_000);
    while (seen.nowMs < 1_000) await Promise.resolve();
    const { reads } = seen;
    news.wake("another" as AttemptId);
    news.wake(id);
    expect(await waiting).toBe("heard");
    expect(seen.reads).toBe(reads);
  });

  it("hears of news that came while nobody waited", async () => {
    const { watch, news } = aWatch({ stillAfterMs: 0 });
    news.wake(id);
    expect(await watch.wait(60_000)).toBe("heard");
  });

  it("finds within half a second what another process has written down, once", async () => {
    const heardAt = new Date(1);
    const { watch, seen } = aWatch({
      newsAt: (ms) => (ms < 1_300 ? RUNNING : { ...RUNNING, heardAt }),
    });
    expect(await watch.wait(60_000)).toBe("heard");
    expect(seen.nowMs).toBe(1_500);
    expect(await watch.wait(10_000)).toBe("due");
  });

  it("finds within half a second that the generation has ended", async () => {
    const { watch, seen } = aWatch({
      newsAt: (ms) => (ms < 1_300 ? RUNNING : { ...RUNNING, generationState: "cancelled" }),
    });
    expect(await watch.wait(60_000)).toBe("ended");
    expect(seen.nowMs).toBe(1_500);
  });

  it("reads twice a second at most, however often it is asked, and shows progress meanwhile", async () => {
    const { watch, seen } = aWatch();
    for (let n = 0; n < 100; n += 1) expect(await watch.wait(100)).toBe("due");
    expect(seen.nowMs).toBe(10_000);
    expect(seen.reads).toBeLessThanOrEqual(21);
    expect(seen.shown).toBe(5);
  });

  it("stops at once when it is to", async () => {
    const { watch, stop } = aWatch({ stillAfterMs: 0 });
    const waiting = watch.wait(60_000);
    await Promise.resolve();
    stop.abort();
    expect(await waiting).toBe("stopped");
  });

  describe("during work", () => {
    /** Work that ends only when it is left. */
    const untilLeft = (left: AbortSignal) =>
      new Promise<null>((resolve) => left.addEventListener("abort", () => resolve(null)));

    it("gives what the work comes to, and reads no more after", async () => {
      const { watch, seen } = aWatch({ stillAfterMs: 2_000 });
      const pictures = await watch.during(async () => {
        while (seen.nowMs < 2_000) await Promise.resolve();
        return ["a picture"];
      });
      expect(pictures).toEqual(["a picture"]);
      const { reads } = seen;
      for (let n = 0; n < 100; n += 1) await Promise.resolve();
      expect(seen.reads).toBe(reads);
      expect(reads).toBeLessThanOrEqual(5);
    });

    it("leaves the work when the generation has ended, whatever the provider tells meanwhile", async () => {
      const { watch, news, seen } = aWatch({
        newsAt: (ms) => (ms < 1_300 ? RUNNING : { ...RUNNING, generationState: "cancelled" }),
      });
      news.wake(id);
      expect(await watch.during(untilLeft)).toBe("ended");
      expect(seen.nowMs).toBe(1_500);
    });

    it("leaves the work at once when it is to stop", async () => {
      const { watch, stop } = aWatch({ stillAfterMs: 0 });
      const leaving = watch.during(untilLeft);
      await Promise.resolve();
      stop.abort();
      expect(await leaving).toBe("stopped");
    });

    it("keeps what was done by the time it is to be left", async () => {
      const { watch, stop } = aWatch({ stillAfterMs: 0 });
      const leaving = watch.during(async (left) => (await untilLeft(left)) ?? ["a picture"]);
      stop.abort();
      expect(await leaving).toEqual(["a picture"]);
    });

    it("leaves the work before it fails for a row that cannot be read", async () => {
      const broken = new Error("no database");
      const { watch } = aWatch({
        newsAt() {
          throw broken;
        },
      });
      let hasEnded = false;
      const leaving = watch.during(async (left) => {
        await untilLeft(left);
        hasEnded = true;
        return null;
      });
      await expect(leaving).rejects.toBe(broken);
      expect(hasEnded).toBe(true);
    });
  });

  it("hears nothing any more when closed", async () => {
    const { watch, news, seen } = aWatch();
    watch.close();
    news.wake(id);
    expect(await watch.wait(1_000)).toBe("due");
    expect(seen.nowMs).toBe(1_000);
  });
});
