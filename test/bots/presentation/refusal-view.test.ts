import { describe, expect, it } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { refusalText } from "../../../src/bots/presentation/refusal-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { parseCredits } from "../../../src/core/credits.js";

describe("too few credits", () => {
  const told = (available: number, support: string | null) => {
    const costCredits = parseCredits(4);
    const availableCredits = parseCredits(available);
    const refusal = { kind: "insufficient_credits", costCredits, availableCredits } as const;
    return toPlainText(refusalText(refusal, wordings.en, support));
  };

  it("lead to something cheaper where there is anything to spend", () => {
    expect(told(3, null)).toBe(
      "That costs 4 credits and you have 3. Nothing was charged. Try fewer pictures or a cheaper model (/models), or ask whoever runs this bot for more credits.",
    );
  });

  it("lead to more credits alone where there are none", () => {
    expect(told(0, "https://help.example")).toBe(
      "That costs 4 credits and you have 0. Nothing was charged. Please ask for more credits: https://help.example.",
    );
  });
});
