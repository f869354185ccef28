import { DEFAULT_EDIT_MODEL_IDS, DEFAULT_TASK_MODEL_IDS, findModel } from "../catalog/models.js";
import { REMAKES, type Remake } from "../chat/request-draft.js";
import type { ImageProvider } from "../ports/image-provider.js";

interface Source {
  readonly modelId: string;
  /** Null when it was erased. */
  readonly prompt: string | null;
}

/** What can be made here from the pictures of a generation: nothing from clips, and nothing that nobody serves. */
export function offeredRemakes(
  source: Source,
  providers: readonly Pick<ImageProvider, "serves">[],
): readonly Remake[] {
  if (findModel(source.modelId)?.output === "clip") return [];
  const isServed = (modelId: string) => providers.some(({ serves }) => serves(modelId));
  const { upscale, clip } = DEFAULT_TASK_MODEL_IDS;
  const models: Readonly<Record<Remake, string>> = {
    vary: varyingModelId(source.modelId),
    edit: DEFAULT_EDIT_MODEL_IDS.one,
    upscale,
    animate: clip,
  };
  return REMAKES.filter(
    (remake) => isServed(models[remake]) && (remake !== "vary" || Boolean(source.prompt)),
  );
}

/** Its own model where that takes a picture, else what edits pictures. */
export function varyingModelId(modelId: string): string {
  const model = findModel(modelId);
  const takesOne = model && model.inputs.min <= 1 && model.inputs.max >= 1;
  return takesOne ? modelId : DEFAULT_EDIT_MODEL_IDS.one;
}
