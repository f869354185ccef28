import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { markPicture, pictureMarker } from "../../../src/adapters/media/mark/picture-marker.js";
import { createIdentifyPicture } from "../../../src/core/generation/identify-picture.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { FetchedFile } from "../../../src/core/ports/chat-files.js";
import { createVerifyCommand } from "../../../src/operator/verify-command.js";
import { databaseKinds } from "../../fixtures/database.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

describe.each(databaseKinds())("where a picture comes from, on %s", (kind) => {
  let workshop: Workshop;
  let file: FetchedFile = { kind: "gone" };
  beforeAll(async () => {
    const chatFiles = { fetch: async () => file };
    workshop = await openWorkshop(kind, { TRIAL_CREDITS: "20" }, { chatFiles });
  });
  afterAll(() => workshop.close());

  let requests = 0;
  const picture = { kind: "chat_file", platform: "telegram", botId: "1", ref: "f" } as const;

  async function make(person?: Awaited<ReturnType<Workshop["aPerson"]>>) {
    const { accountId, target } = person ?? (await workshop.aPerson());
    const asked = { requestKey: `origin:${requests++}`, accountId, target };
    const options = { prompt: "a secret fox" };
    const made = await workshop.useCases.requestGeneration({ ...asked, options });
    if (!made.ok) throw new Error(made.refusal.kind);
    const { generationId, deliveryId, report } = made.value;
    await workshop.useCases.showProgress(deliveryId, report);
    await workshop.drain();
    const [output] = await workshop.pieces.database.stores.generations.listOutputs(generationId);
    const bytes = await workshop.pieces.objects.get(output?.asset?.key ?? "");
    const messageId = `m${workshop.sent.length}`;
    return { generationId, bytes, target, messageId };
  }

  function askAbout(bytes: Uint8Array) {
    file = { kind: "fetched", bytes };
    return workshop.useCases.askOrigin({ message: null, picture });
  }

  const turned = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from("x")]);

  it("is known by its bytes, also to the operator, and never by the words", async () => {
    const { bytes, generationId } = await make();
    const made = { generationId, modelName: "FLUX.1 schnell" };
    expect(await askAbout(bytes)).toMatchObject({ kind: "ours", by: "bytes", made });
    expect(Buffer.from(bytes).includes("secret")).toBe(false);

    const verify = createVerifyCommand(createIdentifyPicture(workshop.pieces));
    const report = await verify(pictureMarker.examine(bytes));
    expect(report).toMatchObject({ isFine: true });
    expect(report.text).toContain(`FLUX.1 schnell. Generation: ${generationId.slice(0, 8)}`);
    expect(report.text).not.toContain("secret");
    expect(await verify(pictureMarker.examine(turned(bytes)))).toMatchObject({
      text: expect.stringContaining("not the bytes we store"),
    });
    expect(await verify(pictureMarker.examine(Buffer.from("hello")))).toMatchObject({
      isFine: false,
    });
  });

  it("is claimed by its mark when its bytes are others", async () => {
    const { bytes, generationId } = await make();
    expect(await askAbout(turned(bytes))).toMatchObject({
      kind: "claimed",
      tool: "Atelier (FLUX.1 schnell)",
      made: { generationId },
    });
    const forged = markPicture(bytes, {
      generationId: "0b3f6a52-9d4e-4c1b-8a77-2f1e5d6c7b88" as GenerationId,
      modelName: "X",
      isEdit: false,
      prompt: null,
      madeAt: new Date(),
    });
    expect(await askAbout(forged ?? bytes)).toMatchObject({ kind: "claimed", made: null });
  });

  it("is known by the message that shows it, whatever the platform made of it", async () => {
    const { generationId, target, messageId } = await make();
    const { platform, botId, chatId } = target;
    const message = { platform, botId, chatId, messageId };
    file = { kind: "fetched", bytes: Buffer.from("another file") };
    const asked = workshop.useCases.askOrigin({ message, picture });
    expect(await asked).toMatchObject({ kind: "ours", by: "message", made: { generationId } });
  });

  it("is unknown, or cannot be fetched", async () => {
    expect(await askAbout(Buffer.from("another file"))).toEqual({ kind: "unknown" });
    file = { kind: "gone" };
    const asked = workshop.useCases.askOrigin({ message: null, picture });
    expect(await asked).toEqual({ kind: "gone" });
  });

  it("says the words where their author wants it so", async () => {
    const person = await workshop.aPerson();
    await workshop.useCases.changePreferences(person.accountId, { promptInPictures: true });
    const { bytes } = await make(person);
    expect(Buffer.from(bytes).includes("a secret fox")).toBe(true);
  });
});
