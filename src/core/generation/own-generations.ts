import type { AccountId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { Generation } from "../ports/generation-store.js";
import type { GenerationReport } from "../ports/reply-sender.js";
import { ok, type Result, refuse } from "../refusal.js";
import { recordDelivery } from "./record-delivery.js";
import type { ReportGeneration } from "./report-generation.js";

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
      const { retention } = report;
      await recordDelivery(deps, { retention, delivery, rung: "gallery", messages: [], at });
    }
    return ok(report);
  };
}
