import { describe, expect, it } from "vitest";
import { createPolicy } from "../../../src/core/policy/policy.js";
import type { Rule } from "../../../src/core/policy/rule.js";
import { allRules } from "../../../src/core/policy/rules/registry.js";
import { mentions, terms } from "../../../src/core/policy/terms.js";
import { REASON_CODES } from "../../../src/core/policy/verdict.js";
import { blockedPrompts, innocentPrompts } from "./prompts.js";

const policy = createPolicy();

describe.each(REASON_CODES)("content rules: %s", (reasonCode) => {
  const { plain, disguised } = blockedPrompts(reasonCode);
  const innocent = innocentPrompts(reasonCode);

  it("has enough prompts to say so", () => {
    expect(plain.length).toBeGreaterThanOrEqual(40);
    expect(disguised.length).toBeGreaterThanOrEqual(10);
    expect(innocent.length).toBeGreaterThanOrEqual(40);
  });

  it.each(plain)("blocks %j for its reason", (prompt) => {
    expect(policy.check({ prompt })).toMatchObject({ kind: "block", reasonCode });
  });

  it.each(disguised)("blocks the disguised %j for its reason", (prompt) => {
    expect(policy.check({ prompt })).toMatchObject({ kind: "block", reasonCode });
  });

  it.each(innocent)("allows %j", (prompt) => {
    expect(policy.check({ prompt })).toEqual({ kind: "allow" });
  });
});

describe("content rules: policy", () => {
  it("allows an empty prompt and one of signs only", () => {
    expect(policy.check({ prompt: "" })).toEqual({ kind: "allow" });
    expect(policy.check({ prompt: " …!? \u200b\u202e 🎨 " })).toEqual({ kind: "allow" });
  });

  it("gives the gravest reason when several apply", () => {
    expect(policy.check({ prompt: "undress the naked child, gore" })).toMatchObject({
      reasonCode: "sexual_minors",
    });
  });

  it("names every rule once, after its reason", () => {
    const ids = allRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const rule of allRules) expect(rule.id.startsWith(`${rule.reasonCode}.`)).toBe(true);
    expect(new Set(allRules.map((rule) => rule.reasonCode))).toEqual(new Set(REASON_CODES));
  });

  it("unmasks the words of any rule it is given", () => {
    const UMBRELLA = terms("umbrella");
    const rule: Rule = {
      id: "gore.umbrella",
      reasonCode: "gore",
      vocabulary: [UMBRELLA],
      matches: (text) => text.views.some((words) => mentions(words, UMBRELLA)),
    };
    const noUmbrellas = createPolicy([rule]);

    expect(noUmbrellas.check({ prompt: "nude woman" })).toEqual({ kind: "allow" });
    for (const prompt of ["Umbrella", "umbr3ll4", "u m b r e l l a", "umbrеlla", "umbreeeella"]) {
      expect(noUmbrellas.check({ prompt })).toMatchObject({ ruleId: "gore.umbrella" });
    }
  });
});
