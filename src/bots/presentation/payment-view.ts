import { DEFAULT_MODEL_ID, findModel } from "../../core/catalog/models.js";
import type { Credits } from "../../core/credits.js";
import type { Pack } from "../../core/payments/packs.js";
import type { StartedCheckout } from "../../core/payments/start-checkout.js";
import type { Notice } from "../../core/ports/notice-sender.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import { packButtons } from "./pack-buttons.js";
import type { Wording } from "./wording/wording.js";

/** What is for sale, and what it is worth in pictures of the model people get unasked. */
export function packsView(
  input: { packs: readonly Pack[]; available: Credits; requestKey: string },
  wording: Wording,
): ChatView {
  const { packs, available, requestKey } = input;
  const model = findModel(DEFAULT_MODEL_ID);
  if (!model) throw new Error(`the catalog has no ${DEFAULT_MODEL_ID}`);
  const { name, resolutions } = model;
  const { credits: unitCredits } = resolutions[0];
  const lines = packs.flatMap((pack) =>
    wording.payments.line({ pack, pictures: Math.floor(pack.credits / unitCredits) }),
  );
  const intro = wording.payments.intro({ available, model: name, unitCredits });
  return {
    ...textView("neutral", [...intro, ...lines, ...wording.payments.footer]),
    buttons: packButtons({ packs, requestKey }, wording),
  };
}

/** The way to the payment page. For the buyer alone: whoever has the link can pay by it. */
export function checkoutView(
  { url, pack, expiresAt }: StartedCheckout,
  wording: Wording,
): ChatView {
  return {
    ...textView("neutral", wording.payments.checkout({ pack, expiresAt })),
    buttons: [[{ kind: "link", label: wording.payments.pay(pack), url }]],
  };
}

export function noticeView(notice: Notice, wording: Wording): ChatView {
  switch (notice.kind) {
    case "credits_bought":
      return textView("success", wording.payments.bought(notice));
    case "credits_taken_back":
      return textView("neutral", wording.payments.takenBack(notice));
    case "payment_failed":
      return textView("refusal", wording.payments.failed);
  }
}

/** With a few words before all others. */
export function withPreface(view: ChatView, preface: RichText): ChatView {
  return { ...view, text: [...preface, ...view.text] };
}
