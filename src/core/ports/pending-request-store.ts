import type { ReplyTarget } from "../chat/reply-target.js";
import type { RequestDraft } from "../chat/request-draft.js";
import type { AccountId } from "../ids.js";

/** What we asked a person for and what they had already said, so that they go on where they were. */
export interface PendingRequest {
  readonly accountId: AccountId;
  /** `platform:chatId`, with `:threadId` in topics. */
  readonly chat: string;
  readonly waitsFor: "prompt";
  readonly draft: RequestDraft;
}

/** A whole request that only lacks the credits. */
export interface WaitingRequest {
  readonly id: string;
  readonly accountId: AccountId;
  readonly target: ReplyTarget;
  readonly draft: RequestDraft;
}

/** A whole request whose asker has to say yes to its price. */
export interface ConfirmingRequest extends WaitingRequest {
  /** Of the request that was asked about: however often it is said yes to, it is one. */
  readonly requestKey: string;
  readonly expiresAt: Date;
}

export interface PendingRequestStore {
  /** Replaces what this person was asked, or waited for, in this chat before. */
  put(request: PendingRequest & { id: string; expiresAt: Date }): Promise<void>;
  /** Takes it out; null when there is none or its time is over. */
  take(input: { accountId: AccountId; chat: string; now: Date }): Promise<PendingRequest | null>;
  /** Replaces what this person was asked, or waited for, in the target's chat. The target is stored encrypted. */
  putWaiting(request: WaitingRequest & { createdAt: Date; expiresAt: Date }): Promise<void>;
  /** Those of this person whose time is not over, oldest first. */
  listWaiting(input: { accountId: AccountId; now: Date }): Promise<readonly WaitingRequest[]>;
  /** Drops what this person waits for in the target's chat. */
  forgetWaiting(input: { accountId: AccountId; target: ReplyTarget }): Promise<void>;
  /** Stands beside others of the same chat: each has buttons of its own. The target is stored encrypted. */
  putConfirming(request: ConfirmingRequest & { createdAt: Date }): Promise<void>;
  /** Also when its time is over; null when there is none. */
  readConfirming(id: string): Promise<ConfirmingRequest | null>;
  /** Harmless when it is gone. */
  remove(id: string): Promise<void>;
  /** Removes what nobody can go on with any more. */
  purge(now: Date): Promise<void>;
}
