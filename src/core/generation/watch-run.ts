import type { Attempt } from "../ports/attempt-store.js";
import type { Generation } from "../ports/generation-store.js";
import { isFinal } from "./lifecycle.js";
import type { RunDeps } from "./run-attempt.js";

/** How often the row is read: what another process knows, such as a cancel or a webhook, is known here after this. */
const READ_EVERY_MS = 500;
const PROGRESS_EVERY_MS = 2_000;
/** What is over sooner than this is shown by its result alone: an edit overtaken at once costs a chat's patience. */
const FIRST_PROGRESS_MS = 400;

/** `heard`: the provider told us of the run. `due`: the time is over. `ended`: the generation is. `stopped`: we are to. */
export type RunSign = "heard" | "due" | "ended" | "stopped";

export interface RunWatch {
  /** Waits for a sign of the run, for `waitMs` at most, or until `enough` aborts: then the time is over, too. */
  wait(waitMs: number, enough?: AbortSignal): Promise<RunSign>;
  /**
   * What `work` comes to, or why it was left: its signal aborts when the generation has ended or we are to stop, and it
   * then answers null. Nothing of it is under way any more when this resolves or rejects.
   */
  during<T extends object>(
    work: (left: AbortSignal) => Promise<T | null>,
  ): Promise<T | "ended" | "stopped">;
  close(): void;
}

/** Watches for whatever may happen to a run outside its provider's answers, at two reads of the row a second at most. */
export function watchRun(
  deps: RunDeps,
  run: {
    readonly generation: Generation;
    readonly attempt: Attempt;
    readonly signal: AbortSignal;
  },
): RunWatch {
  const { attempt, generation, signal } = run;
  const nowMs = () => deps.clock.now().getTime();
  let pause = new AbortController();
  let isWoken = false;
  let heardAtMs: number | null = null;
  // Whoever watches has just read how it stands, which is worth another look only when it was over by then.
  let readAtMs = isFinal(generation.state) ? Number.NEGATIVE_INFINITY : nowMs();
  let shownAtMs = nowMs() - PROGRESS_EVERY_MS + FIRST_PROGRESS_MS;
  const endPause = () => pause.abort();
  const unlisten = deps.news.listen(attempt.id, () => {
    isWoken = true;
    endPause();
  });
  signal.addEventListener("abort", endPause);

  async function readSign(): Promise<RunSign | null> {
    if (signal.aborted) return "stopped";
    if (isWoken) {
      isWoken = false;
      return "heard";
    }
    if (nowMs() - readAtMs < READ_EVERY_MS) return null;
    readAtMs = nowMs();
    const news = await deps.database.stores.attempts.readNews(attempt.id);
    if (!news || isFinal(news.generationState)) return "ended";
    const isHeard = news.heardAt !== null && news.heardAt.getTime() !== heardAtMs;
    heardAtMs = news.heardAt?.getTime() ?? null;
    return isHeard ? "heard" : null;
  }

  function showProgress(): void {
    if (nowMs() - shownAtMs < PROGRESS_EVERY_MS) return;
    shownAtMs = nowMs();
    deps.onProgress(generation.id);
  }

  async function wait(waitMs: number, enough?: AbortSignal): Promise<RunSign> {
    const dueAtMs = nowMs() + waitMs;
    enough?.addEventListener("abort", endPause);
    for (;;) {
      if (enough?.aborted) return "due";
      const sign = await readSign();
      if (sign) return sign;
      if (nowMs() >= dueAtMs) return "due";
      showProgress();
      pause = new AbortController();
      if (signal.aborted || isWoken || enough?.aborted) continue;
      const nextReadMs = Math.max(0, readAtMs + READ_EVERY_MS - nowMs());
      await deps.clock.pause(Math.min(dueAtMs - nowMs(), nextReadMs), pause.signal);
    }
  }

  async function untilLeft(enough: AbortSignal): Promise<"ended" | "stopped"> {
    for (;;) {
      const sign = await wait(Number.POSITIVE_INFINITY, enough);
      if (sign === "ended") return "ended";
      if (sign !== "heard") return "stopped";
    }
  }

  return {
    wait,

    async during(work) {
      const left = new AbortController();
      const done = new AbortController();
      const working = work(left.signal).finally(() => done.abort());
      const watching = untilLeft(done.signal).finally(() => left.abort());
      await Promise.allSettled([working, watching]);
      const why = await watching;
      return (await working) ?? why;
    },

    close() {
      unlisten();
      signal.removeEventListener("abort", endPause);
    },
  };
}
