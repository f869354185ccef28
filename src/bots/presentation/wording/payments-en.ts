import type { Pack } from "../../../core/payments/packs.js";
import type { PaymentsWording } from "./payments-wording.js";

const price = ({ priceMinor, currency }: Pack) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency }).format(priceMinor / 100);

const time = (at: Date) => `${at.toISOString().slice(11, 16)} UTC`;

export function englishPayments(credits: (amount: number) => string): PaymentsWording {
  return {
    pack: (pack) => `${credits(pack.credits)} · ${price(pack)}`,
    pay: (pack) => `Pay ${price(pack)}`,
    intro: ({ available, model, unitCredits }) => [
      { bold: "More credits" },
      `\nYou have ${credits(available)} to spend. A picture with ${model} costs ${credits(unitCredits)}.`,
    ],
    line: ({ pack, pictures }) => [
      `\n• ${credits(pack.credits)} · ${price(pack)} · ${pictures === 1 ? "1 picture" : `${pictures} pictures`}`,
    ],
    footer: [
      "\nChoose one below, and I give you a link to pay, for you alone. Bought credits don't expire.",
    ],
    offer: ({ cost, available }) => [
      { bold: `That costs ${credits(cost)} and you have ${available}.` },
      " Nothing was charged. Choose a pack below. When you have paid, I go on with this request. Fewer pictures or a cheaper model (/models) cost less.",
    ],
    offerElsewhere: ({ cost, available }) => [
      { bold: `That costs ${credits(cost)} and you have ${available}.` },
      " Nothing was charged. /buy gets you more; fewer pictures or a cheaper model (/models) cost less.",
    ],
    checkout: ({ pack, expiresAt }) => [
      { bold: `${credits(pack.credits)} for ${price(pack)}` },
      `\nThe link is for you alone and good for about 30 minutes, until ${time(expiresAt)}. Once your payment is here, I add the credits and tell you.`,
    ],
    over: ["This offer was used or is over. Nothing new was charged; here are the packs again.\n"],
    hint: " /buy gets you more credits.",
    off: (support) => [
      "Credits can't be bought here right now.",
      support ? ` If you need more, ask here: ${support}` : "",
    ],
    unavailable: [
      "The payment page can't be reached right now. Nothing was charged; please try again in a minute.",
    ],
    unknownPack: [
      "This pack is no longer for sale. Nothing was charged; /buy shows what there is.",
    ],
    bought: ({ credits: bought, availableCredits, settledDebtCredits, continues }) => [
      { bold: `${credits(bought)} added; you now have ${availableCredits}.` },
      settledDebtCredits > 0 ? ` ${settledDebtCredits} of them settled what was owed.` : "",
      continues ? " I go on with your request." : "",
    ],
    takenBack: ({ credits: taken, debtCredits }) => [
      { bold: `${credits(taken)} taken back` },
      ", because the payment for them was returned.",
      debtCredits > 0
        ? ` ${debtCredits} of them had been spent, so your account owes ${credits(debtCredits)}. The next credits you buy settle it.`
        : "",
    ],
    failed: ["Your payment did not go through, so no credits were added. /buy lets you try again."],
  };
}
