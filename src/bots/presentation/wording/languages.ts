import type { Language } from "../../../core/chat/reply-target.js";
import { de } from "./de.js";
import { en } from "./en.js";
import type { Wording } from "./wording.js";

/** The wording of each language. */
export const wordings: Readonly<Record<Language, Wording>> = { en, de };
