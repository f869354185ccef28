import { describe, expect, it } from "vitest";
import { createTurns } from "../../src/core/turns.js";

describe("turns", () => {
  it("lets so many work at once and the rest begin in the order they came", async () => {
    const takeTurn = createTurns(2);
    const begun: string[] = [];
    const end = new Map<string, () => void>();
    const work = (name: string) =>
      takeTurn(() => {
        begun.push(name);
        return new Promise<void>((resolve) => end.set(name, resolve));
      });
    const all = ["a", "b", "c", "d"].map(work);

    await settled();
    expect(begun).toEqual(["a", "b"]);
    end.get("b")?.();
    await settled();
    expect(begun).toEqual(["a", "b", "c"]);
    end.get("a")?.();
    await settled();
    expect(begun).toEqual(["a", "b", "c", "d"]);
    end.get("c")?.();
    end.get("d")?.();
    await Promise.all(all);
  });

  it("gives the turn on after a failure, and hands the failure to whoever asked", async () => {
    const takeTurn = createTurns(1);
    const failed = takeTurn(async () => {
      throw new Error("broken");
    });
    const next = takeTurn(async () => "fine");

    await expect(failed).rejects.toThrow("broken");
    await expect(next).resolves.toBe("fine");
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
