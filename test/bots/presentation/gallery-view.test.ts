import { describe, expect, it } from "vitest";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";

describe("the sheet of a gallery", () => {
  it.each(["en", "de"] as const)("is described without gaps in %s", (language) => {
    const described = wordings[language].gallery.altText(["a fox", "", ""]);
    expect(described).toMatch(/: a fox; (without words|ohne Worte); (without words|ohne Worte)$/);
  });
});
