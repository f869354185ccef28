import type { CatalogEdition } from "../catalog/catalog.js";
import { parseGenerationOptions } from "../catalog/generation-options.js";
import { DEFAULT_EDIT_MODEL_IDS, findModel } from "../catalog/models.js";
import { quote } from "../catalog/quote.js";
import { REMAKES } from "../chat/request-draft.js";
import type { ImageProvider } from "../ports/image-provider.js";
import type { OfferedRemake } from "../ports/reply-sender.js";
import { type PressedRemake, toRemakeRequest } from "./remake-request.js";

interface Source {
  readonly modelId: string;
  /** Null when it was erased. */
  readonly prompt: string | null;
}

interface Offer {
  readonly edition: CatalogEdition;
  readonly providers: readonly Pick<ImageProvider, "serves">[];
}

/** What can be made here from the pictures of a generation: nothing from clips, and nothing that nobody serves. */
export function offeredRemakes(source: Source, offer: Offer): readonly OfferedRemake[] {
  if (findModel(source.modelId)?.output === "clip") return [];
  return REMAKES.flatMap((remake) => {
    if (remake !== "edit") return offerPressed(remake, source, offer);
    return isServed(offer, DEFAULT_EDIT_MODEL_IDS.one) ? [{ remake, credits: null }] : [];
  });
}

/** At the price of exactly what the press asks for. */
function offerPressed(remake: PressedRemake, source: Source, offer: Offer): OfferedRemake[] {
  const { modelId, prompt } = source;
  if (remake === "vary" && !prompt) return [];
  const { options, task } = toRemakeRequest(remake, { modelId, prompt: prompt ?? "" });
  const frame = { edition: offer.edition, inputCount: 1, task };
  const asked = parseGenerationOptions(options, frame);
  if (!asked.ok || !isServed(offer, asked.value.model.id)) return [];
  return [{ remake, credits: quote(asked.value.model, asked.value).quotedCredits }];
}

function isServed({ providers }: Offer, modelId: string): boolean {
  return providers.some(({ serves }) => serves(modelId));
}
