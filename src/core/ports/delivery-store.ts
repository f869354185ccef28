import type { Platform, ReplyTarget } from "../chat/reply-target.js";
import type { DeliveryId, GenerationId } from "../ids.js";

/** How a result reaches its requester, best first. */
export const RUNGS = ["edit", "channel", "dm", "gallery"] as const;
export type Rung = (typeof RUNGS)[number];

/** Stands in `shown` from just before the first message is sent until it is known to have been. */
export const FIRST_SEND = "first_send";

/** `progress`: work goes on. `ready`: the end is to be told. `stranded`: no rung held; kept for the next contact. */
export type DeliveryState = "progress" | "ready" | "sent" | "stranded";

export interface Delivery {
  readonly id: DeliveryId;
  readonly generationId: GenerationId;
  readonly target: ReplyTarget;
  /** The message shown so far, which the result replaces. */
  readonly messageId: string | null;
  readonly rung: Rung;
  readonly state: DeliveryState;
  /** Digest of what was last shown, so that nothing is sent twice. */
  readonly shown: string | null;
  readonly shownAt: Date | null;
  readonly tries: number;
}

/** One message of a delivery. `outputIndex` is null for a message that carries no single picture. */
export interface DeliveredMessage {
  readonly chatId: string;
  readonly messageId: string;
  readonly outputIndex: number | null;
}

/** A message of ours in a chat, by the ids of the platform. */
export interface ShownMessage {
  readonly platform: Platform;
  readonly botId: string;
  readonly chatId: string;
  readonly messageId: string;
}

export interface ShownResult {
  readonly generationId: GenerationId;
  /** Null: all of them, or none in particular. */
  readonly outputIndex: number | null;
}

/** Messages that carry results to chats. The interaction token is stored encrypted. */
export interface DeliveryStore {
  /** Under the lease of the requester, who is about to send the first message. */
  insert(input: {
    id: DeliveryId;
    generationId: GenerationId;
    target: ReplyTarget;
    at: Date;
    leaseUntil: Date;
  }): Promise<void>;
  /** One more delivery of a result that has reached its asker, ready to be sent; at most one per generation. */
  insertShare(input: {
    id: DeliveryId;
    generationId: GenerationId;
    target: ReplyTarget;
    at: Date;
  }): Promise<void>;
  read(id: DeliveryId): Promise<Delivery | null>;
  /** The one to its asker. */
  findByGeneration(generationId: GenerationId): Promise<Delivery | null>;
  /** One sender at a time: null while somebody else holds the lease, and when it is not in this state. */
  takeLease(input: {
    id: DeliveryId;
    state: DeliveryState;
    now: Date;
    until: Date;
  }): Promise<Delivery | null>;
  releaseLease(id: DeliveryId): Promise<void>;
  /** Notes that the first message is on its way, or, with null, that it was not sent after all. */
  noteFirstSend(input: { id: DeliveryId; shown: typeof FIRST_SEND | null }): Promise<void>;
  /** Gives the lease back, too, as does whatever else ends a try: `retryAt`, `markSent`, `markStranded`. */
  recordShown(input: {
    id: DeliveryId;
    messageId: string;
    digest: string;
    at: Date;
  }): Promise<void>;
  /** The work has ended: from now on only the result is sent. Returns null when there is no delivery. */
  markReady(generationId: GenerationId, at: Date): Promise<DeliveryId | null>;
  moveToRung(input: { id: DeliveryId; rung: Rung }): Promise<void>;
  retryAt(input: { id: DeliveryId; at: Date }): Promise<void>;
  markSent(input: {
    id: DeliveryId;
    rung: Rung;
    messages: readonly DeliveredMessage[];
    at: Date;
  }): Promise<void>;
  markStranded(input: { id: DeliveryId; at: Date }): Promise<void>;
  /**
   * Pictures of these generations were deleted: notes that their messages are to go. A result that waits for the next
   * contact waits no longer when none of its pictures is left.
   */
  withdraw(generationIds: readonly GenerationId[], at: Date): Promise<void>;
  /** The messages are gone, as far as they can be. What was noted after `until` still stands. */
  markWithdrawn(generationId: GenerationId, until: Date): Promise<void>;
  /** When that was noted; null when nothing is to go. */
  findWithdrawal(generationId: GenerationId): Promise<Date | null>;
  /** Generations whose messages were to go before then, oldest first. */
  listWithdrawals(input: { before: Date; limit: number }): Promise<readonly GenerationId[]>;
  listMessages(generationId: GenerationId): Promise<readonly DeliveredMessage[]>;
  /** One more message that shows a result, beside those of its delivery. Safe to repeat. */
  noteShown(shown: ShownMessage & ShownResult): Promise<void>;
  /** What a message of ours shows; null when it shows no result. */
  findShown(message: ShownMessage): Promise<ShownResult | null>;
  /** Deliveries whose work has ended and whose next try is due, oldest first. */
  listDue(input: { now: Date; limit: number }): Promise<readonly DeliveryId[]>;
  /** Deliveries of open generations, the longest unshown first. */
  listInProgress(input: {
    limit: number;
  }): Promise<readonly { id: DeliveryId; generationId: GenerationId }[]>;
  /** Results of this person that reached no chat, oldest first. */
  listStranded(input: {
    platform: string;
    userId: string;
    limit: number;
  }): Promise<readonly DeliveryId[]>;
}
