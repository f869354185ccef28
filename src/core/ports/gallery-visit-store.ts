import type { AccountId } from "../ids.js";

/** Who may see their gallery on the web, and until when. Secrets are kept as digests alone. */
export interface GalleryVisitStore {
  insertLink(link: { secretHash: string; accountId: AccountId; expiresAt: Date }): Promise<void>;
  /**
   * Turns a link into a visit under another secret: once, whoever comes first. Null when it was used, has run out, or
   * never was.
   */
  useLink(input: {
    secretHash: string;
    now: Date;
    visit: { readonly secretHash: string; readonly expiresAt: Date };
  }): Promise<AccountId | null>;
  /** Whose visit it is; null when it is over or never was. */
  findVisit(input: { secretHash: string; now: Date }): Promise<AccountId | null>;
  /** Removes what has run out. */
  purge(now: Date): Promise<void>;
}
