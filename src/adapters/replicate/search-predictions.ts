import { z } from "zod";
import type { AttemptTrace } from "../../core/ports/image-provider.js";
import { toReplicateModel } from "./models.js";
import { type Prediction, PredictionSchema } from "./prediction.js";

/** Replicate's clock and ours may differ by this much. */
const CLOCK_SKEW_MS = 30_000;
/** Of a hundred predictions each. */
const MAX_PAGES = 20;

const PageSchema = z.object({
  next: z.string().nullish(),
  results: z.array(z.unknown()),
});

/** `isComplete`: every prediction made since the attempt began has been looked at. */
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
  const candidates: string[] = [];
  let isComplete = false;
  let query = "";
  for (let pages = 0; pages < MAX_PAGES && !isComplete; pages += 1) {
    const page = PageSchema.parse(await readPage(query));
    for (const item of page.results) {
      const prediction = PredictionSchema.safeParse(item).data;
      if (!prediction) continue;
      if ((prediction.created_at?.getTime() ?? sinceMs) < sinceMs) isComplete = true;
      else if (isOurs(prediction, trace)) candidates.push(prediction.id);
    }
    if (!page.next) isComplete = true;
    else query = new URL(page.next).search;
  }
  // Of several that look alike the oldest is the likeliest.
  for (const providerRunId of candidates.reverse()) {
    if (!(await trace.isTaken(providerRunId))) return { kind: "found", providerRunId };
  }
  return { kind: "none", isComplete };
}

function isOurs(prediction: Prediction, { attemptId, request }: AttemptTrace): boolean {
  if (prediction.webhook) return prediction.webhook.includes(attemptId);
  const { slug, toInput } = toReplicateModel(request);
  if (prediction.model && prediction.model !== slug) return false;
  return Object.entries(toInput(request)).every(
    ([name, value]) => prediction.input?.[name] === value,
  );
}
