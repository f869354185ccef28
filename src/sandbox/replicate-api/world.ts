import { randomBytes } from "node:crypto";
import type { PostFault, ReplicateControl, RunFate, SeenPost, WebhookFault } from "./control.js";
import { createStoredFiles } from "./given-pictures.js";
import { createPredictionBook } from "./prediction-book.js";
import { type AskedPrediction, type Prediction, toShape } from "./predictions.js";
import { createWebhookSender } from "./webhook-sender.js";

const USUAL_PACE_MS = 700;

export interface WorldOptions {
  readonly nowMs: () => number;
  /** What becomes of a prediction nobody has chosen a fate for. */
  readonly nextFate: () => RunFate;
  /** Unset: what `setPaceMs` says. */
  readonly paceMs?: (() => number) | undefined;
}

/** Everything the routes and the control share. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const { nowMs } = options;
  const webhookSecret = `whsec_${randomBytes(24).toString("base64")}`;
  const posts: SeenPost[] = [];
  const queued = { fates: [] as RunFate[], faults: [] as PostFault[], hooks: [] as WebhookFault[] };
  const usual = {
    paceMs: USUAL_PACE_MS,
    fate: null as RunFate | null,
    isReadsBroken: false,
    redirectTo: "",
  };
  const state = { origin: "", ...usual };
  const reads = { one: 0, list: 0 };
  let sender = createWebhookSender({ secret: webhookSecret, nowMs });
  const origin = () => state.origin;
  const files = createStoredFiles({ origin, nowMs });
  const book = createPredictionBook({ nowMs, origin, files, announce });

  function stop(): void {
    book.stop();
    sender.stop();
  }

  function announce(prediction: Prediction): void {
    if (!prediction.webhook) return;
    const body = JSON.stringify(shape(prediction));
    void sender.send(prediction.webhook, body, queued.hooks.shift());
  }

  function shape(prediction: Prediction): object {
    return toShape(prediction, { nowMs: nowMs(), origin: state.origin });
  }

  const control: ReplicateControl = {
    posts: () => [...posts],
    postsOf: (attemptId) => posts.filter(({ webhook }) => webhook?.includes(attemptId)).length,
    paidMicroUsd: book.paidMicroUsd,
    webhooks: () => [...sender.seen],
    reads: () => ({ ...reads }),
    setPaceMs: (paceMs) => Object.assign(state, { paceMs }),
    setFate: (fate) => Object.assign(state, { fate }),
    nextFates: (...fates) => queued.fates.push(...fates),
    nextFaults: (...faults) => queued.faults.push(...faults),
    nextWebhookFaults: (...faults) => queued.hooks.push(...faults),
    setReadsBroken: (isReadsBroken) => Object.assign(state, { isReadsBroken }),
    redirectOutputsTo: (redirectTo) => Object.assign(state, { redirectTo }),
    webhookSecret,
    reset() {
      stop();
      sender = createWebhookSender({ secret: webhookSecret, nowMs });
      book.clear();
      files.clear();
      posts.length = 0;
      for (const list of Object.values(queued)) list.length = 0;
      Object.assign(reads, { one: 0, list: 0 });
      Object.assign(state, usual);
    },
  };

  return {
    control,
    state,
    stop,
    shape,
    files,
    book,
    takeFault: () => queued.faults.shift(),
    note: (post: SeenPost) => void posts.push(post),
    countRead(kind: "one" | "list") {
      reads[kind] += 1;
    },
    make(asked: AskedPrediction): Prediction {
      const fate = queued.fates.shift() ?? state.fate ?? options.nextFate();
      return book.make(asked, { fate, paceMs: options.paceMs?.() ?? state.paceMs });
    },
  };
}
