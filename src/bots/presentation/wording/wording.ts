import type { Credits } from "../../../core/credits.js";
import type { FailureCode, GenerationState } from "../../../core/generation/lifecycle.js";
import type { ReasonCode } from "../../../core/policy/verdict.js";
import type { OptionProblem } from "../../../core/refusal.js";
import type { RichText } from "../chat-view.js";
import type { DetailsWording } from "./details-wording.js";
import type { GalleryWording } from "./gallery-wording.js";
import type { ModelsWording } from "./models-wording.js";
import type { OriginWording } from "./origin-wording.js";
import type { PaymentsWording } from "./payments-wording.js";
import type { PicturesWording } from "./pictures-wording.js";
import type { PrivacyWording } from "./privacy-wording.js";
import type { ResultsWording } from "./results-wording.js";
import type { ShownWording } from "./shown-wording.js";

/**
 * Everything we say, once per language. A missing sentence breaks the build.
 * Sentences are short, kind and exact; a refusal says what happened, what it means for the credits, and what to do.
 */
export interface Wording extends ResultsWording, ShownWording, PrivacyWording {
  credits(amount: number): string;
  seconds(amount: number): string;
  /** In megabytes, or kilobytes where that says more. */
  fileSize(bytes: number): string;
  /** 1st, 2nd … */
  ordinal(place: number): string;

  failure(code: FailureCode): string;
  blocked(code: ReasonCode): string;

  readonly refusal: {
    insufficientCredits(input: {
      cost: Credits;
      available: Credits;
      support: string | null;
    }): RichText;
    walletInDebt(input: { debt: Credits }): RichText;
    walletFrozen: RichText;
    accountFrozen: RichText;
    contentBlocked(reason: string): RichText;
    tooManyRunning(limit: number): RichText;
    tooManyRequests(retryAfterSeconds: number): RichText;
    invalidOption(option: string, problem: OptionProblem): RichText;
    notYours: RichText;
    notFound: RichText;
    alreadyEnded: RichText;
    maintenance: RichText;
    dailyCeiling(scope: "instance" | "account"): RichText;
    cannotBePrivate(model: string): RichText;
    notServed(model: string): RichText;
    confirmationOver: RichText;
    alreadyBegun: RichText;
    unknownCommand(name: string): RichText;
    staleButton: RichText;
    ourFault: RichText;
  };

  /** What is missing from a request; the answer goes on with it. */
  readonly ask: { readonly forPrompt: RichText; readonly forInstruction: RichText };
  readonly cancel: { done(released: Credits): string };
  readonly delete: { done: string };
  readonly balance: {
    summary(input: { available: Credits; held: Credits; debt: Credits }): RichText;
  };
  readonly models: ModelsWording;
  readonly details: DetailsWording;
  readonly job: {
    title: string;
    none: RichText;
    line(input: {
      id: string;
      state: GenerationState;
      price: Credits;
      charged: Credits;
      /** Null when it is gone. */
      prompt: string | null;
      /** It was to be kept, so somebody has deleted it. */
      wasKept: boolean;
    }): RichText;
    footer: RichText;
  };
  readonly gallery: GalleryWording;
  readonly help: { intro: RichText; footer(support: string | null): RichText };
  readonly payments: PaymentsWording;
  readonly pictures: PicturesWording;
  readonly origin: OriginWording;
  readonly start: { welcome(input: { available: Credits }): RichText };
  /** On the button that shows one; null: there is but one. */
  showWaiting(id: string | null): string;
  waitingResults(ids: readonly string[]): RichText;
  /** What only Telegram has: chats without a command, groups where an answer is for one person, old messages. */
  readonly telegram: {
    hint: RichText;
    startMeFirst(botName: string): RichText;
    anonymous(botName: string): RichText;
    notRemovable: string;
  };
}
