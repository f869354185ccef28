import type { ModelOptions } from "../catalog/model-options.js";
import type { AttemptId } from "../ids.js";

/** Whether the pictures are kept after they were delivered. Not the same as who sees them. */
export const RETENTIONS = ["keep", "none"] as const;
export type Retention = (typeof RETENTIONS)[number];

/** One picture that is given to a model, as we keep it: upright, without metadata, PNG, JPEG or WebP. */
export interface InputPicture {
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
  /** @throws AppError `storage_unavailable` (retryable) or `not_found` (final). */
  read(): Promise<Uint8Array>;
  /** A signed address the vendor can fetch it from for the next hours; null when the world cannot reach our store. */
  publicLink(): Promise<string | null>;
}

/** What is to be made, in our words; the adapter translates to the vendor's. Checked against the model's abilities. */
export interface ImageRequest extends ModelOptions {
  /** Our catalog id, e.g. `flux-schnell`. */
  readonly modelId: string;
  /** Empty for a model that takes no words. */
  readonly prompt: string;
  /** Pictures this run shall make, 1 … 4; more than one only of a model whose runs make batches. */
  readonly count: number;
  /** 0 … 2³¹ − 1. Picture n of a batch uses `seed + n`. Models without seeds take no heed. */
  readonly seed: number;
  /** In the order they were given. */
  readonly inputs: readonly InputPicture[];
  /** `none`: the vendor is asked to keep nothing longer than it must, and its own storage is not used for the inputs. */
  readonly retention: Retention;
}

/** One picture or clip of a run. A batch may hold both kinds. */
export type ProviderOutput =
  | {
      readonly kind: "made";
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
      /** What the model has made of the prompt, when it says so. */
      readonly promptUsed?: string;
    }
  | {
      readonly state: "failed";
      readonly code:
        | "content_refused"
        | "input_rejected"
        | "provider_rejected"
        | "provider_unavailable"
        | "provider_throttled"
        | "timed_out";
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

/** What it takes to ask a vendor about a run: some name their addresses by model, and price by picture, size and second. */
export interface RunKey {
  readonly providerRunId: string;
  /** As it was submitted; what the vendor leaves out of a batch counts as missing. */
  readonly request: ImageRequest;
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
  /** Of one run, where that has nothing to do with the model. For the first estimate, until there are runs to go by. */
  readonly typicalSeconds?: number;
  /** True when this provider can make pictures with the model. */
  serves(modelId: string): boolean;
  /**
   * True when the provider can be handed these pictures: by link, as data within its limit, or, with retention `keep`,
   * by its own storage. Asked before anything is held, when only their number may be known.
   */
  canTake(inputs: { readonly count: number; readonly retention: Retention }): boolean;
  /** What the vendor will ask for the request, in millionths of a US dollar: booked when it is not known whether it did. */
  costMicroUsd(request: ImageRequest): number;
  /**
   * Makes at most one POST for this attempt and resolves when the vendor has accepted it, usually within 2 s.
   * Never retries: the caller decides, by `find`.
   *
   * @param input.webhookUrl Where the vendor shall tell of the end; null when it cannot reach us.
   * @throws AppError `provider_unavailable` (retryable): nothing was made. Network before sending, 503.
   * @throws AppError `provider_throttled` (retryable): nothing was made, too many runs at once. 429, with `retryAfterMs`
   *   when the vendor says how long to wait.
   * @throws AppError `outcome_unknown`: the answer was lost; the run may exist and may be billed.
   * @throws AppError `provider_rejected`, `input_rejected` (a picture it cannot use) or `content_refused` (final).
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
   * Asks the vendor to forget a run's data now. Best effort and safe to repeat, where it knows such a thing; left out where
   * it does not.
   */
  forget?(run: RunKey): Promise<void>;
  /** Removes what is past its time of what it keeps on this machine; left out where that is nothing. Asked every now and then. */
  tidy?(): Promise<void>;
  /**
   * Asks the vendor to stop. Resolves also when the run has already ended.
   * @throws AppError as `poll` does.
   */
  cancel(run: RunKey): Promise<void>;
}
