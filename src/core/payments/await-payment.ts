import type { ReplyTarget } from "../chat/reply-target.js";
import type { RequestDraft } from "../chat/request-draft.js";
import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { IdSource } from "../ports/id-source.js";

/** Long enough to find the card; later than that nobody expects a picture any more. */
const WAIT_MS = 30 * 60_000;

export type AwaitPayment = (input: {
  accountId: AccountId;
  target: ReplyTarget;
  /** What was refused. */
  draft: RequestDraft;
}) => Promise<void>;

/** Remembers a request that was refused for want of credits: it goes on when they come. The newest of a chat stays. */
export function createAwaitPayment(deps: {
  database: Database;
  clock: Clock;
  ids: IdSource;
}): AwaitPayment {
  return async function awaitPayment({ accountId, target, draft }) {
    const createdAt = deps.clock.now();
    const expiresAt = new Date(createdAt.getTime() + WAIT_MS);
    await deps.database.transaction((stores) =>
      stores.pending.putWaiting({
        id: deps.ids.uuid(),
        accountId,
        target,
        draft,
        createdAt,
        expiresAt,
      }),
    );
  };
}
