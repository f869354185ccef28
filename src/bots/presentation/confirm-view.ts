import { findModel } from "../../core/catalog/models.js";
import type { Refusal } from "../../core/refusal.js";
import { type ChatView, textView } from "./chat-view.js";
import { cutText } from "./cut-text.js";
import type { Wording } from "./wording/wording.js";

const SHOWN_PROMPT_LENGTH = 300;

/** Asks before much is spent. Only the asker's press counts. */
export function confirmView(
  asked: {
    refusal: Extract<Refusal, { kind: "confirmation_needed" }>;
    confirmationId: string;
  },
  wording: Wording,
): ChatView {
  const { refusal, confirmationId: subject } = asked;
  const { prompt, modelId, costCredits: price, availableCredits: available } = refusal;
  const model = findModel(modelId)?.name ?? modelId;
  const quote = prompt === "" ? [] : [{ quote: cutText(prompt, SHOWN_PROMPT_LENGTH) }, "\n"];
  return {
    ...textView("neutral", [...quote, ...wording.confirm.ask({ model, price, available })]),
    buttons: [
      [
        {
          kind: "press",
          action: "confirm",
          label: wording.confirm.yes(price),
          style: "primary",
          subject,
        },
        {
          kind: "press",
          action: "decline",
          label: wording.buttons.cancel,
          style: "secondary",
          subject,
        },
      ],
    ],
  };
}
