import type { Pack } from "../../../core/payments/packs.js";
import type { PaymentsWording } from "./payments-wording.js";

const price = ({ priceMinor, currency }: Pack) =>
  new Intl.NumberFormat("de-DE", { style: "currency", currency }).format(priceMinor / 100);

const time = (at: Date) => `${at.toISOString().slice(11, 16)} UTC`;

export function germanPayments(credits: (amount: number) => string): PaymentsWording {
  return {
    pack: (pack) => `${credits(pack.credits)} · ${price(pack)}`,
    pay: (pack) => `${price(pack)} bezahlen`,
    intro: ({ available, model, unitCredits }) => [
      { bold: "Mehr Credits" },
      `\nDu hast ${credits(available)} verfügbar. Ein Bild mit ${model} kostet ${credits(unitCredits)}.`,
    ],
    line: ({ pack, pictures }) => [
      `\n• ${credits(pack.credits)} · ${price(pack)} · ${pictures === 1 ? "1 Bild" : `${pictures} Bilder`}`,
    ],
    footer: [
      "\nWähle unten, dann gebe ich dir einen Link zum Bezahlen, nur für dich. Gekaufte Credits verfallen nicht.",
    ],
    offer: ({ cost, available }) => [
      { bold: `Das kostet ${credits(cost)}, du hast ${available}.` },
      " Nichts wurde berechnet. Wähle unten, wie viele du kaufen möchtest. Wenn du bezahlt hast, mache ich mit dieser Anfrage weiter. Weniger Bilder oder ein günstigeres Modell (/models) kosten weniger.",
    ],
    offerElsewhere: ({ cost, available }) => [
      { bold: `Das kostet ${credits(cost)}, du hast ${available}.` },
      " Nichts wurde berechnet. Mit /buy bekommst du mehr; weniger Bilder oder ein günstigeres Modell (/models) kosten weniger.",
    ],
    checkout: ({ pack, expiresAt }) => [
      { bold: `${credits(pack.credits)} für ${price(pack)}` },
      `\nDer Link ist nur für dich und gilt etwa 30 Minuten, bis ${time(expiresAt)}. Sobald deine Zahlung da ist, schreibe ich dir die Credits gut und sage dir Bescheid.`,
    ],
    over: [
      "Dieses Angebot ist schon benutzt oder vorbei. Nichts Neues wurde berechnet; hier ist die Auswahl noch einmal.\n",
    ],
    hint: " Mit /buy bekommst du mehr Credits.",
    off: (support) => [
      "Hier kann man gerade keine Credits kaufen.",
      support ? ` Wenn du mehr brauchst, frag hier: ${support}` : "",
    ],
    unavailable: [
      "Die Bezahlseite ist gerade nicht erreichbar. Nichts wurde berechnet; versuch es bitte in einer Minute noch einmal.",
    ],
    unknownPack: ["Das wird nicht mehr verkauft. Nichts wurde berechnet; /buy zeigt, was es gibt."],
    bought: ({ credits: bought, availableCredits, settledDebtCredits, continues }) => [
      { bold: `${credits(bought)} gutgeschrieben; du hast jetzt ${availableCredits}.` },
      settledDebtCredits > 0 ? ` ${settledDebtCredits} davon haben ausgeglichen, was fehlte.` : "",
      continues ? " Ich mache mit deiner Anfrage weiter." : "",
    ],
    takenBack: ({ credits: taken, debtCredits }) => [
      { bold: `${credits(taken)} zurückgenommen` },
      ", weil die Zahlung dafür zurückging.",
      debtCredits > 0
        ? ` ${debtCredits} davon waren schon ausgegeben, darum fehlen deinem Konto ${credits(debtCredits)}. Die nächsten gekauften Credits gleichen das aus.`
        : "",
    ],
    failed: [
      "Deine Zahlung hat nicht geklappt, darum kamen keine Credits dazu. Mit /buy kannst du es noch einmal versuchen.",
    ],
  };
}
