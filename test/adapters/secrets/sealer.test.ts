import { describe, expect, it } from "vitest";
import { createSealer } from "../../../src/adapters/secrets/sealer.js";

const secret = JSON.stringify({ token: "aW50ZXJhY3Rpb24", text: "a red fox 🦊" });

describe("sealer", () => {
  const sealer = createSealer(["first-key-of-sixteen"]);

  it("opens what it sealed, and shows nothing of it", () => {
    const sealed = sealer.seal(secret);
    expect(sealer.open(sealed)).toBe(secret);
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("token");
    expect(sealer.open(sealer.seal(""))).toBe("");
  });

  it("never seals alike twice", () => {
    expect(sealer.seal(secret)).not.toBe(sealer.seal(secret));
  });

  it("opens with an older key after a new one was put in front, and seals with the new one", () => {
    const renewed = createSealer(["second-key-of-sixteen", "first-key-of-sixteen"]);
    expect(renewed.open(sealer.seal(secret))).toBe(secret);
    expect(() => sealer.open(renewed.seal(secret))).toThrow("no key opens");
  });

  it.each([
    ["nothing", () => ""],
    ["too little", () => "AAAA"],
    ["another's", () => createSealer(["another-key-of-sixteen"]).seal(secret)],
    ["a changed one", () => flipLastBit(sealer.seal(secret))],
    ["a shortened one", () => sealer.seal(secret).slice(0, -4)],
  ])("refuses %s", (_name, make) => {
    expect(() => sealer.open(make())).toThrow(
      expect.objectContaining({ code: "not_found", retryable: false }),
    );
  });
});

function flipLastBit(sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes.toString("base64url");
}
