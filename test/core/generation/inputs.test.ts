import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChatFiles } from "../../../src/adapters/chat-files/chat-files.js";
import { createDiscordFiles } from "../../../src/adapters/chat-files/discord-files.js";
import type { OptionValue } from "../../../src/core/chat/chat-request.js";
import type { InputSource } from "../../../src/core/chat/input-source.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { ImageProvider } from "../../../src/core/ports/image-provider.js";
import { MoodyProvider } from "../../fixtures/moody-provider.js";
import { pressAgain } from "../../fixtures/press-again.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

/** Small as a file; its header says 60,000 × 60,000 pixels. */
async function aVastPicture(): Promise<Buffer> {
  const background = "red";
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background } })
    .png()
    .toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** Files of a chat, by their path; what is not here is gone. */
const files = new Map<string, Buffer>();

describe("pictures given to a request", () => {
  let server: Server;
  let workshop: Workshop;
  let origin = "";
  let downloads = 0;
  let provider = new MoodyProvider();
  const standIn: ImageProvider = {
    name: "moody",
    serves: () => true,
    canTake: ({ retention }) => retention === "keep",
    costMicroUsd: () => provider.costMicroUsd(),
    submit: (input) => provider.submit(input),
    find: (trace) => provider.find(trace),
    poll: (run) => provider.poll(run),
    cancel: (run) => provider.cancel(run),
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      downloads += 1;
      const file = files.get(request.url ?? "");
      response.writeHead(file ? 200 : 404, { "content-type": "application/octet-stream" });
      response.end(file);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const discord = createDiscordFiles({ standIns: [origin] });
    const chatFiles = createChatFiles({ discord });
    workshop = await openWorkshop(
      "pglite",
      { TRIAL_CREDITS: "100" },
      { provider: standIn, chatFiles },
    );
    files.set("/photo.jpg", await aPhoto(900, 600));
    files.set("/large.jpg", await aPhoto(2_400, 1_600));
    files.set("/page.jpg", Buffer.from("<html>hello</html>"));
    files.set("/vast.png", await aVastPicture());
    files.set("/heavy.jpg", Buffer.alloc(21 * 1024 * 1024, 1));
  });
  beforeEach(async () => {
    provider = new MoodyProvider();
    downloads = 0;
    await workshop.database.prisma.providerHealth.deleteMany();
  });
  afterAll(async () => {
    await workshop.close();
    server.close();
  });

  const inChat = (path: string): InputSource => ({
    kind: "chat_file",
    platform: "discord",
    botId: "1",
    ref: `${origin}${path}`,
  });

  type Person = Awaited<ReturnType<Workshop["aPerson"]>>;
  let asked = 0;
  function request(
    person: Person,
    inputs: readonly InputSource[],
    options: Record<string, OptionValue> = {},
  ) {
    asked += 1;
    return workshop.useCases.requestGeneration({
      requestKey: `inputs:${asked}`,
      ...person,
      options: { prompt: "make it night", ...options },
      inputs,
    });
  }

  async function play(
    inputs: readonly InputSource[],
    options: Record<string, OptionValue> = {},
    person?: Person,
  ): Promise<GenerationId> {
    const requested = await request(person ?? (await workshop.aPerson()), inputs, options);
    if (!requested.ok) throw new Error(requested.refusal.kind);
    await workshop.drain();
    return requested.value.generationId;
  }

  const read = (id: GenerationId) => workshop.pieces.database.stores.generations.read(id);

  it("reach the provider upright and without a trace of where they were taken", async () => {
    const id = await play([inChat("/photo.jpg")]);

    expect(await read(id)).toMatchObject({ state: "succeeded", modelId: "flux-kontext-pro" });
    const [given] = provider.requests[0]?.inputs ?? [];
    const metadata = await sharp(await given?.read()).metadata();
    expect(metadata).toMatchObject({ format: "png", width: 600, height: 900 });
    expect(metadata.exif).toBeUndefined();
    expect(provider.requests[0]?.aspectRatio).toBe("match_input");
  });

  it("keep their order", async () => {
    await play([inChat("/large.jpg"), inChat("/photo.jpg")]);

    expect(provider.requests[0]?.inputs.map(({ width }) => width)).toEqual([1_600, 600]);
  });

  it("are no larger than what a model that charges by size was quoted for, and that is said", async () => {
    const id = await play([inChat("/large.jpg")], { model: "flux-2-pro" });

    const [given] = provider.requests[0]?.inputs ?? [];
    const pixels = (given?.width ?? 0) * (given?.height ?? 0);
    expect(pixels).toBeGreaterThan(900_000);
    expect(pixels).toBeLessThanOrEqual(1_048_576);
    const report = await workshop.useCases.reportGeneration(id);
    expect(report).toMatchObject({ inputCount: 1, inputNotes: ["scaled_down"] });
  });

  it.each([
    ["/page.jpg", "input_unusable"],
    ["/nowhere.jpg", "input_gone"],
    ["/heavy.jpg", "input_too_large"],
    ["/vast.png", "input_too_many_pixels"],
  ])("end the request kindly when one is %s, and everything goes back", async (path, errorCode) => {
    const person = await workshop.aPerson();
    const id = await play([inChat("/photo.jpg"), inChat(path)], {}, person);

    expect(await read(id)).toMatchObject({ state: "failed", errorCode });
    expect(await workshop.useCases.readWallet(person.accountId)).toMatchObject({
      balance: 100,
      held: 0,
    });
    expect(provider.submits).toBe(0);
  });

  it("come from nowhere but the platform's own hosts", async () => {
    const elsewhere = { ...inChat(""), ref: "http://169.254.169.254/latest/meta-data" };
    expect(await read(await play([elsewhere]))).toMatchObject({ errorCode: "input_gone" });
  });

  it("are not fetched again for Again, nor for the next edit of a result", async () => {
    const person = await workshop.aPerson();
    const id = await play([inChat("/photo.jpg")], {}, person);
    const again = await pressAgain(workshop.useCases, {
      requestKey: "again",
      ...person,
      generationId: id,
    });
    expect(again.ok).toBe(true);
    await workshop.drain();
    await play([{ kind: "output", generationId: id, index: 0 }], {}, person);

    expect(downloads).toBe(1);
    const [first, second, third] = provider.requests;
    expect(await second?.inputs[0]?.read()).toEqual(await first?.inputs[0]?.read());
    expect(third?.inputs[0]).toMatchObject({ width: 8, height: 8 });
  });

  it("that are stored with us are their owner's alone", async () => {
    const id = await play([inChat("/photo.jpg")]);
    const stranger = await workshop.aPerson();
    for (const kind of ["output", "input"] as const) {
      expect(await request(stranger, [{ kind, generationId: id, index: 0 }])).toEqual({
        ok: false,
        refusal: { kind: "not_yours" },
      });
    }
  });

  it("are refused before anything is held when nobody can take them without keeping them", async () => {
    const person = await workshop.aPerson();
    asked += 1;
    const requested = await workshop.useCases.requestGeneration({
      requestKey: `inputs:${asked}`,
      ...person,
      options: { prompt: "make it night" },
      inputs: [inChat("/photo.jpg")],
      retention: "none",
    });

    expect(requested).toMatchObject({ ok: false, refusal: { kind: "cannot_be_private" } });
    expect((await workshop.useCases.readWallet(person.accountId)).held).toBe(0);
  });

  it("wait for a store that is away, and nothing counts as tried", async () => {
    provider.submitErrors.push({ code: "storage_unavailable" });
    const id = await play([inChat("/photo.jpg")]);

    const attempts = await workshop.pieces.database.stores.attempts.list(id);
    expect(attempts.map(({ state }) => state)).toEqual(["absent", "succeeded"]);
  });
});

/** As a phone takes it: lying on its side, with the place in its metadata. */
function aPhoto(width: number, height: number): Promise<Buffer> {
  const create = { width, height, channels: 3 as const, background: "#246" };
  return sharp({ create })
    .withExif({ IFD0: { Copyright: "somebody" }, IFD3: { GPSLatitude: "52/1 31/1 0/1" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}
