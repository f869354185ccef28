import { describe, expect, it } from "vitest";
import { createIdentityHash } from "../../../src/adapters/secrets/identity-hash.js";

describe("identity hash", () => {
  const hash = createIdentityHash(["a-key-of-sixteen-letters"]);

  it("is the same for a person at any time, and names nobody", () => {
    expect(hash("telegram", "12345")).toBe(hash("telegram", "12345"));
    expect(hash("telegram", "12345")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("tells people, platforms and instances apart", () => {
    const other = createIdentityHash(["another-key-of-sixteen"]);
    const hashes = [
      hash("telegram", "12345"),
      hash("discord", "12345"),
      hash("telegram", "12346"),
      hash("telegram\n1", "2345"),
      other("telegram", "12345"),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("stays when a new key is put in front: nobody gets a second trial by that", () => {
    const renewed = createIdentityHash(["a-new-key-of-sixteen", "a-key-of-sixteen-letters"]);
    expect(renewed("telegram", "12345")).toBe(hash("telegram", "12345"));
  });
});
