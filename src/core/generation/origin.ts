import type { RequestDraft } from "../chat/request-draft.js";
import type { AccountId, GenerationId } from "../ids.js";
import type { Stores } from "../ports/database.js";
import type { NewGeneration } from "../ports/generation-store.js";

/** Two presses of one button by one person within this time are one request. */
const DOUBLE_CLICK_MS = 2_000;

type Origin = Pick<NewGeneration, "parentId" | "parentOutput" | "source">;
type Asked = Partial<Pick<RequestDraft, "parentId" | "parentOutput" | "source" | "inputs">>;

/** Where a request comes from, for its lineage. */
export function originOf({ parentId, parentOutput, source, inputs = [] }: Asked): Origin {
  if (parentId) {
    return { parentId, parentOutput: parentOutput ?? null, source: source ?? "again" };
  }
  const given = inputs.find(({ kind }) => kind === "output");
  return given?.kind === "output"
    ? { parentId: given.generationId, parentOutput: given.index, source: "command" }
    : { parentId: null, parentOutput: null, source: "command" };
}

/** The other press of the same button, if this request came from one. */
export async function findDoubleClick(
  stores: Stores,
  request: Asked & { readonly accountId: AccountId },
  now: Date,
): Promise<GenerationId | null> {
  const { parentId, parentOutput, source } = originOf(request);
  if (!parentId || source === "command") return null;
  const { accountId } = request;
  const since = new Date(now.getTime() - DOUBLE_CLICK_MS);
  return stores.generations.findRecentChild({
    parentId,
    parentOutput,
    source,
    accountId,
    since,
  });
}
