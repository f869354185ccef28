import type { GenerationState } from "../generation/lifecycle.js";
import type { AttemptId, GenerationId } from "../ids.js";

/** `absent`: the provider never had it. `unknown`: its answer was lost and it could not be found in time. */
export type AttemptState =
  | "submitting"
  | "accepted"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "absent"
  | "unknown";

export interface Attempt {
  readonly id: AttemptId;
  readonly generationId: GenerationId;
  readonly slot: number;
  readonly number: number;
  readonly provider: string;
  readonly providerRunId: string | null;
  readonly state: AttemptState;
  /** Why it failed, in the words of `FailureCode`, or `configuration`. */
  readonly errorCode: string | null;
  readonly startedAt: Date;
}

/** What may have happened to an attempt outside the process that follows it. */
export interface AttemptNews {
  /** When the provider last told us of the run by itself. */
  readonly heardAt: Date | null;
  readonly generationState: GenerationState;
}

/** One try of a generation at a provider. At most one is open per generation and slot: the database sees to it. */
export interface AttemptStore {
  /**
   * Writes the attempt as `submitting`, under a lease of its worker. `taken`: another one of this slot is open.
   * `full`: the provider has as many open attempts as it may have; call it inside a transaction that holds the lock of the generation.
   */
  open(input: {
    id: AttemptId;
    generationId: GenerationId;
    slot: number;
    provider: string;
    at: Date;
    leaseOwner: string;
    leaseUntil: Date;
    /** Null: as many as there are. */
    maxOpen: number | null;
  }): Promise<Attempt | "taken" | "full">;
  findOpen(generationId: GenerationId, slot: number): Promise<Attempt | null>;
  /** All of them, oldest first. */
  list(generationId: GenerationId): Promise<readonly Attempt[]>;
  /** True when the lease was free, expired or ours; it is then ours until `until`. */
  takeLease(input: { id: AttemptId; owner: string; now: Date; until: Date }): Promise<boolean>;
  /** Notes which run is the attempt's. False when that run is known to be another attempt's: then nothing is noted. */
  accept(input: { id: AttemptId; providerRunId: string }): Promise<boolean>;
  findByRun(run: { provider: string; providerRunId: string }): Promise<AttemptId | null>;
  /**
   * The provider told us of the attempt's run: notes when, and which run it is when that was not known and it is no
   * other attempt's. False when this provider has no such attempt.
   */
  hear(input: {
    id: AttemptId;
    provider: string;
    providerRunId: string;
    at: Date;
  }): Promise<boolean>;
  /** One cheap read, for whoever asks often. Null when the attempt is gone. */
  readNews(id: AttemptId): Promise<AttemptNews | null>;
  /** Ends an open attempt and books its cost on that day; one that has ended keeps its first end. */
  end(input: {
    id: AttemptId;
    state: Exclude<AttemptState, "submitting" | "accepted">;
    at: Date;
    errorCode?: string;
    costMicroUsd?: number;
  }): Promise<void>;
}
