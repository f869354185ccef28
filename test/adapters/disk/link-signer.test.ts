import { describe, expect, it } from "vitest";
import { createLinkSigner } from "../../../src/adapters/disk/link-signer.js";

const clock = { now: () => new Date("2026-05-01T12:00:00Z") };

describe("link signer", () => {
  it("accepts links of an older key after a new one was put in front", () => {
    const before = createLinkSigner({ keys: ["old"], clock });
    const after = createLinkSigner({ keys: ["new", "old"], clock });
    const oldLink = before.sign("/objects/a", { expiresInSeconds: 60 });
    const newLink = after.sign("/objects/a", { expiresInSeconds: 60 });

    expect(after.verify(oldLink)).toBe("/objects/a");
    expect(after.verify(newLink)).toBe("/objects/a");
    expect(before.verify(newLink)).toBeNull();
  });

  it.each(["", "?", "/objects/a", "/objects/a?expires=9999999999", "//?expires=&signature="])(
    "refuses %j",
    (link) => {
      expect(createLinkSigner({ keys: ["k"], clock }).verify(link)).toBeNull();
    },
  );
});
