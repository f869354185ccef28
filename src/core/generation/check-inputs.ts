import type { InputSource } from "../chat/input-source.js";
import type { AccountId } from "../ids.js";
import type { Database } from "../ports/database.js";
import { ok, type Result, refuse } from "../refusal.js";

type StoredSource = Exclude<InputSource, { kind: "chat_file" }>;

/** What is stored with us is its owner's alone. What a person can see in a chat they may give anew, as a file of the chat. */
export async function checkInputs(
  deps: { database: Database },
  { accountId, inputs }: { accountId: AccountId; inputs: readonly InputSource[] },
): Promise<Result<null>> {
  for (const source of inputs) {
    if (source.kind === "chat_file") continue;
    const generation = await deps.database.stores.generations.read(source.generationId);
    if (!generation) return refuse({ kind: "not_found" });
    if (generation.accountId !== accountId) return refuse({ kind: "not_yours" });
    if (generation.retention === "none") return refuse({ kind: "not_kept" });
    if (source.kind === "output" && !(await isKept(deps, source))) {
      return refuse({ kind: "not_found" });
    }
  }
  return ok(null);
}

async function isKept(
  { database }: { database: Database },
  { generationId, index }: StoredSource,
): Promise<boolean> {
  const outputs = await database.stores.generations.listOutputs(generationId);
  return outputs.some((output) => output.index === index && output.state === "kept");
}
