import type { ButtonPress, ChatRequest } from "../../core/chat/chat-request.js";
import type { RequestDraft } from "../../core/chat/request-draft.js";
import type { Pack } from "../../core/payments/packs.js";
import type { Refusal } from "../../core/refusal.js";
import { textView } from "../presentation/chat-view.js";
import { confirmView } from "../presentation/confirm-view.js";
import { packButtons } from "../presentation/pack-buttons.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { Answer } from "./answer.js";
import type { CommandContext } from "./command.js";

interface Refused {
  readonly refusal: Refusal;
  readonly from: ChatRequest | ButtonPress;
  /** What was asked for, so that it can go on once it is paid for. Null when that can no longer be told. */
  readDraft(): Promise<RequestDraft | null>;
}

/**
 * What a refused request for pictures comes to. One that costs much is asked about first. Where credits are for sale and too few of them were the reason, they
 * are offered in place, and the request waits for the payment.
 */
export async function refuseGeneration(refused: Refused, context: CommandContext): Promise<Answer> {
  const { refusal, from } = refused;
  const { useCases, wording, support } = context;
  const plain = refusalView(refusal, wording, support);
  if (refusal.kind === "confirmation_needed") {
    return askToConfirm({ ...refused, refusal }, context);
  }
  const shortfall = toShortfall(refusal);
  const sold = shortfall === null ? [] : useCases.listPacks(from.platform);
  if (shortfall === null || sold.length === 0) return { kind: "refusal", view: plain };

  const { requestKey } = from;
  const buttons = packButtons({ packs: bestFirst(sold, shortfall), requestKey }, wording);
  if (refusal.kind !== "insufficient_credits") {
    return { kind: "refusal", view: { ...plain, buttons }, shortView: plain };
  }
  const money = { cost: refusal.costCredits, available: refusal.availableCredits };
  const shortView = textView("refusal", wording.payments.offerElsewhere(money));
  const offer = (await wait(refused, context))
    ? textView("refusal", wording.payments.offer(money))
    : shortView;
  return { kind: "refusal", view: { ...offer, buttons }, shortView };
}

/** Says what it costs and waits for a yes. Nothing is set aside until then. */
async function askToConfirm(
  refused: Refused & { refusal: Extract<Refusal, { kind: "confirmation_needed" }> },
  context: CommandContext,
): Promise<Answer> {
  const { refusal, from } = refused;
  const { useCases, wording, support } = context;
  const draft = await refused.readDraft();
  if (!draft) return { kind: "refusal", view: refusalView(refusal, wording, support) };
  const { requestKey, accountId, replyTarget: target } = from;
  const agreedCredits = refusal.costCredits;
  const asked = { requestKey, accountId, target, draft: { ...draft, agreedCredits } };
  const { confirmationId } = await useCases.askToConfirm(asked);
  return { kind: "view", view: confirmView({ refusal, confirmationId }, wording) };
}

/** How many credits are missing at least; null when credits are not the matter. */
function toShortfall(refusal: Refusal): number | null {
  if (refusal.kind === "insufficient_credits") {
    return refusal.costCredits - refusal.availableCredits;
  }
  return refusal.kind === "wallet_in_debt" ? refusal.debtCredits + 1 : null;
}

/** Those that suffice, the cheapest first; all of them when none does. */
function bestFirst(packs: readonly Pack[], shortfall: number): readonly Pack[] {
  const sufficient = packs.filter(({ credits }) => credits >= shortfall);
  const offered = sufficient.length > 0 ? sufficient : packs;
  return offered.toSorted((one, other) => one.priceMinor - other.priceMinor);
}

/** The asker is told the price here, so a payment for it is a yes. */
async function wait({ refusal, from, readDraft }: Refused, { useCases }: CommandContext) {
  const draft = await readDraft();
  if (!draft) return false;
  const { accountId, replyTarget: target } = from;
  const agreedCredits = refusal.kind === "insufficient_credits" ? refusal.costCredits : undefined;
  await useCases.awaitPayment({ accountId, target, draft: { ...draft, agreedCredits } });
  return true;
}
