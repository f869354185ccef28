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
  | {
      readonly kind: "image";
      readonly index: number;
      /**
       * @throws AppError `output_unusable` (final): no picture lies there, or it is too large or somewhere we do not go.
       * @throws AppError `provider_unavailable` (retryable). At once, too, when `signal` aborts: nobody waits any more.
       */
      readonly fetch: (signal: AbortSignal) => Promise<Uint8Array>;
    }
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

/** What a run of an attempt can be recognised by at a vendor that knows no idempotency key. */
export interface AttemptTrace {
  readonly attemptId: AttemptId;
  readonly request: ImageRequest;
  /** When the attempt began, by our clock: a run made before is not its own. */
  readonly startedAt: Date;
  /** True when the run is known to belong to another attempt. */
  isTaken(providerRunId: string): Promise<boolean>;
}

/** What it takes to ask a vendor about a run: some name their addresses by model, and price by picture. */
export interface RunKey {
  readonly providerRunId: string;
  readonly modelId: string;
  /** Pictures asked for. What the vendor leaves out of a batch counts as missing. */
  readonly count: number;
}

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
  /** What the vendor will ask for the request, in millionths of a US dollar: booked when it is not known whether it did. */
  costMicroUsd(request: ImageRequest): number;
  /**
   * Makes at most one POST for this attempt and resolves when the vendor has accepted it, usually within 2 s.
   * Never retries: the caller decides, by `find`.
   *
   * @param input.webhookUrl Where the vendor shall tell of the end; null when it cannot reach us.
   * @throws AppError `provider_unavailable` (retryable): nothing was made. Network before sending, 429, 503.
   *   `retryAfterMs` when the vendor says how long to wait.
   * @throws AppError `outcome_unknown`: the answer was lost; the run may exist and may be billed.
   * @throws AppError `provider_rejected` or `content_refused` (final).
   * @throws AppError `configuration` (final): the key is refused or the account has no money left.
   */
  submit(
    input: AttemptTrace & { webhookUrl: string | null; timeoutMs: number },
  ): Promise<{ providerRunId: string }>;
  /**
   * Looks a lost run up. Safe to repeat. A vendor that cannot search its runs answers `unknown`.
   * @throws AppError `provider_unavailable` (retryable) or `configuration`: ask again later.
   */
  find(trace: AttemptTrace): Promise<FoundRun>;
  /**
   * Where a run stands. Safe to repeat; a finished run answers the same until the vendor forgets it.
   * @throws AppError `provider_unavailable` (retryable) or `configuration`: tells nothing about the run.
   * @throws AppError `not_found` (final) when the run is unknown.
   */
  poll(run: RunKey): Promise<ProviderRun>;
  /**
   * Asks the vendor to stop. Resolves also when the run has already ended.
   * @throws AppError as `poll` does.
   */
  cancel(run: RunKey): Promise<void>;
}
