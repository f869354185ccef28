import type { CatalogEdition } from "../catalog/catalog.js";
import { parseGenerationOptions } from "../catalog/generation-options.js";
import { quote } from "../catalog/quote.js";
import type { ReplyTarget } from "../chat/reply-target.js";
import type { Credits } from "../credits.js";
import type { RequestGeneration } from "../generation/request-generation.js";
import type { ShowProgress } from "../generation/show-progress.js";
import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { Log } from "../ports/log.js";
import type { WaitingRequest } from "../ports/pending-request-store.js";
import type { Refusal } from "../refusal.js";

export type ContinueWaiting = (accountId: AccountId) => Promise<void>;

interface ContinueWaitingDeps {
  readonly database: Database;
  readonly requestGeneration: RequestGeneration;
  readonly showProgress: ShowProgress;
  readonly clock: Clock;
  readonly faults: FaultPoints;
  readonly log: Log;
}

/**
 * Lets requests go on that had waited for a payment, oldest first. What still lacks credits waits on. The row leaves
 * in the transaction that records the request, and its id is the request key, so nothing is lost or asked for twice.
 */
export function createContinueWaiting(deps: ContinueWaitingDeps): ContinueWaiting {
  return async function continueWaiting(accountId) {
    const { pending } = deps.database.stores;
    for (const waiting of await pending.listWaiting({ accountId, now: deps.clock.now() })) {
      await continueOne(deps, waiting);
    }
  };
}

async function continueOne(deps: ContinueWaitingDeps, waiting: WaitingRequest): Promise<void> {
  const { id, accountId, draft } = waiting;
  const target = toOpenTarget(waiting.target);
  const requestKey = `resume:${id}`;
  const requested = await deps.requestGeneration({ ...draft, requestKey, accountId, target });
  if (!requested.ok) {
    if (!canPass(requested.refusal)) await deps.database.stores.pending.remove(id);
    return;
  }
  deps.faults.reach("request_continued");
  const { generationId, deliveryId, report } = requested.value;
  try {
    await deps.showProgress(deliveryId, report);
  } catch (error) {
    // The result comes by its own way; only the first message is missing.
    deps.log.error("progress_not_shown", error, { generationId });
  }
}

/**
 * What stood in public where the request was made has gone, for its refusal was told to the asker alone: the picture
 * comes as a message of its own.
 */
function toOpenTarget(target: ReplyTarget): ReplyTarget {
  return target.visibility === "everyone" ? { ...target, grant: null } : target;
}

/** Refusals that time or another payment may undo. */
function canPass({ kind }: Refusal): boolean {
  const passing: readonly Refusal["kind"][] = [
    "insufficient_credits",
    "wallet_in_debt",
    "wallet_frozen",
    "too_many_running",
    "too_many_requests",
    "maintenance",
  ];
  return passing.includes(kind);
}

/** Whether at least one of them can be paid now. */
export function canGoOn(
  waiting: readonly WaitingRequest[],
  { available, edition }: { available: Credits; edition: CatalogEdition },
): boolean {
  return waiting.some(({ draft }) => {
    const frame = { edition, inputCount: draft.inputs.length, task: draft.task };
    const options = parseGenerationOptions(draft.options, frame);
    return options.ok && quote(options.value.model, options.value).quotedCredits <= available;
  });
}
