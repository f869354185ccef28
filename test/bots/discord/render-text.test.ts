import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeText, renderText } from "../../../src/bots/discord/render-text.js";

/** What a reader sees: a backslash before a punctuation mark is not shown. */
const asRead = (text: string) => text.replace(/\\([^\p{L}\p{N}\s])/gu, "$1");
const NASTY = [..."\\*_~`|[]()<>@#-+.:1 \n", "https://", "@everyone", "<@1>", "a", "שלום", "🦊"];

describe("discord: text", () => {
  it("shows any text as it was typed", () => {
    const text = fc.array(fc.constantFrom(...NASTY), { maxLength: 30 });
    fc.assert(
      fc.property(text, (parts) => {
        const typed = parts.join("");
        expect(asRead(escapeText(typed))).toBe(typed);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["**a** __b__", "\\*\\*a\\*\\* \\_\\_b\\_\\_"],
    ["# a\n-# b\n- c\n12. d", "\\# a\n\\-\\# b\n\\- c\n12\\. d"],
    ["black-and-white, 3.5 m", "black-and-white, 3.5 m"],
    ["[a](https://b.example)", "\\[a\\](https\\://b.example)"],
    ["HTTP://b.example", "HTTP\\://b.example"],
    ["a\u202Eb\u2066c", "abc"],
  ])("makes %j plain", (typed, escaped) => {
    expect(escapeText(typed)).toBe(escaped);
  });

  it("puts a quote on lines of its own", () => {
    const text = renderText(["Before ", { quote: "one\ntwo" }, "\n", { bold: "a*b" }], 100);
    expect(text).toBe("Before \n> one\n> two\n**a\\*b**");
  });

  it("lets nothing out of a code span", () => {
    expect(renderText([{ code: "a`b" }, { code: "" }], 100)).toBe("`aˋb`");
  });

  it("cuts what is too long, but never within an escape or a character", () => {
    for (let length = 1; length < 12; length += 1) {
      const text = renderText(["**🦊🦊🦊**"], length);
      expect(text.length).toBeLessThanOrEqual(length);
      expect(asRead(text)).toMatch(/^(\*{0,2}🦊*)…$/u);
    }
  });
});
