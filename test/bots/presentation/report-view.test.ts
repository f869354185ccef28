import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { reportView } from "../../../src/bots/presentation/report-view.js";
import { wordings } from "../../../src/bots/presentation/wording/languages.js";
import { ModelOptionsSchema } from "../../../src/core/catalog/model-options.js";
import type { Language } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import { FAILURE_CODES } from "../../../src/core/generation/lifecycle.js";
import type { AssetId, GenerationId } from "../../../src/core/ids.js";
import type { GenerationPhase, GenerationReport } from "../../../src/core/ports/reply-sender.js";
import { ALL_REMAKES } from "../../fixtures/all-remakes.js";

type Succeeded = Extract<GenerationPhase, { kind: "succeeded" }>;

function aSuccess(given: Partial<Succeeded> = {}): Succeeded {
  const picture = {
    assetId: randomUUID() as AssetId,
    objectKey: "a",
    contentType: "image/png",
    width: 8,
    height: 8,
    sizeBytes: 9,
    isFavourite: false,
  };
  return {
    kind: "succeeded",
    capturedCredits: parseCredits(12),
    pictures: [{ ...picture, index: 0 }],
    missing: [],
    tookSeconds: 9,
    isDeleted: false,
    ...given,
  };
}

function aReport(given: Partial<GenerationReport> = {}): GenerationReport {
  return {
    generationId: randomUUID() as GenerationId,
    phase: aSuccess(),
    prompt: "a red fox",
    promptUsed: null,
    modelId: "flux-2-pro",
    options: ModelOptionsSchema.parse({ aspectRatio: "16:9", resolution: "2mp" }),
    inputCount: 0,
    retention: "keep",
    isPurged: false,
    mayBeShared: false,
    inputNotes: [],
    seed: 7,
    requestedCount: 1,
    quotedCredits: parseCredits(12),
    availableCredits: parseCredits(30),
    heldCredits: parseCredits(0),
    providers: ["fal"],
    failedProviders: [],
    remakes: ALL_REMAKES,
    ...given,
  };
}

function textOf(given: Partial<GenerationReport>, language: Language = "en"): string {
  return toPlainText(reportView(aReport(given), wordings[language]).text);
}

describe("what a chat shows of a result", () => {
  it("names model, settings, seed, price, what is left, and who served it", () => {
    expect(textOf({})).toMatch(
      /FLUX\.2 pro · 16:9 · 2mp · seed 7 · 9 s\n12 credits charged, 30 left · served by fal · /,
    );
  });

  it("says that another provider stood in", () => {
    const text = { failedProviders: ["replicate"] };
    expect(textOf(text)).toContain("served by fal, because replicate could not");
    expect(textOf(text, "de")).toContain("gemacht von fal, weil replicate nicht konnte");
  });

  it("names no seed where the model has none, nor a size or shape nobody could choose", () => {
    const text = textOf({
      modelId: "upscale-crisp",
      prompt: "",
      inputCount: 1,
      options: ModelOptionsSchema.parse({}),
    });
    expect(text).toMatch(/^Upscale, crisp · 9 s\n/);
  });

  it("numbers the pictures that are missing, with the reason of each", () => {
    const missing = [
      { index: 1, errorCode: "content_refused" as const },
      { index: 2, errorCode: "timed_out" as const },
      { index: 3, errorCode: "content_refused" as const },
    ];
    const partial = { requestedCount: 4, phase: aSuccess({ missing }) };
    expect(textOf(partial)).toContain("1 of 4 pictures came, and you paid only for that one.");
    expect(textOf(partial)).toContain("No. 2 and 4: The model's safety check said no.");
    expect(textOf(partial)).toContain("No. 3: It took far too long");
    expect(textOf(partial, "de")).toContain("Nr. 2 und 4:");
  });

  it("shows the words the model made of the prompt, when they are others", () => {
    expect(textOf({ promptUsed: "a majestic fox" })).toMatch(
      /made of your words:\na majestic fox$/,
    );
    expect(textOf({ promptUsed: "a red fox" })).not.toContain("your words");
  });

  it("tells what had to be done to the pictures given", () => {
    const notes = { inputCount: 1, inputNotes: ["first_frame_only", "scaled_down"] as const };
    expect(textOf(notes)).toContain("I used the first one.");
    expect(textOf(notes)).toContain("I made it smaller.");
    expect(textOf(notes, "de")).toContain("ich habe es verkleinert.");
  });

  it.each([
    { given: {}, altText: "a red fox" },
    { given: { inputCount: 1 }, altText: "A picture changed like this: a red fox" },
    { given: { modelId: "seedance-fast" }, altText: "A short clip: a red fox" },
    {
      given: { modelId: "restore", prompt: "", inputCount: 1 },
      altText: "The photo, restored",
    },
  ])("is described as “$altText” to who cannot see it", ({ given, altText }) => {
    const [picture] = reportView(aReport(given), wordings.en).pictures;
    expect(picture?.altText).toBe(altText);
  });

  it("offers no Again where the picture given is gone", () => {
    const buttonsAfter = (errorCode: "timed_out" | "input_gone") =>
      reportView(aReport({ phase: { kind: "failed", errorCode } }), wordings.en).buttons.flat();
    expect(buttonsAfter("timed_out")).toHaveLength(1);
    expect(buttonsAfter("input_gone")).toEqual([]);
  });

  it("calls a clip a clip from the line to its end", () => {
    const clip = { modelId: "kling-turbo" };
    const running = { kind: "running", elapsedSeconds: 3, etaSeconds: 60 } as const;
    expect(textOf({ ...clip, phase: running })).toContain("Making your clip");
    expect(textOf({ ...clip, phase: running })).toContain("12 credits of yours");
    const failed = { kind: "failed", errorCode: "timed_out" } as const;
    expect(textOf({ ...clip, phase: failed })).toContain("No clip this time.");
  });

  it.each(FAILURE_CODES)("says of %s what happened and that the credits are back", (errorCode) => {
    for (const language of ["en", "de"] as const) {
      const text = textOf({ phase: { kind: "failed", errorCode } }, language);
      expect(text).toContain(wordings[language].failure(errorCode));
      expect(text).toMatch(/12 credits are back|12 Credits sind zurück/);
    }
  });
});
