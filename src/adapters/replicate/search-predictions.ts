import { z } from "zod";
import type { AttemptTrace } from "../../core/ports/image-provider.js";
import { toReplicateModel } from "./models.js";
import { type Prediction, PredictionSchema } from "./prediction.js";

/** Replicate's clock and ours may differ by this much. */
const CLOCK_SKEW_MS = 30_000;
/** Of a hundred predictions each. */
const MAX_PAGES = 20;
/** Stands for a picture's address: links are signed anew each time, so they tell nothing. */
const ANY_ADDRESS = "any:address";

const PageSchema = z.object({
  next: z.string().nullish(),
  results: z.array(z.unknown()),
});

/** `isComplete`: every prediction made since the attempt began has been looked at, and is another's. */
export type SearchResult =
  | { readonly kind: "found"; readonly providerRunId: string }
  | { readonly kind: "none"; readonly isComplete: boolean };

/**
 * Looks for an attempt's prediction among the recent ones, newest first, back to when the attempt began. It is known by
 * the attempt's id in its webhook's address, or, without a webhook, by its input; another attempt's is passed over.
 *
 * @param readPage Takes the query of the next page, or an empty one.
 */
export async function searchPredictions(
  trace: AttemptTrace,
  readPage: (query: string) => Promise<unknown>,
): Promise<SearchResult> {
  const sinceMs = trace.startedAt.getTime() - CLOCK_SKEW_MS;
  const likenessOf = createLikeness(trace);
  const candidates: string[] = [];
  let isAtEnd = false;
  let isDoubtful = false;
  let query = "";
  for (let pages = 0; pages < MAX_PAGES && !isAtEnd; pages += 1) {
    const page = PageSchema.parse(await readPage(query));
    for (const item of page.results) {
      const prediction = PredictionSchema.safeParse(item).data;
      if (!prediction) continue;
      const likeness = likenessOf(prediction);
      if ((prediction.created_at?.getTime() ?? sinceMs) < sinceMs) isAtEnd = true;
      else if (likeness === "ours") candidates.push(prediction.id);
      else if (likeness === "perhaps") isDoubtful = true;
    }
    if (!page.next) isAtEnd = true;
    else query = new URL(page.next).search;
  }
  // Of several that look alike the oldest is the likeliest.
  for (const providerRunId of candidates.reverse()) {
    if (!(await trace.isTaken(providerRunId))) return { kind: "found", providerRunId };
  }
  return { kind: "none", isComplete: isAtEnd && !isDoubtful };
}

type Likeness = "ours" | "perhaps" | "other";

/**
 * Without a webhook, whatever is not a picture has to be the same. Where that says nothing about whose pictures were
 * worked on, a likeness stays a doubt: better a run lost than somebody else's picture delivered.
 */
function createLikeness({ attemptId, request }: AttemptTrace): (of: Prediction) => Likeness {
  const { slug, toInput } = toReplicateModel(request);
  const input = toInput(
    request,
    request.inputs.map(() => ANY_ADDRESS),
  );
  const telling = Object.entries(input).filter(
    ([, value]) => typeof value !== "object" && value !== ANY_ADDRESS,
  );
  const isTelling = request.inputs.length === 0 || "seed" in input;
  return (prediction) => {
    if (prediction.webhook) return prediction.webhook.includes(attemptId) ? "ours" : "other";
    if (prediction.model && prediction.model !== slug) return "other";
    const isSame = telling.every(([name, value]) => prediction.input?.[name] === value);
    if (!isSame) return "other";
    return isTelling ? "ours" : "perhaps";
  };
}
