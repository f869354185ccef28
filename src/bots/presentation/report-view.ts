import { findModel } from "../../core/catalog/models.js";
import { shortId } from "../../core/ids.js";
import type { GenerationPhase, GenerationReport } from "../../core/ports/reply-sender.js";
import { type ChatView, type PressButton, type RichText, textView } from "./chat-view.js";
import { cutText } from "./cut-text.js";
import type { Wording } from "./wording/wording.js";

/** Longest part of a prompt that is repeated in a chat; the whole is in the request above it. */
const SHOWN_PROMPT_LENGTH = 300;
/** Both platforms take more; nobody listens longer. */
const ALT_TEXT_LENGTH = 500;

/** What a chat shows of a generation at this moment. */
export function reportView(report: GenerationReport, wording: Wording): ChatView {
  const { phase } = report;
  switch (phase.kind) {
    case "waiting":
      return progressView(
        report,
        wording,
        wording.progress.waiting({ ...phase, price: report.quotedCredits }),
      );
    case "running":
      return progressView(
        report,
        wording,
        wording.progress.running({ ...phase, price: report.quotedCredits }),
      );
    case "succeeded":
      return resultView(report, phase, wording);
    case "failed":
      return failedView(report, wording, wording.failure(phase.errorCode));
    case "cancelled":
      return {
        ...textView("neutral", [
          ...promptLine(report),
          ...wording.result.cancelled({ price: report.quotedCredits }),
        ]),
        buttons: [[againButton(report, wording)]],
      };
  }
}

function progressView(report: GenerationReport, wording: Wording, text: RichText): ChatView {
  return {
    ...textView("progress", [...promptLine(report), ...text]),
    buttons: [
      [button(report, { action: "cancel", label: wording.buttons.cancel, style: "danger" })],
    ],
  };
}

type Succeeded = Extract<GenerationPhase, { kind: "succeeded" }>;

function resultView(report: GenerationReport, phase: Succeeded, wording: Wording): ChatView {
  if (phase.isDeleted) return textView("neutral", wording.result.deleted);
  const altText = wording.result.altText(cutText(report.prompt ?? "", ALT_TEXT_LENGTH));
  return {
    tone: "success",
    text: [
      ...promptLine(report),
      ...missingLine(report, phase, wording),
      ...doneLine(report, phase, wording),
    ],
    pictures: phase.pictures.map(({ objectKey, contentType }) => ({
      objectKey,
      contentType,
      altText,
    })),
    buttons: [
      [
        againButton(report, wording),
        button(report, { action: "delete", label: wording.buttons.delete, style: "secondary" }),
      ],
    ],
  };
}

function doneLine(report: GenerationReport, phase: Succeeded, wording: Wording): RichText {
  return wording.result.done({
    model: findModel(report.modelId)?.name ?? report.modelId,
    seed: report.seed,
    aspectRatio: report.options?.aspectRatio ?? null,
    price: phase.capturedCredits,
    available: report.availableCredits,
    tookSeconds: phase.tookSeconds,
    servedBy: report.providers.at(-1) ?? "?",
    id: shortId(report.generationId),
  });
}

function missingLine(report: GenerationReport, phase: Succeeded, wording: Wording): RichText {
  const [code] = phase.missing;
  if (!code) return [];
  const reason = wording.failure(code);
  return wording.result.missing({
    asked: report.requestedCount,
    came: phase.pictures.length,
    reason,
  });
}

function failedView(report: GenerationReport, wording: Wording, reason: string): ChatView {
  const id = shortId(report.generationId);
  const text = wording.result.failed({ reason, price: report.quotedCredits, id });
  return {
    ...textView("refusal", [...promptLine(report), ...text]),
    buttons: [[againButton(report, wording)]],
  };
}

function promptLine({ prompt }: GenerationReport): RichText {
  if (!prompt) return [];
  return [{ quote: cutText(prompt, SHOWN_PROMPT_LENGTH) }, "\n"];
}

function againButton(report: GenerationReport, wording: Wording): PressButton {
  return button(report, { action: "again", label: wording.buttons.again, style: "primary" });
}

type ButtonLook = Pick<PressButton, "action" | "label" | "style">;

function button(report: GenerationReport, look: ButtonLook): PressButton {
  return { kind: "press", ...look, subject: report.generationId };
}
