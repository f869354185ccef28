import { createAnnouncer } from "./announcer.js";
import type { FalControl, PostFault, RunFate, SeenPost, WebhookFault } from "./control.js";
import { createRun, paidFor, type Run, standingOf } from "./runs.js";
import { makeSigningKey } from "./webhook-sender.js";

const AT_FIRST = {
  paceMs: 700,
  isReadsBroken: false,
  redirectTo: "",
  fate: null as RunFate | null,
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
}

/** Everything the routes and the control share. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const { nowMs } = options;
  const runs = new Map<string, Run>();
  const files = new Map<string, StoredFile>();
  const posts: SeenPost[] = [];
  const queued = { fates: [] as RunFate[], faults: [] as PostFault[], hooks: [] as WebhookFault[] };
  const state = { ...AT_FIRST, origin: "" };
  const reads = { status: 0, result: 0, keys: 0 };
  let key = makeSigningKey();
  const makeAnnouncer = () =>
    createAnnouncer({
      nowMs,
      origin: () => state.origin,
      key: () => key,
      nextFault: () => queued.hooks.shift(),
    });
  let announcer = makeAnnouncer();

  const control: FalControl = {
    posts: () => [...posts],
    webhooks: () => announcer.seen(),
    paidMicroUsd: () => [...runs.values()].reduce((sum, run) => sum + paidFor(run, nowMs()), 0),
    reads: () => ({ ...reads }),
    uploads: () =>
      [...files.values()].map(({ contentType, bytes }) => ({
        contentType,
        sizeBytes: bytes.length,
      })),
    setPaceMs: (paceMs) => Object.assign(state, { paceMs }),
    nextFates: (...fates) => queued.fates.push(...fates),
    setFate: (fate) => Object.assign(state, { fate }),
    nextFaults: (...faults) => queued.faults.push(...faults),
    nextWebhookFaults: (...faults) => queued.hooks.push(...faults),
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
      for (const list of Object.values(queued)) list.length = 0;
      Object.assign(reads, { status: 0, result: 0, keys: 0 });
      Object.assign(state, AT_FIRST);
    },
  };

  return {
    control,
    state,
    stop: () => announcer.stop(),
    files,
    nowMs,
    find: (id: string) => runs.get(id),
    keySet: () => ({ keys: [key.jwk] }),
    takeFault: () => queued.faults.shift(),
    note: (post: SeenPost) => void posts.push(post),
    countRead(kind: keyof typeof reads) {
      reads[kind] += 1;
    },

    make(asked: Omit<Parameters<typeof createRun>[0], "fate" | "nowMs" | "paceMs">): Run {
      const fate = queued.fates.shift() ?? state.fate ?? options.nextFate();
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
