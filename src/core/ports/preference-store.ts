import type { Preferences, PreferencesChange } from "../accounts/preferences.js";
import type { Language, Platform, Visibility } from "../chat/reply-target.js";
import type { AccountId } from "../ids.js";

/** What people have set for themselves. */
export interface PreferenceStore {
  /** With the usual where nothing is set. */
  read(accountId: AccountId): Promise<Preferences>;
  /** The same for one of them, in one statement, and for somebody unknown as well. */
  readVisibility(identity: { platform: Platform; userId: string }): Promise<Visibility>;
  /** Null where nothing is set. */
  readLanguage(identity: { platform: Platform; userId: string }): Promise<Language | null>;
  /** Sets what is given and leaves the rest. */
  change(accountId: AccountId, change: PreferencesChange, at: Date): Promise<void>;
}
