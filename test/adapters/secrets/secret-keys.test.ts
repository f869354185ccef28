import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadOrCreateSecretKeys } from "../../../src/adapters/secrets/secret-keys.js";

describe("secret keys of an instance that was given none", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "atelier-keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("are made once, strong, and readable by their owner alone", () => {
    const dataDir = join(folder, "new");
    const [key] = loadOrCreateSecretKeys(dataDir);
    expect(Buffer.from(key, "base64url")).toHaveLength(32);
    expect(loadOrCreateSecretKeys(dataDir)).toEqual([key]);
    expect(statSync(join(dataDir, "secret-key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(["secret-key"]);
  });

  it("differ from those of another instance", () => {
    expect(loadOrCreateSecretKeys(join(folder, "a"))).not.toEqual(
      loadOrCreateSecretKeys(join(folder, "b")),
    );
  });

  it("never become an empty key", () => {
    writeFileSync(join(folder, "secret-key"), "\n");
    expect(() => loadOrCreateSecretKeys(folder)).toThrow(/secret-key cannot be used: it is empty/);
  });
});
