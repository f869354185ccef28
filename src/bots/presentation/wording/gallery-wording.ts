import type { RichText } from "../chat-view.js";

/** What is looked for, in words people know. */
export interface ShownFilter {
  readonly model: string | null;
  readonly kind: "picture" | "clip" | null;
  readonly isFavourite: boolean;
  readonly words: string;
}

/** What we say about the pictures a person has kept. */
export interface GalleryWording {
  readonly title: string;
  /** Nothing was ever made. */
  readonly empty: RichText;
  /** Nothing fits the filter. */
  readonly nothingFits: RichText;
  /** Empty for a filter that lets everything through. */
  filter(filter: ShownFilter): string;
  /** One picture of the sheet; `prompt` may be empty. */
  line(input: { number: number; prompt: string; isFavourite: boolean }): string;
  readonly footer: string;
  /** Each may be empty. */
  altText(prompts: readonly string[]): string;
  readonly newer: string;
  readonly older: string;
  readonly onlyFavourites: string;
  readonly notOnlyFavourites: string;
  readonly onlyPictures: string;
  readonly onlyClips: string;
  readonly allKinds: string;
  /** Whatever was looked for. */
  readonly showAll: string;
  readonly onTheWeb: string;
  readonly deleteAll: string;
  readonly clear: {
    /** Before everything is deleted. */
    readonly ask: RichText;
    readonly yes: string;
    readonly no: string;
    done(count: number): RichText;
  };
  readonly web: {
    link(minutes: number): RichText;
    readonly open: string;
    /** This instance has no address on the web. */
    readonly off: RichText;
  };
}
