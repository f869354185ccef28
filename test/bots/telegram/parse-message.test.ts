import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balanceCommand } from "../../../src/bots/commands/balance.js";
import { imagineCommand } from "../../../src/bots/commands/imagine.js";
import { jobCommand } from "../../../src/bots/commands/job.js";
import { settingsCommand } from "../../../src/bots/commands/settings.js";
import { parseArguments, parseCommand } from "../../../src/bots/telegram/parse-message.js";

describe("telegram: reading a command", () => {
  it.each([
    ["/imagine a fox", { name: "imagine", botName: null, rest: "a fox" }],
    ["/imagine@Atelier_Bot a fox", { name: "imagine", botName: "atelier_bot", rest: "a fox" }],
    ["/Imagine", { name: "imagine", botName: null, rest: "" }],
    ["/imagine\na fox\nin snow", { name: "imagine", botName: null, rest: "a fox\nin snow" }],
    ["/imagine   ", { name: "imagine", botName: null, rest: "" }],
  ])("reads %j", (text, expected) => {
    expect(parseCommand(text)).toEqual(expected);
  });

  it.each(["a fox", " /imagine a fox", "/", "/usr/bin", "/imagine:fox", "see /imagine", ""])(
    "takes %j for talk",
    (text) => {
      expect(parseCommand(text)).toBeNull();
    },
  );
});

describe("telegram: reading what follows /imagine", () => {
  it.each([
    ["a red fox", { prompt: "a red fox" }],
    [
      "a red fox aspect:16:9 count:2 seed:7 private:yes",
      { prompt: "a red fox", aspect: "16:9", count: "2", seed: "7", private: true },
    ],
    ["a poster in ratio 3:2", { prompt: "a poster in ratio 3:2" }],
    ["a clock, time: noon", { prompt: "a clock, time: noon" }],
    ["a ratio 3:4 poster", { prompt: "a ratio 3:4 poster" }],
    ["a clock at 12:30", { prompt: "a clock at 12:30" }],
    ["Note: a fox", { prompt: "Note: a fox" }],
    ["a sign that says foo:bar in red", { prompt: "a sign that says foo:bar in red" }],
    ["a sign that says foo: bar", { prompt: "a sign that says foo: bar" }],
    ["a fox :smile:", { prompt: "a fox :smile:" }],
    ["a mug that says mailto:me@example.org", { prompt: "a mug that says mailto:me@example.org" }],
    ["a badge with private:'keep out' on it", { prompt: "a badge with private:'keep out' on it" }],
    ["a fox model:'flux dev' count:2", { prompt: "a fox", model: "'flux dev'", count: "2" }],
    ["a fox model:' OR 1=1", { prompt: "a fox", model: "' OR 1=1" }],
    ["a link to https://example.org", { prompt: "a link to https://example.org" }],
    ["a seed:7 packet in soil", { prompt: "a seed:7 packet in soil" }],
    ["a fox seed: 7", { prompt: "a fox seed: 7" }],
    ["a fox seed:", { prompt: "a fox seed:" }],
    ["a fox Aspect:16:9", { prompt: "a fox", aspect: "16:9" }],
    ["a fox\naspect:1:1\ncount:3", { prompt: "a fox", aspect: "1:1", count: "3" }],
    ["a fox count:2 count:3", { prompt: "a fox", count: "3" }],
    ["a fox count:two", { prompt: "a fox", count: "two" }],
    ["aspect:16:9", { aspect: "16:9" }],
    ["prompt:a fox", { prompt: "a fox" }],
    ["Prompt: a fox seed:7", { prompt: "a fox", seed: "7" }],
    ["a\u202Efox", { prompt: "a\u202Efox" }],
    ["", {}],
  ])("reads %j", (text, expected) => {
    expect(parseArguments(imagineCommand, text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ["yes", true],
    ["JA", true],
    ["true", true],
    ["1", true],
    ["no", false],
    ["Nein", false],
    ["false", false],
    ["0", false],
  ])("takes private:%s as %s", (typed, expected) => {
    const parsed = parseArguments(imagineCommand, `a fox private:${typed}`);
    expect(parsed).toEqual({ ok: true, value: { prompt: "a fox", private: expected } });
  });

  it("refuses a private that is neither yes nor no, for it decides who sees the picture", () => {
    expect(parseArguments(imagineCommand, "a fox private:maybe")).toEqual({
      ok: false,
      refusal: {
        kind: "invalid_option",
        option: "private",
        problem: { kind: "unknown_choice", given: "maybe", choices: ["yes", "no"] },
      },
    });
  });

  it.each(["apsect:16:9", "aspct:16:9", "aspects:16:9", "cuont:2", "privat:yes", "modle:flux-dev"])(
    "asks about the slip in %s instead of paying for it",
    (word) => {
      const parsed = parseArguments(imagineCommand, `a fox ${word}`);
      expect(parsed).toMatchObject({ refusal: { problem: { kind: "unknown_option" } } });
    },
  );

  it.each([
    ["aspect_ratio:7:9", "aspect_ratio"],
    ["aspect-ratio:16:9", "aspect-ratio"],
    ["Style:anime", "style"],
    ["seitenverhältnis:16:9", "seitenverhältnis"],
    ["foo:bar", "foo"],
    ["count:2 quality:high", "quality"],
    ["quality:high count:2", "quality"],
  ])("asks about %s at the end, which no option is called", (words, option) => {
    const parsed = parseArguments(imagineCommand, `a fox ${words}`);
    const known = imagineCommand.options
      .map(({ name }) => name)
      .filter((name) => name !== "prompt");
    expect(parsed).toEqual({
      ok: false,
      refusal: { kind: "invalid_option", option, problem: { kind: "unknown_option", known } },
    });
  });

  it("names every option that has a name to be written with", () => {
    const parsed = parseArguments(settingsCommand, "foo:bar");
    const known = ["private", "words", "language", "ask_above"];
    expect(parsed).toMatchObject({ refusal: { problem: { kind: "unknown_option", known } } });
  });

  it("never loses or changes a word of a prompt without options", () => {
    const word = fc.stringMatching(/^[^\s:]{1,12}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const prompt = words.join(" ");
        expect(parseArguments(imagineCommand, prompt)).toEqual({ ok: true, value: { prompt } });
      }),
    );
  });

  it("reads 4,096 characters of option-like words in no time", () => {
    const startedAt = performance.now();
    parseArguments(imagineCommand, `fox ${"seed:1 ".repeat(580)}`);
    parseArguments(imagineCommand, `${"a".repeat(2_000)} ${"seed:1 ".repeat(290)}`);
    parseArguments(imagineCommand, `fox ${"seed:'1 ".repeat(500)}`);
    parseArguments(imagineCommand, " ".repeat(4_000));
    parseArguments(imagineCommand, `a${" ".repeat(4_000)}b`);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe("telegram: reading what follows other commands", () => {
  it("gives free text to the first text option when none is required", () => {
    expect(parseArguments(jobCommand, "1a2b3c4d")).toEqual({ ok: true, value: { id: "1a2b3c4d" } });
    expect(parseArguments(jobCommand, "id:1a2b3c4d")).toEqual({
      ok: true,
      value: { id: "1a2b3c4d" },
    });
  });

  it("passes over text a command has no use for", () => {
    expect(parseArguments(balanceCommand, "please")).toEqual({ ok: true, value: {} });
    expect(parseArguments(balanceCommand, "foo:bar")).toEqual({ ok: true, value: {} });
    expect(parseArguments(jobCommand, "foo:bar")).toEqual({ ok: true, value: { id: "foo:bar" } });
  });
});
