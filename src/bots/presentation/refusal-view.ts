import { findModel } from "../../core/catalog/models.js";
import type { Refusal } from "../../core/refusal.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import type { Wording } from "./wording/wording.js";

/** One switch, no default: a new refusal breaks the build, not the chat. */
export function refusalText(refusal: Refusal, wording: Wording, support: string | null): RichText {
  const text = wording.refusal;
  switch (refusal.kind) {
    case "insufficient_credits":
      return text.insufficientCredits({
        cost: refusal.costCredits,
        available: refusal.availableCredits,
        support,
      });
    case "wallet_in_debt":
      return text.walletInDebt({ debt: refusal.debtCredits });
    case "wallet_frozen":
      return text.walletFrozen;
    case "account_frozen":
      return text.accountFrozen;
    case "content_blocked":
      return text.contentBlocked(wording.blocked(refusal.reasonCode));
    case "too_many_running":
      return text.tooManyRunning(refusal.limit);
    case "daily_ceiling":
      return text.dailyCeiling(refusal.scope);
    case "confirmation_needed":
      return wording.confirm.ask({
        model: findModel(refusal.modelId)?.name ?? refusal.modelId,
        price: refusal.costCredits,
        available: refusal.availableCredits,
      });
    case "confirmation_over":
      return text.confirmationOver;
    case "already_begun":
      return text.alreadyBegun;
    case "not_served":
      return text.notServed(refusal.model);
    case "cannot_be_private":
      return text.cannotBePrivate(refusal.model);
    case "maintenance":
      return refusal.notice === null ? text.maintenance : [refusal.notice];
    case "too_many_requests":
      return text.tooManyRequests(refusal.retryAfterSeconds);
    case "invalid_option":
      return text.invalidOption(refusal.option, refusal.problem);
    case "not_yours":
      return text.notYours;
    case "not_found":
      return text.notFound;
    case "already_ended":
      return text.alreadyEnded;
    case "already_shared":
      return wording.privacy.alreadyShared;
    case "cannot_share":
      return wording.privacy.cannotShare;
    case "not_kept":
      return wording.privacy.nothingKept;
    case "payments_off":
      return wording.payments.off(support);
    case "payments_unavailable":
      return wording.payments.unavailable;
    case "unknown_pack":
      return wording.payments.unknownPack;
  }
}

export function refusalView(refusal: Refusal, wording: Wording, support: string | null): ChatView {
  return textView("refusal", refusalText(refusal, wording, support));
}
