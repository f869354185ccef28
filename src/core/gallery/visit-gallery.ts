import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { SecretSource } from "../ports/secret-source.js";

const MINUTE_MS = 60_000;
const LINK_MINUTES = 10;
export const VISIT_MINUTES = 60;

interface VisitDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

export type InviteToGallery = (
  accountId: AccountId,
) => Promise<{ readonly url: string; readonly minutes: number } | null>;

/** A link to one's gallery on the web that opens once, and not for long. Null when there is no web to open it on. */
export function createInviteToGallery(
  deps: VisitDeps & { linkTo: ((secret: string) => string) | null },
): InviteToGallery {
  return async function inviteToGallery(accountId) {
    if (!deps.linkTo) return null;
    const secret = deps.secrets.make();
    const secretHash = deps.secrets.digest(secret);
    const expiresAt = new Date(deps.clock.now().getTime() + LINK_MINUTES * MINUTE_MS);
    await deps.database.stores.galleryVisits.insertLink({ secretHash, accountId, expiresAt });
    return { url: deps.linkTo(secret), minutes: LINK_MINUTES };
  };
}

/** The secret of the visit that a link turns into; null when the link was used or has run out. */
export type EnterGallery = (linkSecret: string) => Promise<string | null>;

export function createEnterGallery({ database, clock, secrets }: VisitDeps): EnterGallery {
  return async function enterGallery(linkSecret) {
    const now = clock.now();
    const secret = secrets.make();
    const accountId = await database.stores.galleryVisits.useLink({
      secretHash: secrets.digest(linkSecret),
      now,
      visit: {
        secretHash: secrets.digest(secret),
        expiresAt: new Date(now.getTime() + VISIT_MINUTES * MINUTE_MS),
      },
    });
    return accountId && secret;
  };
}

/** Whose gallery a visit may see; null when it is over. */
export type FindVisitor = (visitSecret: string) => Promise<AccountId | null>;

export function createFindVisitor({ database, clock, secrets }: VisitDeps): FindVisitor {
  return async function findVisitor(visitSecret) {
    const secretHash = secrets.digest(visitSecret);
    return database.stores.galleryVisits.findVisit({ secretHash, now: clock.now() });
  };
}
