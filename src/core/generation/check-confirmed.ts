import type { GenerationOptions } from "../catalog/generation-options.js";
import type { Credits } from "../credits.js";
import type { WalletId } from "../ids.js";
import type { Stores } from "../ports/database.js";
import { ok, type Result, refuse } from "../refusal.js";

/** What the asker has said yes to. */
export interface Agreement {
  /** What they know it costs. */
  readonly agreedCredits?: number | undefined;
  /** The question that was said yes to; it has to be open still. */
  readonly confirmationId?: string;
}

/**
 * Asks before much is spent, and again when it has become dearer since. Whoever cannot pay is not asked: the ledger
 * tells them why. A question that was answered with no, or too late, cannot be said yes to any more.
 */
export async function checkConfirmed(
  stores: Stores,
  asked: {
    request: Agreement;
    options: GenerationOptions;
    costCredits: Credits;
    walletId: WalletId;
    /** What costs more than this is asked about first. */
    confirmAboveCredits: number;
    now: Date;
  },
): Promise<Result<null>> {
  const { request, options, costCredits } = asked;
  if (request.confirmationId !== undefined) {
    const question = await stores.pending.readConfirming(request.confirmationId);
    const isOpen = question !== null && question.expiresAt > asked.now;
    if (!isOpen) return refuse({ kind: "confirmation_over" });
  }
  const isAgreed = (request.agreedCredits ?? 0) >= costCredits;
  if (costCredits <= asked.confirmAboveCredits || isAgreed) return ok(null);
  const wallet = await stores.ledger.readWallet(asked.walletId);
  const mayPay = !wallet.isFrozen && wallet.debt === 0 && wallet.available >= costCredits;
  if (!mayPay) return ok(null);
  const { model, prompt } = options;
  const { available: availableCredits } = wallet;
  return refuse({
    kind: "confirmation_needed",
    modelId: model.id,
    prompt,
    costCredits,
    availableCredits,
  });
}
