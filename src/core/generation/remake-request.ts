import { DEFAULT_EDIT_MODEL_IDS, findModel } from "../catalog/models.js";
import type { RequestDraft } from "../chat/request-draft.js";

/** What one press makes of a picture. */
export type PressedRemake = "vary" | "upscale" | "animate";

/** For a clip from a picture that came about without words. */
const MOTION_PROMPT = "The scene comes to life with gentle, natural movement.";

/** What a remake asks for, as if it had been typed. */
export function toRemakeRequest(
  remake: PressedRemake,
  { modelId, prompt }: { modelId: string; prompt: string },
): Pick<RequestDraft, "options" | "task"> {
  switch (remake) {
    case "vary":
      return { options: { model: varyingModelId(modelId), prompt } };
    case "upscale":
      return { options: {}, task: "upscale" };
    case "animate":
      return { options: { prompt: prompt === "" ? MOTION_PROMPT : prompt }, task: "clip" };
  }
}

/** Its own model where that takes a picture, else what edits pictures. */
function varyingModelId(modelId: string): string {
  const model = findModel(modelId);
  const takesOne = model && model.inputs.min <= 1 && model.inputs.max >= 1;
  return takesOne ? modelId : DEFAULT_EDIT_MODEL_IDS.one;
}
