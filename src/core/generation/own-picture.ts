import type { AccountId, GenerationId } from "../ids.js";
import type { Database, Stores } from "../ports/database.js";
import type { Generation, GenerationOutput } from "../ports/generation-store.js";
import type { GenerationReport, ReportedPicture } from "../ports/reply-sender.js";
import { ok, type Result, refuse } from "../refusal.js";
import type { ReportGeneration } from "./report-generation.js";

/** One picture of a result, as somebody asks for it. Ids come from the client. */
export interface AskedPicture {
  readonly accountId: AccountId;
  readonly generationId: GenerationId;
  /** Its place among the pictures of the request, from 0. */
  readonly outputIndex: number;
}

export interface OwnPicture {
  readonly generation: Generation;
  readonly asset: NonNullable<GenerationOutput["asset"]>;
}

/** A picture for its owner, if it is still kept. */
export async function findOwnPicture(
  { generations }: Pick<Stores, "generations">,
  { accountId, generationId, outputIndex }: AskedPicture,
): Promise<Result<OwnPicture>> {
  const generation = await generations.read(generationId);
  if (!generation) return refuse({ kind: "not_found" });
  if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
  if (generation.retention === "none") return refuse({ kind: "not_kept" });
  const outputs = await generations.listOutputs(generationId);
  const output = outputs.find(({ index, state }) => index === outputIndex && state === "kept");
  return output?.asset ? ok({ generation, asset: output.asset }) : refuse({ kind: "not_found" });
}

export interface ShownPicture {
  readonly report: GenerationReport;
  readonly picture: ReportedPicture;
}
export type ShowPicture = (asked: AskedPicture) => Promise<Result<ShownPicture>>;

/** One picture of an own result by itself, with what is known of its request. */
export function createShowPicture(deps: {
  database: Database;
  report: ReportGeneration;
}): ShowPicture {
  return async function showPicture(asked) {
    const own = await findOwnPicture(deps.database.stores, asked);
    if (!own.ok) return own;
    const report = await deps.report(asked.generationId);
    const pictures = report?.phase.kind === "succeeded" ? report.phase.pictures : [];
    const picture = pictures.find(({ index }) => index === asked.outputIndex);
    return report && picture ? ok({ report, picture }) : refuse({ kind: "not_found" });
  };
}
