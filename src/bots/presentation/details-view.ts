import { findModel } from "../../core/catalog/models.js";
import { toRawOptions } from "../../core/catalog/raw-options.js";
import type { PictureDetails } from "../../core/generation/describe-picture.js";
import { shortId } from "../../core/ids.js";
import type { LineageStep } from "../../core/ports/lineage-store.js";
import type { GenerationReport } from "../../core/ports/reply-sender.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import type { LineageNode } from "./wording/details-wording.js";
import type { Wording } from "./wording/wording.js";

/** Everything about one picture: words, model, settings, price, and what it was made from. */
export function detailsView(details: PictureDetails, wording: Wording): ChatView {
  const { report, picture } = details;
  const { details: words } = wording;
  const model = findModel(report.modelId);
  return textView("neutral", [
    ...quoted(report.prompt, []),
    ...quoted(report.promptUsed === report.prompt ? null : report.promptUsed, words.promptUsed),
    ...words.facts({
      id: shortId(report.generationId),
      number: picture.index + 1,
      of: report.requestedCount,
      model: model?.name ?? report.modelId,
      settings: toSettings(report),
      seed: details.seed,
      ...toOutcome(report),
      providers: report.providers,
      width: picture.width,
      height: picture.height,
      sizeBytes: picture.sizeBytes,
      format: picture.contentType.split("/")[1] ?? "",
    }),
    ...words.lineage({
      ancestors: details.ancestors.map(toNode),
      descendants: details.descendants.map(toNode),
      givenCount: report.inputCount,
    }),
    ...(model ? ["\n", model.attribution] : []),
  ]);
}

function quoted(text: string | null, before: RichText): RichText {
  return text ? [...before, { quote: text }, "\n"] : [];
}

/** As they are typed, to be used again. */
function toSettings({ modelId, options }: GenerationReport): string {
  if (!options) return "";
  return Object.entries(toRawOptions({ modelId, options, prompt: "", count: 1 }))
    .filter(([name]) => name !== "count")
    .map(([name, value]) => `${name}:${value === true ? "yes" : value}`)
    .join(" ");
}

function toOutcome({ phase }: GenerationReport) {
  return phase.kind === "succeeded"
    ? {
        price: phase.capturedCredits,
        came: phase.pictures.length,
        tookSeconds: phase.tookSeconds,
      }
    : { price: 0, came: 0, tookSeconds: 0 };
}

function toNode({ generationId, outputIndex, source, isEmpty }: LineageStep): LineageNode {
  const number = outputIndex === null ? null : outputIndex + 1;
  return { id: shortId(generationId), number, source, isEmpty };
}
