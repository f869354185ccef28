import { type ImageModel, MATCH_INPUT } from "../../core/catalog/model.js";
import { findModel } from "../../core/catalog/models.js";
import { parseCredits } from "../../core/credits.js";
import type { FailureCode } from "../../core/generation/lifecycle.js";
import { shortId } from "../../core/ids.js";
import type { GenerationPhase, GenerationReport } from "../../core/ports/reply-sender.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import { cutText } from "./cut-text.js";
import { promptLine, toViewPicture } from "./picture-view.js";
import { againButton, batchButtons, pictureButtons, shareButton } from "./result-buttons.js";
import type { Making, MissingPlaces } from "./wording/results-wording.js";
import type { Wording } from "./wording/wording.js";

/** Longest part of what the model made of a prompt; the whole is in the details. */
const SHOWN_PROMPT_USED_LENGTH = 300;

/** What a chat shows of a generation at this moment. */
export function reportView(report: GenerationReport, wording: Wording): ChatView {
  const { phase, quotedCredits: price } = report;
  const making = toMaking(report);
  if (report.isPurged) return purgedView(report, wording);
  switch (phase.kind) {
    case "waiting":
      return progressView(report, wording, wording.progress.waiting({ ...phase, making, price }));
    case "running":
      return progressView(report, wording, wording.progress.running({ ...phase, making, price }));
    case "succeeded":
      return resultView(report, phase, wording);
    case "failed":
      return failedView(report, phase.errorCode, wording);
    case "cancelled":
      return {
        ...textView("neutral", [...promptLine(report), ...wording.result.cancelled({ price })]),
        buttons: onceMore(report, wording),
      };
  }
}

/** What was not to be kept, when it has gone. */
function purgedView(
  { modelId, phase, generationId }: GenerationReport,
  wording: Wording,
): ChatView {
  const price = phase.kind === "succeeded" ? phase.capturedCredits : parseCredits(0);
  const isUndelivered = phase.kind === "succeeded" && price === 0;
  const model = findModel(modelId)?.name ?? modelId;
  const id = shortId(generationId);
  const gone = { model, price: isUndelivered ? null : price, id };
  return textView("neutral", wording.privacy.gone(gone));
}

function toMaking({ modelId, requestedCount }: GenerationReport): Making {
  if (findModel(modelId)?.output === "clip") return "clip";
  return requestedCount === 1 ? "picture" : "pictures";
}

function progressView(report: GenerationReport, wording: Wording, text: RichText): ChatView {
  return {
    ...textView("progress", [
      ...promptLine(report),
      ...text,
      ...ifNotKept(report, ["\n", ...wording.privacy.willNotBeKept]),
    ]),
    buttons: [
      [
        {
          kind: "press",
          action: "cancel",
          label: wording.buttons.cancel,
          subject: report.generationId,
          style: "danger",
        },
      ],
    ],
  };
}

type Succeeded = Extract<GenerationPhase, { kind: "succeeded" }>;

function resultView(report: GenerationReport, phase: Succeeded, wording: Wording): ChatView {
  if (phase.isDeleted) return textView("neutral", wording.result.deleted);
  return {
    tone: "success",
    text: [
      ...promptLine(report),
      ...missingLines(report, phase, wording),
      ...report.inputNotes.map((note) => `${wording.result.inputNote(note)}\n`),
      ...doneLine(report, phase, wording),
      ...promptUsedLines(report, wording),
      ...ifNotKept(report, ["\n", ...wording.privacy.notKept]),
    ],
    pictures: phase.pictures.map((picture) => toViewPicture(report, picture, wording)),
    buttons: resultButtons(report, phase, wording),
  };
}

/** None where nothing is kept that a button could be about. */
function resultButtons(
  report: GenerationReport,
  { pictures }: Succeeded,
  wording: Wording,
): ChatView["buttons"] {
  if (report.retention === "none") return [];
  const [sole] = pictures.length === 1 ? pictures : [];
  const rows = sole
    ? pictureButtons(report, sole, wording)
    : batchButtons(report, pictures, wording);
  return report.mayBeShared ? [...rows, [shareButton(report, wording)]] : rows;
}

function ifNotKept({ retention }: GenerationReport, text: RichText): RichText {
  return retention === "none" ? text : [];
}

function doneLine(report: GenerationReport, phase: Succeeded, wording: Wording): RichText {
  const { providers, failedProviders, options } = report;
  const model = findModel(report.modelId);
  return wording.result.done({
    model: model?.name ?? report.modelId,
    settings: toSettings(report, model),
    clipSeconds: options?.seconds ?? null,
    seed: model?.hasSeed === false ? null : report.seed,
    price: phase.capturedCredits,
    available: report.availableCredits,
    held: report.heldCredits,
    tookSeconds: phase.tookSeconds,
    servedBy: providers.length > 0 ? providers : ["?"],
    failedProviders,
    id: shortId(report.generationId),
  });
}

/** What there was to choose from; what is always so goes without saying. */
function toSettings(
  { options }: GenerationReport,
  model: ImageModel | undefined,
): readonly string[] {
  if (!options) return [];
  const { aspectRatio, resolution } = options;
  const hasSizes = (model?.resolutions.length ?? 0) > 1;
  const isOwnShape = aspectRatio === null || aspectRatio === MATCH_INPUT;
  return [...(isOwnShape ? [] : [aspectRatio]), ...(hasSizes ? [resolution] : [])];
}

function missingLines(report: GenerationReport, phase: Succeeded, wording: Wording): RichText {
  if (phase.missing.length === 0) return [];
  const codes = [...new Set(phase.missing.map(({ errorCode }) => errorCode))];
  const missing: MissingPlaces[] = codes.map((code) => ({
    places: phase.missing
      .filter(({ errorCode }) => errorCode === code)
      .map(({ index }) => index + 1),
    reason: wording.failure(code),
  }));
  const { requestedCount: asked } = report;
  return wording.result.missing({ asked, came: phase.pictures.length, missing });
}

/** Only where the model wrote the words out, and says what they became. */
function promptUsedLines({ prompt, promptUsed }: GenerationReport, wording: Wording): RichText {
  if (!promptUsed || promptUsed === prompt) return [];
  const quote = cutText(promptUsed, SHOWN_PROMPT_USED_LENGTH);
  return ["\n", ...wording.result.promptUsed, { quote }];
}

function failedView(report: GenerationReport, code: FailureCode, wording: Wording): ChatView {
  const reason = wording.failure(code);
  const { quotedCredits: price } = report;
  const id = shortId(report.generationId);
  const text = wording.result.failed({ making: toMaking(report), reason, price, id });
  return {
    ...textView("refusal", [...promptLine(report), ...text]),
    // A picture that is gone is gone for Again, too.
    buttons: code === "input_gone" ? [] : onceMore(report, wording),
  };
}

/** Nothing is left to go by of what is not kept. */
function onceMore(report: GenerationReport, { buttons }: Wording): ChatView["buttons"] {
  const { generationId, retention } = report;
  if (retention === "none") return [];
  return [[againButton({ generationId, outputIndex: null }, buttons)]];
}
