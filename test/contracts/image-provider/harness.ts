import type { AttemptId } from "../../../src/core/ids.js";
import type { ImageProvider } from "../../../src/core/ports/image-provider.js";

/** What can become of a run. Each vendor has its own way of saying so; the port has one. */
export type RunFate =
  | "ok"
  /** The model breaks off. */
  | "fail"
  /** The safety check refuses all of it. */
  | "refuse"
  /** The safety check takes the last picture out of a batch. */
  | "partial"
  /** A page of HTML lies at the output's address. */
  | "html"
  /** Something else that is no picture lies there. */
  | "wrong_type"
  /** More bytes than anybody should fetch. */
  | "oversized"
  /** The vendor has removed it already. */
  | "expired"
  /** Never begins. */
  | "stuck";

/** What can become of the request for a run. */
export type SubmitFault =
  /** 503: nothing was made. */
  | "unavailable"
  /** 500, and nothing was made. */
  | "broken"
  /** 500, and the run was made all the same. */
  | "broken_after_accept"
  /** 429 with a wait of 30 s. */
  | "throttled"
  /** No answer for as long as anybody waits, and nothing was made. */
  | "hang"
  /** The connection is cut before anything was made. */
  | "cut"
  /** The run is made, and the connection cut before the answer. */
  | "cut_after_accept";

/** One provider and whatever stands behind it, at a time of its own. */
export interface ProviderHarness {
  readonly provider: ImageProvider;
  /** Runs submitted from now on take so long, and come to this. */
  set(setting: { fate?: RunFate; paceMs?: number }): void;
  /** What becomes of the next request for a run. Only called for faults of `profile.faults`. */
  failNextSubmit(fault: SubmitFault): void;
  now(): Date;
  passTime(ms: number): void;
  /** The same provider as seen by a process started later. */
  restart(): ImageProvider;
  /** What the vendor has seen of an attempt. Null: it keeps no such books. */
  books(): VendorBooks | null;
  dispose(): Promise<void>;
}

export interface VendorBooks {
  /** Requests for a run that reached the vendor, accepted or not. */
  readonly asked: number;
  /** Runs it has made. */
  readonly made: number;
  /** What it asks for them, in millionths of a US dollar. */
  readonly paidMicroUsd: number;
}

/** What may be expected of a provider. */
export interface ProviderProfile {
  /** As in the catalog. */
  readonly name: string;
  readonly fates: readonly RunFate[];
  readonly faults: readonly SubmitFault[];
  /** A run whose answer was lost, told of by webhook or not, is found again. */
  readonly findsLostRuns: boolean;
  /** Asked after an error of its service, it can tell whether the run was made. */
  readonly knowsAfterBreakdown: boolean;
  /** What `find` says of an attempt that never reached it. */
  readonly ofUnknownAttempt: "absent" | "unknown";
  /** What the vendor asks of us is not nothing. */
  readonly isPaid: boolean;
  /** Pictures of a batch are those of single runs with the seeds that follow. */
  readonly hasSteadySeeds: boolean;
  /** Where a webhook of an attempt would go; null: it has none. */
  readonly webhookUrlOf: ((id: AttemptId) => string) | null;
  create(): Promise<ProviderHarness>;
}
