import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SEED } from "../../src/sandbox/discord-api/world/seed.js";
import { seedIds } from "../../src/sandbox/telegram-api/seed.js";
import { hasExiftool, readMetadata, withMetadata } from "../fixtures/exiftool.js";
import { openService, type Service } from "../fixtures/service.js";

const { ana } = seedIds;
const ada = { userId: SEED.users.ada, channelId: SEED.channels.general };
const FOUND_MS = 30_000;
/** Whose it is, where and by what it was taken: in every place where a camera or a program may write it. */
const SECRET = "Villa-Rosengarten-17";
const TAGS = {
  "EXIF:Artist": SECRET,
  "EXIF:Model": SECRET,
  "EXIF:GPSLatitude": "51.5",
  "EXIF:GPSLatitudeRef": "N",
  "EXIF:GPSLongitude": "7.25",
  "EXIF:GPSLongitudeRef": "E",
  "XMP:Creator": SECRET,
  "XMP:Location": SECRET,
};
const OF_JPEG = { "IPTC:City": SECRET, Comment: SECRET };

describe.skipIf(!hasExiftool).each(["replicate", "fal"] as const)(
  "what a photograph tells beside its picture, at %s",
  (provider) => {
    let service: Service;
    const given: Uint8Array[] = [];
    beforeAll(async () => {
      service = await openService({ TRIAL_CREDITS: "100", IMAGE_PROVIDERS: provider });
      const photo = () =>
        sharp({ create: { width: 96, height: 64, channels: 3, background: "#2980b9" } });
      given.push(
        await withMetadata(await photo().jpeg().toBuffer(), { ...TAGS, ...OF_JPEG }),
        await withMetadata(await photo().png().toBuffer(), { ...TAGS, "PNG:Comment": SECRET }),
        await withMetadata(await photo().webp().toBuffer(), TAGS),
      );
    });
    afterAll(() => service.close());

    it("reaches neither the provider nor what is stored", { timeout: 90_000 }, async () => {
      for (const bytes of given) {
        expect(await readMetadata(bytes)).toContain("EXIF:GPS:GPSLatitude");
        await editOnTelegram(bytes);
      }
      await editOnDiscord(given[0] as Uint8Array);

      const received = await picturesReceived();
      expect(received).toHaveLength(4);
      for (const bytes of received) expect(await readMetadata(bytes)).toEqual([]);

      const stored = await storedFiles();
      expect(stored.filter(({ path }) => path.includes("inputs"))).toHaveLength(4);
      for (const { path, bytes } of stored) {
        expect([path, bytes.includes(SECRET)]).toEqual([path, false]);
        const tags = await readMetadata(bytes);
        expect([path, tags.filter((tag) => /GPS|EXIF|IPTC/.test(tag))]).toEqual([path, []]);
        if (path.includes("inputs")) expect([path, tags]).toEqual([path, []]);
      }
    });

    async function editOnTelegram(bytes: Uint8Array): Promise<void> {
      const { telegram } = service.sandbox;
      const place = { userId: ana, chatId: ana };
      const file = { bytes, fileName: "photo.jpg", caption: "winter" };
      const sent = await telegram.sendDocument({ ...place, ...file });
      await telegram.waitForMessage(
        ana,
        ({ message_id, photo }) => message_id > sent.message_id && photo !== undefined,
        FOUND_MS,
      );
    }

    async function editOnDiscord(bytes: Uint8Array): Promise<void> {
      const image = { filename: "photo.jpg", bytes };
      const options = { instruction: "winter", image };
      const run = await service.sandbox.discord.runCommand({ ...ada, name: "edit", options });
      await run.waitForMessage(
        ({ buttons }) => buttons.some(({ label }) => label === "Again"),
        FOUND_MS,
      );
    }

    /** At the addresses that it was given: our links, or in the request itself. */
    function picturesReceived(): Promise<Uint8Array[]> {
      const posts = service.sandbox[provider]?.posts() ?? [];
      const values = posts.flatMap(({ input }) => Object.values(input).flat());
      const addresses = values.filter((value) => /^(https?:|data:image)/.test(String(value)));
      return Promise.all(
        addresses.map(
          async (address) => new Uint8Array(await (await fetch(String(address))).arrayBuffer()),
        ),
      );
    }

    async function storedFiles(): Promise<{ path: string; bytes: Buffer }[]> {
      const folder = join(service.dataDir, "objects");
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
    }
  },
);
