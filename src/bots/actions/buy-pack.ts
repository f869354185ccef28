import type { ButtonPress } from "../../core/chat/chat-request.js";
import type { Answer } from "../commands/answer.js";
import type { CommandContext } from "../commands/command.js";
import { PACK_SUBJECT, toPackId } from "../presentation/pack-buttons.js";
import { checkoutView, packsView, withPreface } from "../presentation/payment-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

export const buyPackAction: ButtonAction = {
  name: "buy",
  answersWith: "message",
  visibility: "only_me",
  subjects: PACK_SUBJECT,

  async run(press, context) {
    const { accountId, subject, replyTarget: target } = press;
    const { useCases, wording, support } = context;
    const started = await useCases.startCheckout({
      // Not the press's own: a second press of a button leads to the same checkout, and nobody pays twice.
      requestKey: `buy:${accountId}:${subject}`,
      accountId,
      packId: toPackId(subject),
      target,
    });
    if (started.ok) return { kind: "view", view: checkoutView(started.value, wording) };
    if (started.refusal.kind === "already_ended") return offerAgain(press, context);
    return { kind: "refusal", view: refusalView(started.refusal, wording, support) };
  },
};

async function offerAgain(press: ButtonPress, context: CommandContext): Promise<Answer> {
  const { platform, accountId, requestKey } = press;
  const { useCases, wording, support } = context;
  const packs = useCases.listPacks(platform);
  if (packs.length === 0) {
    return { kind: "refusal", view: refusalView({ kind: "payments_off" }, wording, support) };
  }
  const { available } = await useCases.readWallet(accountId);
  const view = packsView({ packs, available, requestKey }, wording);
  return { kind: "view", view: withPreface(view, wording.payments.over) };
}
