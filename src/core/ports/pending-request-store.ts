import type { AccountId } from "../ids.js";

/** What we asked a person for and what they had already said, so that they go on where they were. */
export interface PendingRequest {
  readonly accountId: AccountId;
  /** `platform:chatId`, with `:threadId` in topics. */
  readonly chat: string;
  readonly waitsFor: "prompt";
  readonly draft: Readonly<Record<string, string | number | boolean>>;
}

export interface PendingRequestStore {
  /** Replaces what this person was asked in this chat before. */
  put(request: PendingRequest & { id: string; expiresAt: Date }): Promise<void>;
  /** Takes it out; null when there is none or its time is over. */
  take(input: { accountId: AccountId; chat: string; now: Date }): Promise<PendingRequest | null>;
}
