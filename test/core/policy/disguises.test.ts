import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPolicy } from "../../../src/core/policy/policy.js";
import { allBlocked, allInnocent } from "./prompts.js";

const policy = createPolicy();

const INVISIBLE = [
  "\u200b",
  "\u200c",
  "\u200d",
  "\u2060",
  "\ufeff",
  "\u00ad",
  "\u202e",
  "\u2066",
  "\u0007",
];
const SEPARATORS = [" ", ".", "-", "_", "*", "·", " . ", "~", "\n", "💖"];
const HOMOGLYPHS: Readonly<Record<string, string>> = {
  ...{ a: "аαᴀⓐ𝒂🅰", b: "ʙⓑ𝐛🅱", c: "сᴄⓒ𝓬", d: "ԁᴅⓓ𝕕", e: "еεᴇⓔ𝖊", f: "ꜰⓕ𝒇", g: "ɢⓖ𝔤", h: "һʜⓗ𝙝" },
  ...{ i: "іιɪⓘ𝚒", j: "јᴊⓙ𝒋", k: "кκᴋⓚ", l: "ʟⓛ𝐥ⅼ", m: "мᴍⓜ", n: "пηɴⓝ", o: "оοᴏⓞ", p: "рρᴘⓟ" },
  ...{
    q: "ԛⓠ",
    r: "гʀⓡ",
    s: "ѕꜱⓢ",
    t: "тτᴛⓣ",
    u: "υᴜⓤ",
    v: "νᴠⓥ",
    w: "ԝᴡⓦ",
    x: "хχⓧ",
    y: "уγʏⓨ",
    z: "ᴢⓩ",
  },
};
const MARKS = ["\u0301", "\u0336", "\u0324", "\u20dd", "\u0489"];

/** Longer than any word of context reaches. */
const PADDING =
  "Soft warm light over calm blue water, wide lens, quiet mood, pale clouds, slow wind, gentle waves.";

const blocked = fc.constantFrom(...allBlocked);
/** One number in 0 … 999 for every letter a prompt may have. */
const dice = fc.array(fc.nat(999), { minLength: 80, maxLength: 80 });

function expectStillBlocked(prompt: string, reasonCode: string): void {
  const verdict = policy.check({ prompt });
  expect(verdict.kind, JSON.stringify(prompt)).toBe("block");
  if (reasonCode === "sexual_minors") expect(verdict).toMatchObject({ reasonCode });
}

function mapLetters(
  prompt: string,
  dice: readonly number[],
  change: (letter: string, die: number) => string,
): string {
  return [...prompt].map((letter, n) => change(letter, dice[n % dice.length] ?? 0)).join("");
}

function pick(choices: string, die: number): string {
  const list = [...choices];
  return list[die % list.length] ?? "";
}

describe("content rules: disguises", () => {
  it("still blocks with invisible characters between the letters", () => {
    fc.assert(
      fc.property(blocked, dice, ({ prompt, reasonCode }, rolls) => {
        const disguised = mapLetters(prompt, rolls, (letter, die) => {
          return die % 2 === 0 ? letter : letter + (INVISIBLE[die % INVISIBLE.length] ?? "");
        });
        expectStillBlocked(disguised, reasonCode);
      }),
      { numRuns: 500 },
    );
  });

  it.each(SEPARATORS)(
    "still blocks every prompt with its letters spaced out by %j",
    (separator) => {
      for (const { prompt, reasonCode } of allBlocked) {
        const letters = [...prompt.replaceAll(" ", "")];
        expectStillBlocked(letters.join(separator), reasonCode);
      }
    },
  );

  it("still blocks with lookalike letters", () => {
    fc.assert(
      fc.property(blocked, dice, ({ prompt, reasonCode }, rolls) => {
        const disguised = mapLetters(prompt, rolls, (letter, die) => {
          const lookalikes = HOMOGLYPHS[letter.toLowerCase()];
          return lookalikes === undefined || die % 3 === 0 ? letter : pick(lookalikes, die);
        });
        expectStillBlocked(disguised, reasonCode);
      }),
      { numRuns: 500 },
    );
  });

  it("still blocks with marks stacked on the letters", () => {
    fc.assert(
      fc.property(blocked, dice, ({ prompt, reasonCode }, rolls) => {
        const disguised = mapLetters(prompt, rolls, (letter, die) => {
          return letter + (MARKS[die % MARKS.length] ?? "").repeat(die % 4);
        });
        expectStillBlocked(disguised, reasonCode);
      }),
      { numRuns: 500 },
    );
  });

  it("still blocks every prompt in capitals, full width, circled and mathematical letters", () => {
    for (const { prompt, reasonCode } of allBlocked) {
      expectStillBlocked(prompt.toUpperCase(), reasonCode);
      expectStillBlocked(shifted(prompt, 0xff41), reasonCode);
      expectStillBlocked(shifted(prompt, 0x24d0), reasonCode);
      expectStillBlocked(shifted(prompt, 0x1d4ea), reasonCode);
      expectStillBlocked(shifted(prompt, 0x1f150), reasonCode);
    }
  });

  it("still blocks inside a longer prompt", () => {
    const innocent = fc.constantFrom(...allInnocent);
    fc.assert(
      fc.property(innocent, blocked, innocent, (before, { prompt }, after) => {
        const around = `${before}. ${PADDING} ${prompt}. ${PADDING} ${after}`;
        expect(policy.check({ prompt: around }).kind, around).toBe("block");
      }),
      { numRuns: 500 },
    );
  });
});

/** The letters a … z moved to another alphabet. */
function shifted(text: string, firstLetter: number): string {
  return text.replace(/[a-z]/g, (letter) => {
    return String.fromCodePoint(firstLetter + letter.charCodeAt(0) - 97);
  });
}
