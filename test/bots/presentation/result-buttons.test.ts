import { describe, expect, it } from "vitest";
import { toButtonId } from "../../../src/bots/presentation/button-id.js";
import { fromSubject, toSubject } from "../../../src/bots/presentation/picture-subject.js";
import { batchButtons, pictureButtons } from "../../../src/bots/presentation/result-buttons.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import type { GenerationId } from "../../../src/core/ids.js";
import { ALL_REMAKES } from "../../fixtures/all-remakes.js";

const generationId = "3f0c1b9e-8a55-4c0e-9f5b-2a9c5f3d7e10" as GenerationId;
const all = { generationId, remakes: ALL_REMAKES };
const none = { generationId, remakes: [] };

describe("the buttons of a picture", () => {
  it.each(["en", "de"] as const)("stand in two rows of five short words in %s", (language) => {
    const rows = pictureButtons(all, { index: 3 }, wordings[language]);
    expect(rows.map((row) => row.length)).toEqual([5, 5]);
    for (const { label } of rows.flat()) expect(label.length).toBeLessThanOrEqual(12);
  });

  it("name the price of what starts at once", () => {
    const [made = []] = pictureButtons(all, { index: 0 }, wordings.en);
    expect(made.map(({ label }) => label)).toEqual([
      ...["Again", "Vary · 8", "Edit", "Upscale · 2", "Animate · 15"],
    ]);
  });

  it("call what can be done as it is called on a picture that was sent", () => {
    for (const { buttons, pictures } of Object.values(wordings)) {
      const { edit, upscale, animate } = buttons;
      expect(pictures.choices).toMatchObject({ edit, upscale, animate });
    }
  });

  it("leave out what cannot be made of it", () => {
    const rows = pictureButtons(
      { ...all, remakes: [{ remake: "edit", credits: null }] },
      { index: 0 },
      wordings.en,
    );
    expect(rows[0]?.map(({ label }) => label)).toEqual(["Again", "Edit"]);
    const few = pictureButtons(none, { index: 0 }, wordings.en);
    expect(few.map((row) => row.length)).toEqual([3, 3]);
  });

  it("name it in ids that both platforms take, and that can be read again", () => {
    for (const button of pictureButtons(all, { index: 99 }, wordings.en).flat()) {
      expect(toButtonId(button).length).toBeLessThanOrEqual(64);
      expect(fromSubject(button.subject)).toEqual({ generationId, outputIndex: 99 });
    }
    expect(fromSubject(toSubject({ generationId, outputIndex: null })).outputIndex).toBeNull();
  });
});

describe("the buttons of a batch", () => {
  it("are about all of it, and one opens each picture that came", () => {
    const pictures = [0, 1, 3].map((index) => ({ index }));
    const [whole = [], each = []] = batchButtons(all, pictures, wordings.en);
    expect(whole.map(({ subject }) => subject)).toEqual(Array(3).fill(generationId));
    expect(each.map(({ label, action }) => [label, action])).toEqual([
      ["Picture 1", "picture"],
      ["Picture 2", "picture"],
      ["Picture 4", "picture"],
    ]);
  });
});
