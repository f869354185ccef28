import type { ModelOptions } from "../catalog/model-options.js";
import type { ReplyTarget } from "../chat/reply-target.js";
import type { Remake } from "../chat/request-draft.js";
import type { Credits } from "../credits.js";
import type { FailureCode } from "../generation/lifecycle.js";
import type { AssetId, DeliveryId, GenerationId } from "../ids.js";
import type { DeliveredMessage, Rung } from "./delivery-store.js";
import type { Retention } from "./image-provider.js";
import type { PictureNote } from "./picture-normaliser.js";

/** Everything a chat is told about a generation. The bots turn it into words. */
export interface GenerationReport {
  readonly generationId: GenerationId;
  readonly phase: GenerationPhase;
  readonly retention: Retention;
  /** It was not to be kept, and nothing but its place in the books is left. */
  readonly isPurged: boolean;
  /** Its owner alone has seen it, and there is a chat to show it to. */
  readonly mayBeShared: boolean;
  /** Null when it was erased; empty for a model that takes no words. */
  readonly prompt: string | null;
  /** What the model made of the prompt, when it said so. */
  readonly promptUsed: string | null;
  readonly modelId: string;
  readonly options: ModelOptions | null;
  readonly inputCount: number;
  /** What had to be done to the pictures given. */
  readonly inputNotes: readonly PictureNote[];
  readonly seed: number;
  readonly requestedCount: number;
  readonly quotedCredits: Credits;
  /** What the payer has left to spend now. */
  readonly availableCredits: Credits;
  /** What is set aside for other work of the payer. */
  readonly heldCredits: Credits;
  /** Those that made the pictures; while none has, those that were asked. */
  readonly providers: readonly string[];
  /** Those that were asked before and could not, so that others made the pictures. */
  readonly failedProviders: readonly string[];
  /** What can be made here from its pictures. */
  readonly remakes: readonly OfferedRemake[];
}

export interface OfferedRemake {
  readonly remake: Remake;
  /** What the press costs now; null where it asks for words first. */
  readonly credits: Credits | null;
}

export type GenerationPhase =
  | { readonly kind: "waiting"; readonly place: number; readonly etaSeconds: number }
  | { readonly kind: "running"; readonly elapsedSeconds: number; readonly etaSeconds: number }
  | {
      readonly kind: "succeeded";
      readonly capturedCredits: Credits;
      readonly pictures: readonly ReportedPicture[];
      /** One entry per picture that did not come. */
      readonly missing: readonly MissingPicture[];
      /** From asking to end. */
      readonly tookSeconds: number;
      /** By its owner: none of its pictures is left. */
      readonly isDeleted: boolean;
    }
  | { readonly kind: "failed"; readonly errorCode: FailureCode }
  | { readonly kind: "cancelled" };

export interface MissingPicture {
  readonly index: number;
  readonly errorCode: FailureCode;
}

export interface ReportedPicture {
  readonly index: number;
  readonly assetId: AssetId;
  readonly objectKey: string;
  readonly isFavourite: boolean;
  /** A picture's, or a clip's: `video/mp4`, `image/gif`. */
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

export interface SendInput {
  readonly deliveryId: DeliveryId;
  readonly target: ReplyTarget;
  readonly messageId: string | null;
  readonly rung: Exclude<Rung, "gallery">;
  readonly report: GenerationReport;
}

/** `dead`: this rung will never hold again, try the next one. `busy`: the platform asks us to wait. */
export type SendReceipt =
  | { readonly kind: "sent"; readonly messages: readonly [DeliveredMessage, ...DeliveredMessage[]] }
  | { readonly kind: "dead"; readonly reason: string }
  | { readonly kind: "busy"; readonly retryAfterMs: number };

export interface WithdrawInput {
  readonly target: ReplyTarget;
  readonly messages: readonly DeliveredMessage[];
  readonly report: GenerationReport;
}

/** Shows the state of a generation in a chat. */
export interface ReplySender {
  /**
   * `edit` replaces the message shown so far (or makes the first one); repeating it is harmless.
   * `channel` writes a new message to the chat, `dm` one to the asker alone.
   *
   * @throws AppError `chat_unavailable` (retryable): network, 5xx.
   */
  send(input: SendInput): Promise<SendReceipt>;
  /**
   * Takes away what messages show of pictures that are no longer there: whole messages, or single pictures where a message
   * has others that are left. What the platform does not allow is left alone. Safe to repeat.
   *
   * @param input.report As it stands after the deletion.
   * @throws AppError `chat_unavailable` (retryable): network, 5xx, or the platform asks us to wait.
   */
  withdraw(input: WithdrawInput): Promise<void>;
}
