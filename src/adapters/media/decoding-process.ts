import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { NormalisedPicture, PictureProblem } from "../../core/ports/picture-normaliser.js";
import { type DecodingLimits, MEMORY_SIGNAL, TIME_SIGNAL } from "./limit-signals.js";
import type { NormalisingTask } from "./normalise-picture.js";

/** It is JavaScript, also when this file runs from its source. */
const SCRIPT = fileURLToPath(
  new URL("../../../dist/adapters/media/picture-process.js", import.meta.url),
);
const START_TIMEOUT_MS = 30_000;
/** Of V8 alone; pictures lie outside of it. */
const HEAP_MB = 128;

export interface DecodingProcess {
  readonly pid: number;
  /** False once it has ended or holds too much memory to be worth keeping. */
  isUsable(): boolean;
  /**
   * One task at a time. The process is killed at this deadline, which a busy machine may need, or at its own limits.
   *
   * @throws AppError `picture_unreadable` when `end` was called meanwhile.
   */
  run(task: NormalisingTask, timeLimitMs: number): Promise<NormalisedPicture | PictureProblem>;
  /** Kills it; resolves when it is gone. */
  end(): Promise<void>;
}

/** Checked: who decodes hostile bytes may have been taken over by them. */
const AnswerSchema = z.object({
  result: z.union([
    z.object({
      bytes: z.instanceof(Uint8Array),
      contentType: z.enum(["image/png", "image/jpeg"]),
      extension: z.enum(["png", "jpg"]),
      width: z.number().int().positive(),
      height: z.number().int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      notes: z.array(z.enum(["first_frame_only", "scaled_down", "stored_with_loss"])),
      originalFormat: z.enum(["jpeg", "png", "webp", "heic", "avif", "gif", "tiff", "bmp"]),
    }),
    z.object({ problem: z.literal("kind_not_supported"), kind: z.string().max(40) }),
    z.object({ problem: z.enum(["too_many_pixels", "damaged"]) }),
  ]),
  isSpent: z.boolean(),
});

type Ending =
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "exited"; readonly signal: NodeJS.Signals | null }
  | { readonly kind: "too_late" };

/** Resolves when it can take a task. @throws AppError `picture_unreadable` when it does not start. */
export async function startDecodingProcess(limits: DecodingLimits): Promise<DecodingProcess> {
  const child = fork(SCRIPT, [JSON.stringify(limits)], {
    // Nothing of ours: no secret is in reach of what a file may do there.
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.on("error", () => child.kill("SIGKILL"));
  const exited = new Promise<Ending>((resolve) => {
    child.once("exit", (_code, signal) => resolve({ kind: "exited", signal }));
    child.once("error", () => resolve({ kind: "exited", signal: null }));
  });
  const started = await nextEnding(child, exited, START_TIMEOUT_MS);
  if (started.kind !== "answered" || child.pid === undefined) {
    child.kill("SIGKILL");
    throw unreadable("the process that decodes pictures does not start");
  }
  rest(child);
  return handleOf(child, child.pid, exited);
}

function handleOf(child: ChildProcess, pid: number, exited: Promise<Ending>): DecodingProcess {
  let isUsable = true;
  let isEnded = false;
  void exited.then(() => {
    isUsable = false;
  });
  return {
    pid,
    isUsable: () => isUsable,
    async run(task, timeLimitMs) {
      wake(child);
      child.send(task, () => undefined); // That it could not be sent is seen by its exit.
      const ending = await nextEnding(child, exited, timeLimitMs);
      rest(child);
      if (isEnded) throw unreadable("stopped while a picture was being decoded");
      const answer = ending.kind === "answered" ? AnswerSchema.safeParse(ending.answer) : null;
      if (answer?.success) {
        isUsable &&= !answer.data.isSpent;
        return answer.data.result;
      }
      isUsable = false;
      child.kill("SIGKILL");
      return toProblem(ending);
    },
    async end() {
      isUsable = false;
      isEnded = true;
      wake(child); // Whoever waits for its end is not to end before it.
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** What comes first: a message, its end, or the deadline. */
async function nextEnding(
  child: ChildProcess,
  exited: Promise<Ending>,
  timeLimitMs: number,
): Promise<Ending> {
  const heard = new AbortController();
  const answered = once(child, "message", { signal: heard.signal }).then(
    ([answer]): Ending => ({ kind: "answered", answer }),
  );
  const late = pause<Ending>(timeLimitMs, { kind: "too_late" }, { signal: heard.signal });
  for (const left of [answered, late]) left.catch(() => undefined);
  const ending = await Promise.race([answered, exited, late]);
  heard.abort();
  return ending;
}

/** A process that has died of a picture says nothing more about it than that it is no good. */
function toProblem(ending: Ending): PictureProblem {
  if (ending.kind === "too_late") return { problem: "took_too_long" };
  const signal = ending.kind === "exited" ? ending.signal : null;
  if (signal === TIME_SIGNAL) return { problem: "took_too_long" };
  return { problem: signal === MEMORY_SIGNAL ? "too_many_pixels" : "damaged" };
}

/** The service may end while it only waits for work. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function wake(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

function unreadable(message: string): AppError {
  return new AppError({ code: "picture_unreadable", message, retryable: true });
}
