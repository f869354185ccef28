import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pictureMarker } from "../../src/adapters/media/mark/picture-marker.js";
import { openPGlite } from "../../src/adapters/pglite/open-pglite.js";
import type { GenerationId } from "../../src/core/ids.js";
import { aDataDir } from "../fixtures/data-dir.js";
import { oneSentence, run, start } from "./atelier-process.js";

const PLAIN_PICTURE = await sharp({
  create: { width: 8, height: 8, channels: 3, background: "red" },
})
  .png()
  .toBuffer();

describe("npm run reconcile and grant", () => {
  let dataDir: { path: string; remove(): Promise<void> };
  let settings: Readonly<Record<string, string>>;
  beforeAll(async () => {
    dataDir = await aDataDir();
    settings = { DATA_DIR: dataDir.path, PORT: "0" };
  });
  afterAll(() => dataDir.remove());

  const cli = (...args: string[]) => run("cli", { settings, args });
  const grant = (credits: string) =>
    cli(
      "grant",
      "--platform",
      "telegram",
      "--user",
      "12345",
      "--credits",
      credits,
      "--reason",
      "goodwill",
    );
  const said = (text: string) => ({ code: 0, stdout: `${text}\n`, stderr: "" });

  it("run through the service that owns the data folder, which a second one is refused", {
    timeout: 60_000,
  }, async () => {
    const service = start("main", { settings });
    const url = await service.isReady();

    expect(await grant("20")).toEqual(said("Granted 20 credits. Now available: 44."));
    const [second, books] = await Promise.all([run("main", { settings }), cli("reconcile")]);
    expect(second).toEqual(oneSentence(/^Another Atelier process is using .*DATABASE_URL/));
    expect(books).toEqual(said("The books agree: 1 wallet checked."));
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const file = join(dataDir.path, "picture.png");
    await writeFile(file, PLAIN_PICTURE);
    expect(await cli("verify-image", file)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Not known: no file of ours has these bytes/),
    });

    service.signal("SIGTERM");
    expect(await service.end).toBe(0);
    expect(service.stderr()).toBe("");
  });

  it("open the database themselves when no service runs, and tell a difference by exit 1", async () => {
    await changeBehindTheRules("UPDATE wallets SET balance = balance + 1");

    const found = await cli("reconcile");
    expect(found).toMatchObject({ code: 1, stderr: "" });
    expect(found.stdout).toMatch(
      /^The books do not agree: 1 of 1 wallet\.\nwallet \S+: the balance is 45, but/,
    );
  });

  it("answers what it does not understand without a trace", async () => {
    const [nothing, unknown] = await Promise.all([cli(), cli("grant", "--colour", "red")]);
    expect(nothing).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^Usage: npm run/),
    });
    expect(unknown).toMatchObject({ code: 1, stdout: "" });
    expect(unknown.stderr).toMatch(/^Unknown option '--colour'/);
    expect(unknown.stderr).not.toMatch(/\n +at /);
  });

  it("tells of a picture what stands in it where there is no data yet, and of what is none in a sentence", async () => {
    const DATA_DIR = join(dataDir.path, "not-yet");
    const verify = (file: string) =>
      run("cli", { settings: { DATA_DIR }, args: ["verify-image", file] });
    const [marked, plain, text] = ["marked.png", "plain.png", "text.zip"].map((name) =>
      join(dataDir.path, name),
    ) as [string, string, string];
    const generationId = "0f8fad5b-d9cb-469f-a165-70867728950e" as GenerationId;
    const madeAt = new Date("2026-05-01T12:00:00Z");
    const facts = { generationId, modelName: "FLUX", isEdit: false, prompt: null, madeAt };
    const packed = pictureMarker.mark(PLAIN_PICTURE, facts)!.bytes;
    await writeFile(marked, packed);
    await writeFile(plain, PLAIN_PICTURE);
    await writeFile(text, Buffer.concat([Buffer.from("PK\u0003\u0004"), packed]));

    expect(await verify(marked)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Its metadata claims that .* made it, which anybody can write\. It names generation \S+\. There is no data in/,
      ),
      stderr: "",
    });
    expect(await verify(plain)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Not known: nothing in it says/),
    });
    expect(await verify(text)).toEqual(
      oneSentence(/text\.zip is neither a picture nor a clip\.$/m),
    );
    expect(await verify(join(dataDir.path, "x.png"))).toEqual(
      oneSentence(/^There is no file .*x\.png\.$/m),
    );
  });

  it("names every fault of a grant, and of the settings", async () => {
    const [faulty, port] = await Promise.all([
      cli("grant", "--platform", "fax", "--credits", "lots"),
      run("cli", { settings: { ...settings, PORT: "x" }, args: ["reconcile"] }),
    ]);
    expect(faulty).toEqual({
      code: 1,
      stdout: "",
      stderr: [
        "--platform: should be discord or telegram",
        "--user: should be the platform's numeric id",
        "--credits: should be a whole number from 1 to 1000000",
        "--reason: should be a word such as goodwill or test_credits\n",
      ].join("\n"),
    });
    expect(port).toEqual(oneSentence(/^PORT: should be/));
  });

  /** What no program of ours can do. */
  async function changeBehindTheRules(sql: string): Promise<void> {
    const pglite = await openPGlite(join(dataDir.path, "pglite"));
    await pglite.exec(`SET session_replication_role = replica; ${sql}`);
    await pglite.close();
  }
});
