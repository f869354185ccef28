import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jobDefinitions } from "../../src/jobs/job-definitions.js";

describe("the list of all kinds of jobs", () => {
  it("names every kind there is, so that each can be replayed", () => {
    const named = readdirSync("src/jobs")
      .filter((file) => file.endsWith("-job.ts") || file === "schedule-jobs.ts")
      .flatMap((file) => [
        ...readFileSync(`src/jobs/${file}`, "utf8").matchAll(/\bname: "([a-z-]+)"/g),
      ])
      .map(([, name]) => name);
    const listed = new Set(jobDefinitions.map(({ name }) => name));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => name && !listed.has(name))).toEqual([]);
  });
});
