import { randomBytes } from "node:crypto";
import type { PostFault, ReplicateControl, RunFate, SeenPost, WebhookFault } from "./control.js";
import type { PictureInput } from "./input-check.js";
import { createPrediction, hasEnded, type Prediction, toShape } from "./predictions.js";
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
  const predictions = new Map<string, Prediction>();
  const posts: SeenPost[] = [];
  const queued = { fates: [] as RunFate[], faults: [] as PostFault[], hooks: [] as WebhookFault[] };
  const timers = new Set<NodeJS.Timeout>();
  const state = { origin: "", paceMs: USUAL_PACE_MS, isReadsBroken: false, redirectTo: "" };
  const reads = { one: 0, list: 0 };
  let sender = createWebhookSender({ secret: webhookSecret, nowMs });

  function stop(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    sender.stop();
  }

  function announce(prediction: Prediction): void {
    if (!prediction.webhook) return;
    const body = JSON.stringify(shape(prediction));
    void sender.send(prediction.webhook, body, queued.hooks.shift());
  }

  function announceAtEnd(prediction: Prediction): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (prediction.cancelledAtMs === null) announce(prediction);
    }, prediction.endsAtMs - nowMs());
    timers.add(timer);
  }

  function shape(prediction: Prediction): object {
    return toShape(prediction, { nowMs: nowMs(), origin: state.origin });
  }

  const control: ReplicateControl = {
    posts: () => [...posts],
    webhooks: () => [...sender.seen],
    reads: () => ({ ...reads }),
    setPaceMs: (paceMs) => Object.assign(state, { paceMs }),
    nextFates: (...fates) => queued.fates.push(...fates),
    nextFaults: (...faults) => queued.faults.push(...faults),
    nextWebhookFaults: (...faults) => queued.hooks.push(...faults),
    setReadsBroken: (isReadsBroken) => Object.assign(state, { isReadsBroken }),
    redirectOutputsTo: (redirectTo) => Object.assign(state, { redirectTo }),
    webhookSecret,
    reset() {
      stop();
      sender = createWebhookSender({ secret: webhookSecret, nowMs });
      predictions.clear();
      posts.length = 0;
      for (const list of Object.values(queued)) list.length = 0;
      Object.assign(reads, { one: 0, list: 0 });
      Object.assign(state, { paceMs: USUAL_PACE_MS, isReadsBroken: false, redirectTo: "" });
    },
  };

  return {
    control,
    state,
    stop,
    shape,
    find: (id: string) => predictions.get(id),
    /** Newest first. */
    list: () => [...predictions.values()].reverse(),
    takeFault: () => queued.faults.shift(),
    note: (post: SeenPost) => void posts.push(post),
    countRead(kind: "one" | "list") {
      reads[kind] += 1;
    },

    make(asked: {
      slug: string;
      input: Readonly<Record<string, unknown>>;
      picture: PictureInput;
      webhook: string | null;
    }): Prediction {
      const fate = queued.fates.shift() ?? options.nextFate();
      const paceMs = options.paceMs?.() ?? state.paceMs;
      const prediction = createPrediction({ ...asked, fate, paceMs, nowMs: nowMs() });
      predictions.set(prediction.id, prediction);
      announceAtEnd(prediction);
      return prediction;
    },

    cancel(prediction: Prediction): void {
      if (hasEnded(prediction, nowMs())) return;
      prediction.cancelledAtMs = nowMs();
      announce(prediction);
    },
  };
}
