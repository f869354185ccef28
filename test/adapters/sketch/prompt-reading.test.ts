import { describe, expect, it } from "vitest";
import { readPrompt } from "../../../src/adapters/sketch/draw/prompt-reading.js";
import { createRandom } from "../../../src/adapters/sketch/draw/random.js";

const read = (prompt: string) => readPrompt(prompt, createRandom(prompt));

describe("sketch: reading a prompt", () => {
  it("sees a red fox in the snow", () => {
    expect(read("a red fox in the snow")).toMatchObject({
      subjects: [{ kind: "fox", colour: "#d1382f", count: 1 }],
      weather: "snow",
      tint: null,
      isAbstract: false,
    });
  });

  it("gives each thing its own colour and number", () => {
    expect(read("two black cats and a small yellow boat at night").subjects).toEqual([
      { kind: "cat", colour: "#35333d", count: 2 },
      { kind: "boat", colour: "#f4cf4d", count: 1 },
    ]);
  });

  it("dresses a person in the colour of the coat", () => {
    const reading = read("a girl with a yellow coat in the rain");
    expect(reading.subjects[0]).toMatchObject({ kind: "person", colour: "#f4cf4d" });
    expect(reading.tint).toBeNull();
  });

  it.each([
    ["a lighthouse by the sea at sunset", { scene: "sea", daytime: "sunset" }],
    ["foggy mountains at dawn", { scene: "mountains", daytime: "dawn", weather: "fog" }],
    ["a neon city", { scene: "city", style: "neon" }],
    ["wolves under the full moon", { daytime: "night", hasFullMoon: true }],
    ["a castle in black and white", { style: "mono" }],
    ["FÓREST in the raín", { scene: "forest", weather: "rain" }],
    [
      "ein roter Fuchs im Schnee",
      { weather: "snow", subjects: [{ kind: "fox", colour: "#d1382f", count: 1 }] },
    ],
    ["zwei schwarze Katzen in der Stadt bei Nacht", { scene: "city", daytime: "night" }],
    ["ein Leuchtturm am Meer in der Abenddämmerung", { scene: "sea", daytime: "sunset" }],
  ])("reads %j", (prompt, expected) => {
    expect(read(prompt)).toMatchObject(expected);
  });

  it.each(["the sound of entropy", "", "🦊", "何か", "blue"])(
    "draws %j as an abstract",
    (prompt) => {
      expect(read(prompt).isAbstract).toBe(true);
    },
  );
});
