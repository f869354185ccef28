import { createChoices } from "../choices.js";
import { createAnnouncer } from "./announcer.js";
import type { FalControl, PostFault, RunFate, SeenPost, WebhookFault } from "./control.js";
import { createRun, paidFor, type Run, standingOf } from "./runs.js";
import { makeSigningKey } from "./webhook-sender.js";

const AT_FIRST = {
  paceMs: 700,
  isReadsBroken: false,
  redirectTo: "",
};
export interface StoredFile {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface WorldOptions {
  readonly nowMs: () => number;
  /** What becomes of a run nobody has chosen a fate for. */
  readonly nextFate: () => RunFate;
  /** Unset: what `setPaceMs` says. */
  readonly paceMs?: (() => number) | undefined;
  /** About how many a picture has; a megapixel unless told. */
  readonly pixels?: number | undefined;
}

/** Everything the routes and the control share. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const { nowMs } = options;
  const runs = new Map<string, Run>();
  const files = new Map<string, StoredFile>();
  const posts: SeenPost[] = [];
  const choices = createChoices<RunFate, PostFault, WebhookFault>();
  const state = { ...AT_FIRST, origin: "" };
  const reads = { status: 0, result: 0, keys: 0 };
  let key = makeSigningKey();
  const makeAnnouncer = () =>
    createAnnouncer({
      nowMs,
      origin: () => state.origin,
      key: () => key,
      nextFault: choices.takeWebhookFault,
    });
  let announcer = makeAnnouncer();

  function paidForAll(all: readonly Run[]): number {
    return all.reduce((sum, run) => sum + paidFor(run, nowMs()), 0);
  }

  const control: FalControl = {
    ...choices.control,
    posts: () => [...posts],
    webhooks: () => announcer.seen(),
    paidMicroUsd: () => paidForAll([...runs.values()]),
    paidMicroUsdOf: (attemptId) =>
      paidForAll([...runs.values()].filter(({ webhook }) => webhook?.includes(attemptId))),
    reads: () => ({ ...reads }),
    uploads: () =>
      [...files.values()].map(({ contentType, bytes }) => ({
        contentType,
        sizeBytes: bytes.length,
      })),
    setPaceMs: (paceMs) => Object.assign(state, { paceMs }),
    setReadsBroken: (isReadsBroken) => Object.assign(state, { isReadsBroken }),
    redirectOutputsTo: (redirectTo) => Object.assign(state, { redirectTo }),
    changeKey() {
      key = makeSigningKey();
    },
    reset() {
      announcer.stop();
      announcer = makeAnnouncer();
      runs.clear();
      files.clear();
      posts.length = 0;
      choices.reset();
      Object.assign(reads, { status: 0, result: 0, keys: 0 });
      Object.assign(state, AT_FIRST);
    },
  };

  return {
    control,
    state,
    pixels: options.pixels,
    stop: () => announcer.stop(),
    files,
    nowMs,
    find: (id: string) => runs.get(id),
    keySet: () => ({ keys: [key.jwk] }),
    takeFault: choices.takeFault,
    note: (post: SeenPost) => void posts.push(post),
    countRead(kind: keyof typeof reads) {
      reads[kind] += 1;
    },

    make(asked: Omit<Parameters<typeof createRun>[0], "fate" | "nowMs" | "paceMs">): Run {
      const fate = choices.takeFate() ?? options.nextFate();
      const paceMs = options.paceMs?.() ?? state.paceMs;
      const run = createRun({ ...asked, fate, paceMs, nowMs: nowMs() });
      runs.set(run.id, run);
      announcer.announceAtEnd(run);
      return run;
    },

    /** False when it is over already. */
    cancel(run: Run): boolean {
      if (standingOf(run, nowMs()) === "COMPLETED") return false;
      run.state.cancelledAtMs = nowMs();
      return true;
    },
  };
}
