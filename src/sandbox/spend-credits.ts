import { systemIdSource as ids } from "../adapters/system/system-id-source.js";
import type { App } from "../compose.js";
import type { GenerationId } from "../core/ids.js";

/** The books keep it at once, so the time it could be set aside for does not matter. */
const HOLD_MS = 60_000;

/** Spends all that a person has, as a picture would: set aside, then kept. */
export async function spendCredits(
  app: App,
  person: { platform: "discord" | "telegram"; userId: string },
): Promise<void> {
  const { id: accountId, walletId } = await app.useCases.identifyAccount({
    ...person,
    locale: "en",
  });
  const { available: amount } = await app.database.stores.ledger.readWallet(walletId);
  if (amount === 0) return;
  const generationId = ids.uuid() as GenerationId; // There is none; the books only keep its name.
  await app.database.transaction(async ({ ledger }) => {
    const held = await ledger.hold({
      walletId,
      spenderAccountId: accountId,
      communityId: null,
      generationId,
      amount,
      idempotencyKey: `sandbox:${generationId}`,
      expiresAt: new Date(Date.now() + HOLD_MS),
    });
    if (!held.ok) throw new Error("That wallet cannot be spent from.");
    await ledger.capture({ holdId: held.value.holdId, amount });
  });
}
