import type { AnnouncedPrice } from "../../../core/catalog/catalog.js";
import type { ImageModel } from "../../../core/catalog/model.js";
import type { RichText } from "../chat-view.js";
import type { ModelFact } from "../model-facts.js";
import type { ModelGroup } from "../model-groups.js";

/** What to type to have something made by a model. */
export interface ModelExample {
  readonly command: string;
  /** The name of the option that takes the words. */
  readonly option?: string;
  /** Which words; null when the command takes none. */
  readonly words: "draw" | "edit" | "clip" | null;
  readonly namesModel: boolean;
}

/** What we say about the models. */
export interface ModelsWording {
  /** Of a page, also on its button. */
  title(group: ModelGroup): string;
  /** How to use what is on the page. */
  intro(group: ModelGroup): RichText;
  line(model: ImageModel): RichText;
  /** In a list of completions; at most 100 characters. */
  choice(model: ImageModel): string;
  /** Of the list to choose a model from, while it is closed. */
  choose: string;
  /** Beside a model's name in that list; at most 100 characters. */
  hint(model: ImageModel): string;
  /** Nothing of this kind can be had here. */
  none: RichText;
  unavailable(names: readonly string[]): RichText;
  announced(price: AnnouncedPrice): RichText;
  footer: RichText;
  fact(fact: ModelFact): RichText;
  /** Before what to type. */
  example(example: ModelExample & { readonly model: ImageModel }): RichText;
  exampleWords(words: "draw" | "edit" | "clip"): string;
}
