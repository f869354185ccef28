import { describe, expect, it } from "vitest";
import { createPolicy } from "../../../src/core/policy/policy.js";
import { allInnocent } from "./prompts.js";

const policy = createPolicy();

/**
 * The best of several runs, in processor time: what the code takes, not what the machine is busy with.
 */
function fastestMs(prompt: string): number {
  const times = Array.from({ length: prompt.length > 10_000 ? 3 : 10 }, () => {
    const start = process.cpuUsage();
    policy.check({ prompt });
    const used = process.cpuUsage(start);
    return (used.user + used.system) / 1_000;
  });
  return Math.min(...times);
}

describe("content rules: speed", () => {
  it("checks 10,000 characters of prose in less than 20 ms", () => {
    const prompt = allInnocent.join(". ").repeat(2).slice(0, 10_000);
    expect(prompt.length).toBe(10_000);
    expect(fastestMs(prompt)).toBeLessThan(20);
  });

  it.each([
    ["one letter", "a".repeat(100_000)],
    ["one letter, spaced", "b ".repeat(50_000)],
    ["digits that stand for letters", "n1".repeat(50_000)],
    ["words of signs", "n!1|l".repeat(20_000)],
    ["stars", "n*d*".repeat(25_000)],
    ["short starred words", "n**e ".repeat(20_000)],
    ["drawn-out letters", "nuuuuddde ".repeat(10_000)],
    ["beginnings of words", "nud nake chil undres ".repeat(5_000)],
    ["hits that nearly match", "remove the red old big ".repeat(4_400)],
    ["the same verb", "remove ".repeat(14_000)],
    ["harmless phrases", "naked mole rat ".repeat(6_600)],
    ["stacked marks", `n${"\u0301".repeat(100_000)}`],
    ["invisible characters", "\u200b".repeat(100_000)],
    ["one long chunk of signs", "-._".repeat(33_000)],
    ["letters and dots", "n.".repeat(50_000)],
    ["apostrophes", "'s".repeat(50_000)],
    ["lone surrogates", "\ud800".repeat(100_000)],
  ])("checks 10,000 characters of %s in less than 20 ms and 100,000 in proportion", (_, prompt) => {
    const tenth = prompt.slice(0, 10_000);
    const tenthMs = fastestMs(tenth);
    expect(tenthMs).toBeLessThan(20);
    expect(fastestMs(prompt)).toBeLessThan(20 * Math.max(tenthMs, 10));
  });
});
