import { describe, expect, it } from "vitest";
import { fold } from "../../../src/core/policy/fold.js";
import { createHarmless } from "../../../src/core/policy/harmless.js";
import { createLexicon } from "../../../src/core/policy/lexicon.js";
import { normalise } from "../../../src/core/policy/normalise.js";

const lexicon = createLexicon([
  "tulip",
  "garden",
  "ten",
  "teen",
  "pear",
  "spear",
  "red",
  "therapist",
]);
const harmless = createHarmless(["[tulip] chair"]);

/** Each view as text; a word with several readings shows them all. */
function views(prompt: string): readonly string[] {
  return normalise(prompt, { lexicon, harmless }).views.map((words) => {
    return words.map((word) => [...word.readings].join("/")).join(" ");
  });
}

describe("normalise: characters", () => {
  it.each([
    ["full width", "Ｔｕｌｉｐ"],
    ["mathematical", "𝓣𝓾𝓵𝓲𝓹"],
    ["circled", "ⓣⓤⓛⓘⓟ"],
    ["white on black", "🅣🅤🅛🅘🅟"],
    ["parenthesised", "⒯⒰⒧⒤⒫"],
    ["flags", "🇹🇺🇱🇮🇵"],
    ["small capitals", "ᴛᴜʟɪᴘ"],
    ["superscript", "ᵗᵘˡⁱᵖ"],
    ["Cyrillic", "тυlір"],
    ["zero-width", "t\u200bu\u200cl\u2060i\ufeffp"],
    ["bidi overrides", "\u202etul\u202cip"],
    ["soft hyphens", "tu\u00adlip"],
    ["tag characters", "tu\u{e0061}lip"],
    ["stacked marks", "t\u0336\u0301u\u0308l\u0489ip"],
  ])("reads %s letters as plain ones", (_, text) => {
    expect(fold(text)).toBe("tulip");
  });

  it("leaves letters without a Latin lookalike and their words alone", () => {
    expect(fold("東京 タワー")).toContain("東京");
    expect(fold("Straße")).toBe("strasse");
  });
});

describe("normalise: words", () => {
  it("has a single view when nothing stands apart", () => {
    expect(views("A red tulip, please!")).toEqual(["a red tulip please"]);
  });

  it.each([
    "t u l i p",
    "t.u.l.i.p",
    "t-u-l-i-p",
    "t*u*l*i*p",
    "tu-lip",
    "t ulip",
    "tu l i p",
    "tu_lip",
  ])("puts %j together in a second view", (prompt) => {
    expect(views(prompt)[1]?.split("/").at(-1)).toBe("tulip");
  });

  it("takes words without a space apart", () => {
    expect(views("tulipgarden")).toEqual(["tulipgarden", "tulip garden"]);
    expect(views("r e d t u l i p")[1]).toBe("red tulip");
  });

  it("reads digits and signs as letters only where the whole word decodes", () => {
    expect(views("7ul1p")).toEqual(["7ul1p/tulip"]);
    expect(views("4k b2b 7ul1px 10")).toEqual(["4k b2b 7ul1px 10"]);
  });

  it("reads drawn-out letters, never shortened ones", () => {
    expect(views("tuuuliiip")).toEqual(["tuuuliiip/tulip"]);
    expect(views("ten teen")).toEqual(["ten teen"]);
    expect(views("teeen")[0]).toContain("teen");
  });

  it("does not find a word inside another", () => {
    expect(views("s p e a r")[1]).toBe("spear");
    expect(views("t h e r a p i s t")[1]).toBe("therapist");
  });

  it("excuses the word in a harmless phrase, but not across a comma", () => {
    const excused = (prompt: string) =>
      normalise(prompt, { lexicon, harmless }).views[0]?.map((word) => word.isExcused);
    expect(excused("red tulip chair")).toEqual([false, true, false]);
    expect(excused("red tulip, chair")).toEqual([false, false, false]);
  });
});
