import { randomBytes } from "node:crypto";
import { createChoices } from "../choices.js";
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
  /** About how many a picture has; a megapixel unless told. */
  readonly pixels?: number | undefined;
}

/** Everything the routes and the control share. */
export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const { nowMs } = options;
  const webhookSecret = `whsec_${randomBytes(24).toString("base64")}`;
  const posts: SeenPost[] = [];
  const choices = createChoices<RunFate, PostFault, WebhookFault>();
  const usual = {
    paceMs: USUAL_PACE_MS,
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
    void sender.send(prediction.webhook, body, choices.takeWebhookFault());
  }

  function shape(prediction: Prediction): object {
    return toShape(prediction, { nowMs: nowMs(), origin: state.origin });
  }

  const control: ReplicateControl = {
    ...choices.control,
    posts: () => [...posts],
    postsOf: (attemptId) => posts.filter(({ webhook }) => webhook?.includes(attemptId)).length,
    paidMicroUsd: () => book.paidMicroUsd(),
    paidMicroUsdOf: (attemptId) =>
      book.paidMicroUsd(({ webhook }) => webhook?.includes(attemptId) === true),
    webhooks: () => [...sender.seen],
    reads: () => ({ ...reads }),
    setPaceMs: (paceMs) => Object.assign(state, { paceMs }),
    setReadsBroken: (isReadsBroken) => Object.assign(state, { isReadsBroken }),
    redirectOutputsTo: (redirectTo) => Object.assign(state, { redirectTo }),
    webhookSecret,
    reset() {
      stop();
      sender = createWebhookSender({ secret: webhookSecret, nowMs });
      book.clear();
      files.clear();
      posts.length = 0;
      choices.reset();
      Object.assign(reads, { one: 0, list: 0 });
      Object.assign(state, usual);
    },
  };

  return {
    control,
    state,
    pixels: options.pixels,
    stop,
    shape,
    files,
    book,
    takeFault: choices.takeFault,
    note: (post: SeenPost) => void posts.push(post),
    countRead(kind: "one" | "list") {
      reads[kind] += 1;
    },
    make(asked: AskedPrediction): Prediction {
      const fate = choices.takeFate() ?? options.nextFate();
      return book.make(asked, { fate, paceMs: options.paceMs?.() ?? state.paceMs });
    },
  };
}
