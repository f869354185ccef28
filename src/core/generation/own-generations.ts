import { toRawOptions } from "../catalog/raw-options.js";
import { toInputsOf } from "../chat/input-source.js";
import type { ReplyTarget } from "../chat/reply-target.js";
import type { AccountId, GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { Generation } from "../ports/generation-store.js";
import type { GenerationReport } from "../ports/reply-sender.js";
import { ok, type Result, refuse } from "../refusal.js";
import type { ReportGeneration } from "./report-generation.js";
import type { RequestedGeneration, RequestGeneration } from "./request-generation.js";

export interface OwnGeneration {
  readonly generation: Generation;
  /** Null when it was erased. */
  readonly prompt: string | null;
}

export type ListGenerations = (
  accountId: AccountId,
  options: { limit: number },
) => Promise<readonly OwnGeneration[]>;

/** A person's latest requests, newest first. */
export function createListGenerations(deps: { database: Database }): ListGenerations {
  return async function listGenerations(accountId, options) {
    const { generations } = deps.database.stores;
    const own = await generations.listByAccount(accountId, options);
    return Promise.all(
      own.map(async (generation) => {
        const content = await generations.readContent(generation.id);
        return { generation, prompt: content?.prompt ?? null };
      }),
    );
  };
}

export type ShowGeneration = (input: {
  accountId: AccountId;
  shortId: string;
}) => Promise<Result<GenerationReport>>;

/** One of a person's own requests, by the short id they see. Looking at a result that reached no chat delivers it. */
export function createShowGeneration(deps: {
  database: Database;
  clock: Clock;
  report: ReportGeneration;
}): ShowGeneration {
  return async function showGeneration({ accountId, shortId }) {
    const { generations, deliveries } = deps.database.stores;
    const generation = await generations.findByShortId(accountId, shortId.trim().toLowerCase());
    const report = generation && (await deps.report(generation.id));
    if (!report) return refuse({ kind: "not_found" });
    const delivery = await deliveries.findByGeneration(report.generationId);
    if (delivery?.state === "stranded") {
      const at = deps.clock.now();
      await deliveries.markSent({ id: delivery.id, rung: "gallery", messages: [], at });
    }
    return ok(report);
  };
}

export type RepeatGeneration = (input: {
  requestKey: string;
  accountId: AccountId;
  generationId: GenerationId;
  target: ReplyTarget;
}) => Promise<Result<RequestedGeneration>>;

/** Asks once more for what an own generation was, with another seed. Priced and checked as of now. */
export function createRepeatGeneration(deps: {
  database: Database;
  requestGeneration: RequestGeneration;
}): RepeatGeneration {
  return async function repeatGeneration({ requestKey, accountId, generationId, target }) {
    const { generations } = deps.database.stores;
    const parent = await generations.read(generationId);
    if (!parent) return refuse({ kind: "not_found" });
    if (parent.accountId !== accountId) return refuse({ kind: "not_yours" });
    const content = await generations.readContent(generationId);
    if (!content) return refuse({ kind: "not_found" });
    const { modelId, requestedCount: count } = parent;
    const options = toRawOptions({ ...content, modelId, count });
    const inputs = toInputsOf(generationId, content.inputSources.length);
    return deps.requestGeneration({
      requestKey,
      accountId,
      target,
      options,
      inputs,
      parentId: generationId,
    });
  };
}
