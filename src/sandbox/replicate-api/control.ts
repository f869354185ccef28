import type { ChoiceControl } from "../choices.js";

/** What becomes of the next prediction that is asked for, besides going well. */
export type RunFate =
  | "ok"
  /** The model breaks off with an error of its own. */
  | "fail"
  /** The safety check refuses all of it. */
  | "refuse"
  /** The safety check takes the last picture out of a batch. */
  | "partial"
  /** Takes twelve seconds. */
  | "slow"
  /** Never begins. */
  | "stuck"
  /** Succeeds with an empty list. */
  | "empty"
  /** Its data has been removed already. */
  | "data_removed"
  /** What lies at the output's address. */
  | "html_output"
  | "wrong_type_output"
  | "huge_output"
  | "endless_output"
  /** The last picture comes by one byte every half second, without end. */
  | "dripping_output"
  | "unavailable_output"
  /** The output's address leads elsewhere: see `redirectOutputsTo`. */
  | "redirect_output";

/** What becomes of the next POST of a prediction. */
export type PostFault =
  /** Accepted, and the connection cut before the answer. */
  | { readonly kind: "answer_lost" }
  /** Cut before anything was made of it. */
  | { readonly kind: "cut" }
  /** No answer at all; `isAccepted`: the prediction is made all the same. */
  | { readonly kind: "hang"; readonly isAccepted?: boolean }
  /** 429, with `Retry-After` or only the sentence that names the seconds. */
  | { readonly kind: "throttled"; readonly seconds: number; readonly hasHeader?: boolean }
  /** 401, 402, 500 …; `isAccepted`: the prediction is made all the same. */
  | { readonly kind: "status"; readonly status: number; readonly isAccepted?: boolean };

/** What becomes of the webhooks of the next prediction that ends. */
export type WebhookFault = "duplicated" | "delayed" | "dropped" | "forged";

/** One POST that asked for a prediction, accepted or not. */
export interface SeenPost {
  readonly slug: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly webhook: string | null;
  readonly cancelAfter: string | null;
  /** Null: nothing was made. */
  readonly predictionId: string | null;
}

export interface SeenWebhook {
  readonly url: string;
  readonly isForged: boolean;
  /** Null: nobody answered. */
  readonly status: number | null;
}

/** The levers of the sandbox's Replicate, and what it has seen. */
export interface ReplicateControl extends ChoiceControl<RunFate, PostFault, WebhookFault> {
  /** Every POST that reached the server and asked for a prediction, oldest first: each accepted one is paid for. */
  posts(): readonly SeenPost[];
  webhooks(): readonly SeenWebhook[];
  /** How many POSTs named the attempt in their webhook. */
  postsOf(attemptId: string): number;
  /** What all predictions have cost by now, by its own price list, in millionths of a US dollar. */
  paidMicroUsd(): number;
  /** The same of those whose webhook names the attempt. */
  paidMicroUsdOf(attemptId: string): number;
  /** How often predictions were read, one by one and as lists. */
  reads(): { readonly one: number; readonly list: number };
  /** How long predictions take from now on. */
  setPaceMs(paceMs: number): void;
  /** Reads of predictions answer 500 while it lasts. */
  setReadsBroken(isBroken: boolean): void;
  redirectOutputsTo(url: string): void;
  /** What webhooks are signed with, as `GET /v1/webhooks/default/secret` tells. */
  readonly webhookSecret: string;
  reset(): void;
}
