import type { Platform } from "../chat/reply-target.js";

export type WebhookSource = "discord" | "telegram" | "replicate" | "fal" | "stripe";
export type ProviderCall = "submit" | "find" | "poll" | "cancel" | "forget";

/**
 * What one process counts while it works; what the tables know is not counted here but read from them. Labels are
 * names from our own lists, never ids, so that their number stays small. No method ever throws.
 */
export interface Metrics {
  /** A command or button that was run. `outcome`: the kind of answer, or `failed` when something broke. */
  countInteraction(interaction: {
    readonly platform: Platform;
    readonly kind: "command" | "button";
    readonly outcome: string;
  }): void;
  /** From an interaction's arrival to Discord having its acknowledgement, in seconds. Discord waits 3. */
  observeAcknowledgement(acknowledgement: {
    readonly seconds: number;
    readonly outcome: "accepted" | "repeated" | "failed";
  }): void;
  /** A call by a platform or a provider. `outcome`: e.g. `accepted`, `forged`, `malformed`. */
  countWebhook(webhook: { readonly source: WebhookSource; readonly outcome: string }): void;
  /** One call of ours to a provider. `outcome`: what it came to, or the code of its failure. */
  observeProviderCall(call: {
    readonly provider: string;
    readonly modelId: string;
    readonly call: ProviderCall;
    readonly outcome: string;
    readonly seconds: number;
  }): void;
}
