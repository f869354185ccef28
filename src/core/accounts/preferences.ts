import { z } from "zod";
import { LANGUAGES } from "../chat/reply-target.js";

export const MAX_CONFIRM_ABOVE = 1_000;

/** What a person has set for themselves; what they have not is as it says here. Stored by these names. */
export const PreferencesSchema = z.object({
  /** Who sees what they ask for, where the request itself does not say. */
  visibility: z.enum(["everyone", "only_me"]).catch("everyone"),
  /** Null: as the platform says. */
  language: z.enum(LANGUAGES).nullable().catch(null),
  /** Whether the words of a request are written into the files it makes. */
  promptInPictures: z.boolean().catch(false),
  /** What costs more than this is asked about first. */
  confirmAboveCredits: z.int().min(0).max(MAX_CONFIRM_ABOVE).catch(40),
});
export type Preferences = Readonly<z.output<typeof PreferencesSchema>>;
export type PreferencesChange = Readonly<Partial<Preferences>>;
