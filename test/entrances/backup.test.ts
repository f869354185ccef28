import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDataDir } from "../fixtures/data-dir.js";
import { oneSentence, run, start } from "./atelier-process.js";

describe("npm run backup and restore", () => {
  let dataDir: { path: string; remove(): Promise<void> };
  let root: string;
  beforeAll(async () => {
    dataDir = await aDataDir();
    root = mkdtempSync(join(tmpdir(), "atelier-backups-"));
  });
  afterAll(async () => {
    await dataDir.remove();
    rmSync(root, { recursive: true, force: true });
  });

  it("copy a running instance, and fill a new one with it", { timeout: 180_000 }, async () => {
    const settings = { DATA_DIR: dataDir.path, PORT: "0" };
    const fresh = { DATA_DIR: join(root, "fresh"), PORT: "0" };
    const service = start("main", { settings });
    await service.isReady();
    const who = ["--platform", "telegram", "--user", "12345"];
    const grant = ["grant", ...who, "--credits", "20", "--reason", "goodwill"];
    await run("cli", { settings, args: grant });

    const saved = await run("cli", { settings, args: ["backup", "--to", join(root, "monday")] });
    const inUse = await run("cli", { settings, args: ["restore", "--from", join(root, "monday")] });
    const again = await run("cli", { settings, args: ["backup", "--to", join(root, "monday")] });
    const restored = await run("cli", {
      settings: fresh,
      args: ["restore", "--from", join(root, "monday")],
    });

    expect(saved).toMatchObject({ code: 0, stderr: "" });
    expect(saved.stdout).toMatch(
      /^Saved \d+ rows of \d+ tables and 0 pictures to .*monday\.\n.*key/,
    );
    expect(inUse).toEqual(oneSentence(/^Another Atelier process is using/));
    expect(again).toEqual(oneSentence(/monday is not empty/));
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(restored.stdout).toMatch(
      /^Restored \d+ rows .*\nThe books agree: 1 wallet checked\.\n$/,
    );
    expect(statSync(join(fresh.DATA_DIR, "secret-key")).mode & 0o777).toBe(0o600);

    const more = await run("cli", { settings: fresh, args: grant });
    expect(more.stdout).toBe("Granted 20 credits. Now available: 64.\n");
    service.signal("SIGTERM");
    expect(await service.end).toBe(0);
  });

  it("say how they are asked for, and what a folder lacks", async () => {
    const settings = { DATA_DIR: join(root, "unused"), PORT: "0" };
    const [vague, empty] = await Promise.all([
      run("cli", { settings, args: ["backup"] }),
      run("cli", { settings, args: ["restore", "--from", root] }),
    ]);
    expect(vague).toMatchObject({ code: 1, stdout: "" });
    expect(vague.stderr).toContain("npm run backup -- --to <new folder>");
    expect(empty).toEqual(oneSentence(/is not a whole backup: it has no manifest\.json/));
  });
});
