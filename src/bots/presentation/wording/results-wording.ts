import type { ModelTask } from "../../../core/catalog/model.js";
import type { Credits } from "../../../core/credits.js";
import type { PictureNote } from "../../../core/ports/picture-normaliser.js";
import type { RichText } from "../chat-view.js";

/** What is being made. */
export type Making = "picture" | "pictures" | "clip";

/** What did not come, and why; places are counted from 1. */
export interface MissingPlaces {
  readonly places: readonly number[];
  readonly reason: string;
}

/** What we say about a request from its price to its result. */
export interface ResultsWording {
  readonly confirm: {
    /** Before much is spent, with a button for each answer. */
    ask(input: { model: string; price: Credits; available: Credits }): RichText;
    yes(price: Credits): string;
    declined: string;
  };
  readonly progress: {
    waiting(input: { making: Making; place: number; etaSeconds: number; price: Credits }): RichText;
    running(input: {
      making: Making;
      elapsedSeconds: number;
      etaSeconds: number;
      price: Credits;
    }): RichText;
  };
  readonly result: {
    /** The line under the pictures: model, seed, price, what is left. */
    done(input: {
      model: string;
      /** Shape and size, where they were a choice. */
      settings: readonly string[];
      clipSeconds: number | null;
      /** Null: the model has none. */
      seed: number | null;
      price: Credits;
      available: Credits;
      /** Set aside for other work. */
      held: Credits;
      tookSeconds: number;
      servedBy: readonly string[];
      /** Asked before, and could not. */
      failedProviders: readonly string[];
      id: string;
    }): RichText;
    missing(input: { asked: number; came: number; missing: readonly MissingPlaces[] }): RichText;
    inputNote(note: PictureNote): string;
    /** Before the words the model has made of the prompt. */
    promptUsed: RichText;
    failed(input: { making: Making; reason: string; price: Credits; id: string }): RichText;
    cancelled(input: { price: Credits }): RichText;
    deleted: RichText;
    /** What somebody hears who cannot see it. `prompt` may be empty. */
    altText(input: { task: ModelTask; prompt: string; hasInputs: boolean }): string;
  };
}
