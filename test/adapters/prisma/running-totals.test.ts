import { describe, expect, it } from "vitest";
import { createRunningTotals } from "../../../src/adapters/prisma/running-totals.js";

const start = Date.UTC(2026, 0, 1);
const minutes = (count: number) => new Date(start + count * 60_000);

/** Rows by their time; every read is remembered. */
function aSource(times: Date[]) {
  const spans: { after: Date; until: Date }[] = [];
  return {
    times,
    spans,
    first: async () => times[0] ?? null,
    async read(span: { after: Date; until: Date }) {
      spans.push(span);
      await new Promise((resolve) => setTimeout(resolve, 1));
      const count = times.filter((at) => at > span.after && at <= span.until).length;
      return count === 0 ? [] : [{ labels: ["made"], figures: [count] }];
    },
  };
}

describe("running totals", () => {
  const countOf = (totals: readonly { figures: readonly number[] }[]) => totals[0]?.figures[0];

  it("count every row once, however often and by how many at once they are asked", async () => {
    const source = aSource([0, 1, 5_000, 9_998.5, 9_999.5].map(minutes));
    const totals = createRunningTotals(source);
    const all = await Promise.all([1, 2, 3].map(() => totals.upTo(minutes(10_000))));
    expect(all.map(countOf)).toEqual([5, 5, 5]);
    expect(countOf(await totals.upTo(minutes(10_100)))).toBe(5);
  });

  it("see a row that was committed later than its time says", async () => {
    const source = aSource([minutes(0)]);
    const totals = createRunningTotals(source);
    expect(countOf(await totals.upTo(minutes(100)))).toBe(1);
    source.times.push(minutes(99.5));
    expect(countOf(await totals.upTo(minutes(100.1)))).toBe(2);
    expect(countOf(await totals.upTo(minutes(200)))).toBe(2);
  });

  it("read what is old once, a day at a time", async () => {
    const source = aSource([minutes(0)]);
    const totals = createRunningTotals(source);
    await totals.upTo(minutes(3 * 24 * 60));
    const before = source.spans.length;
    const longest = Math.max(...source.spans.map(({ after, until }) => +until - +after));
    expect(longest).toBeLessThanOrEqual(24 * 60 * 60_000);
    await totals.upTo(minutes(3 * 24 * 60 + 1));
    expect(source.spans.length - before).toBe(2);
  });

  it("begin anew where a failed read left off", async () => {
    const source = aSource([minutes(0), minutes(1)]);
    const { read } = source;
    source.read = async () => {
      source.read = read;
      throw new Error("the database is away");
    };
    const totals = createRunningTotals(source);
    await expect(totals.upTo(minutes(50))).rejects.toThrow("away");
    expect(countOf(await totals.upTo(minutes(50)))).toBe(2);
  });
});
