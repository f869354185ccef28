import type { InteractionGrant, ReplyTarget } from "../chat/reply-target.js";
import type { RequestDraft } from "../chat/request-draft.js";
import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { IdSource } from "../ports/id-source.js";
import { ok, type Result, refuse } from "../refusal.js";
import { transact } from "../transact.js";
import type { RequestedGeneration, RequestGeneration } from "./request-generation.js";

/** As long as an answer on Discord lives; later than that a yes may be a slip. */
const OPEN_FOR_MS = 15 * 60_000;

export type AskToConfirm = (input: {
  /** Of the request that was refused until it is confirmed. */
  requestKey: string;
  accountId: AccountId;
  target: ReplyTarget;
  /** With what the asker is told it costs. */
  draft: RequestDraft;
}) => Promise<{ confirmationId: string }>;

/** Remembers a request whose price has to be said yes to. Nothing is set aside for it. */
export function createAskToConfirm(deps: {
  database: Database;
  clock: Clock;
  ids: IdSource;
}): AskToConfirm {
  return async function askToConfirm(input) {
    const createdAt = deps.clock.now();
    const expiresAt = new Date(createdAt.getTime() + OPEN_FOR_MS);
    const confirmationId = deps.ids.uuid();
    await deps.database.stores.pending.putConfirming({
      id: confirmationId,
      ...input,
      createdAt,
      expiresAt,
    });
    return { confirmationId };
  };
}

export interface ConfirmInput {
  readonly accountId: AccountId;
  /** Comes from the client. */
  readonly confirmationId: string;
  /** The right to answer this press, where the platform gives one. */
  readonly grant: InteractionGrant | null;
}

export interface ConfirmedGeneration {
  /** What was asked about; null when that is over, or somebody else's. */
  readonly draft: RequestDraft | null;
  readonly result: Result<RequestedGeneration>;
}

export type ConfirmGeneration = (input: ConfirmInput) => Promise<ConfirmedGeneration>;

interface ConfirmDeps {
  readonly database: Database;
  readonly requestGeneration: RequestGeneration;
  readonly clock: Clock;
}

/**
 * Runs what its asker has said yes to. It has the key of the request that was asked about, so however often it is pressed
 * it runs once. The question stays until its time is over, for a second press to find what the first one began.
 */
export function createConfirmGeneration(deps: ConfirmDeps): ConfirmGeneration {
  return async function confirmGeneration({ accountId, confirmationId, grant }) {
    const question = await deps.database.stores.pending.readConfirming(confirmationId);
    if (!question) return { draft: null, result: refuse({ kind: "confirmation_over" }) };
    if (question.accountId !== accountId) {
      return { draft: null, result: refuse({ kind: "not_yours" }) };
    }
    const { draft, requestKey } = question;
    const target = { ...question.target, grant: grant ?? question.target.grant };
    const result = await deps.requestGeneration({
      ...draft,
      requestKey,
      accountId,
      target,
      confirmationId,
    });
    return { draft, result };
  };
}

export type DeclineGeneration = (input: Omit<ConfirmInput, "grant">) => Promise<Result<null>>;

/** Drops what was asked about. Once it has begun it is no longer for this to stop. Safe to repeat. */
export function createDeclineGeneration(deps: { database: Database }): DeclineGeneration {
  return ({ accountId, confirmationId }) =>
    transact(deps.database, async (stores) => {
      await stores.generations.serialise(accountId);
      const question = await stores.pending.readConfirming(confirmationId);
      if (!question) return ok(null);
      if (question.accountId !== accountId) return refuse({ kind: "not_yours" });
      const begun = await stores.generations.findByRequestKey(question.requestKey);
      if (begun) return refuse({ kind: "already_begun" });
      await stores.pending.remove(confirmationId);
      return ok(null);
    });
}
