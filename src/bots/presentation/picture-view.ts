import { findModel } from "../../core/catalog/models.js";
import { shortId } from "../../core/ids.js";
import type { GenerationReport, ReportedPicture } from "../../core/ports/reply-sender.js";
import { type ChatView, type RichText, textView, type ViewPicture } from "./chat-view.js";
import { cutText } from "./cut-text.js";
import { pictureButtons } from "./result-buttons.js";
import type { Wording } from "./wording/wording.js";

/** Longest part of a prompt that is repeated in a chat; the whole is in the request above it, and in the details. */
const SHOWN_PROMPT_LENGTH = 300;
/** Both platforms take more; nobody listens longer. */
const ALT_TEXT_LENGTH = 500;

/** One picture of a result by itself, with all its buttons. */
export function pictureView(
  { report, picture }: { report: GenerationReport; picture: ReportedPicture },
  wording: Wording,
): ChatView {
  const { generationId, modelId, requestedCount: of } = report;
  const model = findModel(modelId)?.name ?? modelId;
  const number = picture.index + 1;
  return {
    tone: "neutral",
    text: [
      ...promptLine(report),
      ...wording.picture.title({ number, of, model, id: shortId(generationId) }),
    ],
    pictures: [toViewPicture(report, picture, wording)],
    buttons: pictureButtons(report, picture, wording),
  };
}

/** The stored bytes themselves. */
export function originalView(
  { report, picture }: { report: GenerationReport; picture: ReportedPicture },
  wording: Wording,
): ChatView {
  const id = shortId(report.generationId);
  const { width, height, sizeBytes } = picture;
  return {
    ...textView("neutral", wording.picture.original({ width, height, sizeBytes, id })),
    pictures: [{ ...toViewPicture(report, picture, wording), isFile: true }],
  };
}

export function promptLine({ prompt }: Pick<GenerationReport, "prompt">): RichText {
  if (!prompt) return [];
  return [{ quote: cutText(prompt, SHOWN_PROMPT_LENGTH) }, "\n"];
}

export function toViewPicture(
  report: GenerationReport,
  picture: ReportedPicture,
  wording: Wording,
): ViewPicture {
  const { objectKey, contentType, width, height } = picture;
  const isClip = findModel(report.modelId)?.output === "clip";
  const isOnlyHere = report.retention === "none";
  const altText = toAltText(report, wording);
  const shows = { generationId: report.generationId, outputIndex: picture.index };
  return { objectKey, contentType, altText, shows, width, height, isClip, isOnlyHere };
}

function toAltText({ modelId, prompt, inputCount }: GenerationReport, wording: Wording): string {
  const task = findModel(modelId)?.task ?? "picture";
  const altText = wording.result.altText({
    task,
    prompt: prompt ?? "",
    hasInputs: inputCount > 0,
  });
  return cutText(altText, ALT_TEXT_LENGTH);
}
