import type { RichText } from "../chat-view.js";

/** What we say of where a picture comes from. Never who asked for it, nor by what words. */
export interface OriginWording {
  /** The entry in the menu of a message. At most 32 characters. */
  readonly menuEntry: string;
  ours(input: { model: string; isSameFile: boolean }): RichText;
  /** It carries our mark, and names a generation that we know. */
  marked(input: { model: string }): RichText;
  /** It says of itself that it was made with AI, and we know no more. */
  claimed(input: { tool: string | null }): RichText;
  readonly unknown: RichText;
  /** It could not be fetched. */
  readonly gone: RichText;
}
