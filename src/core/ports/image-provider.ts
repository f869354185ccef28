import type { AttemptId } from "../ids.js";

/** One picture to be made, in our words; the adapter translates to the vendor's. */
export interface ImageRequest {
  /** Our catalog id, e.g. `flux-schnell`. */
  readonly modelId: string;
  readonly prompt: string;
  /** e.g. `16:9`; one of the model's aspect ratios. */
  readonly aspectRatio: string;
  /** How many pictures, 1 … 4. */
  readonly count: number;
  /** 0 … 2³¹ − 1. Picture n of a batch uses `seed + n`. */
  readonly seed: number;
}

/** One picture of a run. A batch may hold both kinds. */
export type ProviderOutput =
  | { readonly kind: "image"; readonly index: number; readonly fetch: () => Promise<Uint8Array> }
  | {
      readonly kind: "missing";
      readonly index: number;
      readonly code: "content_refused" | "output_unusable";
    };

export type ProviderRun =
  /** `pollInMs`: when asking again makes sense, if the adapter knows. */
  | { readonly state: "waiting" | "running"; readonly pollInMs?: number }
  | {
      readonly state: "succeeded";
      readonly outputs: readonly ProviderOutput[];
      readonly costMicroUsd: number;
    }
  | {
      readonly state: "failed";
      readonly code: "content_refused" | "provider_rejected" | "provider_unavailable";
      readonly costMicroUsd: number;
    };

/** `absent` is a promise that the vendor never had this attempt and never will; `unknown` is not. */
export type FoundRun =
  | { readonly kind: "found"; readonly providerRunId: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown" };

/** A service that makes pictures. */
export interface ImageProvider {
  /** Stable, stored with every attempt, shown as "served by …". */
  readonly name: string;
  /** True when this provider can make pictures with the model. */
  serves(modelId: string): boolean;
  /**
   * Makes at most one POST for this attempt and resolves when the vendor has accepted it, usually within 2 s.
   * Never retries: the caller decides, by `find(attemptId)`.
   *
   * @throws AppError `provider_unavailable` (retryable): network, 429, 5xx, timeout before acceptance.
   * @throws AppError `outcome_unknown`: the answer was lost; the run may exist and may be billed.
   * @throws AppError `provider_rejected` or `content_refused` (final).
   */
  submit(input: {
    attemptId: AttemptId;
    request: ImageRequest;
    timeoutMs: number;
  }): Promise<{ providerRunId: string }>;
  /** Looks a lost run up by our attempt id. Safe to repeat. */
  find(attemptId: AttemptId): Promise<FoundRun>;
  /**
   * Where a run stands. Safe to repeat; a finished run answers the same until the vendor forgets it.
   * @throws AppError `provider_unavailable` (retryable). @throws AppError `not_found` when the run is unknown.
   */
  poll(providerRunId: string): Promise<ProviderRun>;
  /** Asks the vendor to stop. Resolves also when the run has already ended. */
  cancel(providerRunId: string): Promise<void>;
}
