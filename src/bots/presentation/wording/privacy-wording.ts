import type { Language, Platform, Visibility } from "../../../core/chat/reply-target.js";
import type { Credits } from "../../../core/credits.js";
import type { RichText } from "../chat-view.js";

/** What we say of who sees something, and of how long it is kept. */
export interface PrivacyWording {
  readonly settings: {
    readonly title: string;
    visibility(visibility: Visibility): RichText;
    switchVisibility(from: Visibility): string;
    promptInPictures(isWritten: boolean): RichText;
    switchPrompt(isWritten: boolean): string;
    language(language: Language | null, platform: Platform): RichText;
    readonly languages: Readonly<Record<Language, string>>;
    /** As the platform's own language is set. */
    asPlatform(platform: Platform): string;
    confirmAbove(credits: number): RichText;
    readonly footer: RichText;
  };
  readonly privacy: {
    readonly shareButton: string;
    readonly shared: RichText;
    readonly alreadyShared: RichText;
    readonly cannotShare: RichText;
    /** In a group, when the answer is for the asker alone and goes elsewhere. */
    answeredAlone(link: string | null): RichText;
    /** Beside the progress of a request that is not kept. */
    readonly willNotBeKept: RichText;
    /** Beside the result of one. */
    readonly notKept: RichText;
    /** All there is left of one. `price` is null when it never reached its asker. */
    gone(input: { model: string; price: Credits | null; id: string }): RichText;
    /** Somebody wants more of what is not kept. */
    readonly nothingKept: RichText;
  };
}
