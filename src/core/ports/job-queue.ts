import type { Lane } from "../catalog/model.js";
import type { DeliveryId, GenerationId } from "../ids.js";
import type { NoticeSubject, PaymentEventKey } from "./payment-store.js";

/** Work to be done soon. Only ids travel; the database decides whether it still is to be done. */
export type JobRequest =
  | { readonly kind: "intake"; readonly generationId: GenerationId }
  | {
      readonly kind: "generate";
      readonly generationId: GenerationId;
      readonly lane: Lane;
      readonly queueTag: number;
    }
  | { readonly kind: "deliver"; readonly deliveryId: DeliveryId }
  | { readonly kind: "withdraw"; readonly generationId: GenerationId }
  | ({ readonly kind: "payment-event" } & PaymentEventKey)
  | { readonly kind: "payment-notice"; readonly subject: NoticeSubject };

export interface JobQueue {
  /**
   * Hands a job to the workers. A job of the same kind and id that still waits or runs is not doubled.
   * Call it after the commit: what is lost in between is found by the sweep.
   */
  enqueue(job: JobRequest): Promise<void>;
}
