import type { ChoiceControl } from "../choices.js";

/** What becomes of the next run that is asked for, besides going well. */
export type RunFate =
  | "ok"
  /** The model breaks off with an error of its own: COMPLETED, and its result a 500. */
  | "fail"
  /** The words are refused before any machine has begun: COMPLETED, and its result a 422. */
  | "refuse"
  /** What was made is refused: the same result, and it is paid for. */
  | "refuse_made"
  /** The same for a picture the model cannot use. It is not paid for. */
  | "bad_picture"
  /** Too many at once, and not to be tried again: its result is a 429. */
  | "throttle"
  /** The safety check flags the last picture of several, and paints it black. */
  | "partial"
  /** It flags and paints all of them. */
  | "nsfw"
  /** It paints all of them and flags none. */
  | "black"
  /** Takes twelve seconds. */
  | "slow"
  /** No machine begins within the time that was given for it: its result is a 504. */
  | "slow_start"
  /** Goes well, with an empty list. */
  | "empty"
  /** What lies at the output's address: nothing any more. */
  | "expired_output"
  | "html_output"
  | "text_output"
  | "huge_output"
  | "endless_output"
  /** The last picture comes by one byte every half second, without end. */
  | "dripping_output"
  | "unavailable_output"
  /** The output's address leads elsewhere: see `redirectOutputsTo`. */
  | "redirect_output";

/** What becomes of the next POST that asks for a run. */
export type PostFault =
  /** Accepted, and the connection cut before the answer. */
  | { readonly kind: "answer_lost" }
  /** Cut before anything was made of it. */
  | { readonly kind: "cut" }
  /** Never answered. */
  | { readonly kind: "hang"; readonly isAccepted?: boolean }
  /** 429, with or without `Retry-After`. */
  | { readonly kind: "throttled"; readonly seconds: number; readonly hasHeader?: boolean }
  /** 401, 403, 500 …; `isAccepted`: the run is made all the same. */
  | { readonly kind: "status"; readonly status: number; readonly isAccepted?: boolean };

/** What becomes of the webhooks of the next run that ends. */
export type WebhookFault = "duplicated" | "delayed" | "dropped" | "forged";

/** One POST that asked for a run, accepted or not. */
export interface SeenPost {
  /** e.g. `fal-ai/flux/dev`. */
  readonly endpoint: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly webhook: string | null;
  /** Those that tell FAL what to do, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: nothing was made. */
  readonly requestId: string | null;
  /** What is wrong with the input, as its run will say. */
  readonly problems: readonly string[];
}

export interface SeenWebhook {
  readonly url: string;
  readonly isForged: boolean;
  /** Null: nobody answered. */
  readonly status: number | null;
}

/** The levers of the sandbox's FAL, and what it has seen. */
export interface FalControl extends ChoiceControl<RunFate, PostFault, WebhookFault> {
  /** Every POST that reached the server and asked for a run, oldest first: each accepted one may be paid for. */
  posts(): readonly SeenPost[];
  webhooks(): readonly SeenWebhook[];
  /** What all runs so far are paid with, in millionths of a US dollar. */
  paidMicroUsd(): number;
  /** The same of those whose webhook names the attempt. */
  paidMicroUsdOf(attemptId: string): number;
  /** How often runs, and the keys of webhooks, were asked for. */
  reads(): { readonly status: number; readonly result: number; readonly keys: number };
  /** Sizes of the files that were put into storage. */
  uploads(): readonly { readonly contentType: string; readonly sizeBytes: number }[];
  /** How long runs take from now on. */
  setPaceMs(paceMs: number): void;
  /** Reads of runs and keys answer 502 with a page while it lasts, and files cannot be stored. */
  setReadsBroken(isBroken: boolean): void;
  redirectOutputsTo(url: string): void;
  /** Webhooks are signed with another key from now on. */
  changeKey(): void;
  reset(): void;
}
