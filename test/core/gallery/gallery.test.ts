import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { thumbnailKey } from "../../../src/core/gallery/copies.js";
import { NO_FILTER } from "../../../src/core/gallery/list-gallery.js";
import type { GenerationId } from "../../../src/core/ids.js";
import type { GalleryFilter } from "../../../src/core/ports/gallery-store.js";
import { databaseKinds } from "../../fixtures/database.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

type Person = Awaited<ReturnType<Workshop["aPerson"]>>;

describe.each(databaseKinds())("the gallery, on %s", (kind) => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop(kind, {
      TRIAL_CREDITS: "200",
      MAX_OPEN_PER_PERSON: "50",
      MAX_REQUESTS_PER_MINUTE: "1000",
    });
  });
  afterAll(() => workshop.close());

  let nextKey = 0;
  async function make(person: Person, options: Record<string, string | number>) {
    nextKey += 1;
    const asked = await workshop.useCases.requestGeneration({
      requestKey: `gallery:${kind}:${nextKey}`,
      ...person,
      options,
    });
    if (!asked.ok) throw new Error(JSON.stringify(asked.refusal));
    await workshop.drain();
    return asked.value.generationId;
  }

  const list = (person: Person, filter: Partial<GalleryFilter> = {}) =>
    workshop.useCases.listGallery({
      accountId: person.accountId,
      filter: { ...NO_FILTER, ...filter },
      limit: 50,
    });
  const places = async (person: Person, filter: Partial<GalleryFilter> = {}) =>
    (await list(person, filter)).pictures.map(({ generationId, index }) => [generationId, index]);
  const stores = () => workshop.pieces.database.stores;
  const assetOf = async (id: GenerationId, index = 0) =>
    (await stores().generations.listOutputs(id))[index]!.asset!;

  it("shows one's own pictures, the newest request first and those of a request in order", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const first = await make(ada, { prompt: "a red fox" });
    const batch = await make(ada, { prompt: "two boats", count: 2 });
    await make(ben, { prompt: "a blue whale" });

    expect(await places(ada)).toEqual([
      [batch, 0],
      [batch, 1],
      [first, 0],
    ]);
  });

  it("looks for words as they can stand in a prompt, whatever a chat sends along", async () => {
    const person = await workshop.aPerson();
    const fox = await make(person, { prompt: "a red fox" });
    const filter = { ...NO_FILTER, words: "red\0fox" };
    const sheet = await workshop.useCases.browseGallery({ accountId: person.accountId, filter });
    expect(sheet.pictures.map(({ generationId }) => generationId)).toEqual([fox]);
    expect(sheet.filter.words).toBe("red fox");
  });

  it("turns pages back and forth without a gap or a repeat, over a batch and deleted pictures", async () => {
    const ada = await workshop.aPerson();
    for (let made = 0; made < 4; made += 1) await make(ada, { prompt: "a boat", count: 2 });
    const all = (await list(ada)).pictures;
    const turn = (cursor?: Parameters<typeof workshop.useCases.listGallery>[0]["cursor"]) =>
      workshop.useCases.listGallery({
        accountId: ada.accountId,
        filter: NO_FILTER,
        cursor,
        limit: 3,
      });

    const one = await turn();
    const two = await turn({ place: one.pictures.at(-1)!, direction: "older" });
    const three = await turn({ place: two.pictures.at(-1)!, direction: "older" });
    expect([...one.pictures, ...two.pictures, ...three.pictures]).toEqual(all);
    expect([one.hasNewer, one.hasOlder]).toEqual([false, true]);
    expect([two.hasNewer, two.hasOlder]).toEqual([true, true]);
    expect([three.hasNewer, three.hasOlder]).toEqual([true, false]);

    const back = await turn({ place: three.pictures[0]!, direction: "newer" });
    expect(back.pictures).toEqual(two.pictures);
    const top = await turn({ place: two.pictures[0]!, direction: "newer" });
    expect(top).toEqual(one);

    const { generationId, index } = one.pictures.at(-1)!;
    await workshop.useCases.deletePictures({ ...ada, generationId, outputIndex: index });
    const again = await turn({ place: { generationId, index }, direction: "older" });
    expect(again.pictures).toEqual(two.pictures);
  });

  it("lists nothing from a place that is somebody else's", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const generationId = await make(ada, { prompt: "a red fox" });
    await make(ben, { prompt: "a blue whale" });
    const page = await workshop.useCases.listGallery({
      accountId: ben.accountId,
      filter: NO_FILTER,
      cursor: { place: { generationId, index: 0 }, direction: "older" },
      limit: 3,
    });
    expect(page.pictures).toEqual([]);
  });

  it("finds by model, words in any order, and favourites; signs in words mean themselves", async () => {
    const ada = await workshop.aPerson();
    const fox = await make(ada, { prompt: "A red fox, 100% wool" });
    const boat = await make(ada, { prompt: "a boat_house by the lake", model: "flux-dev" });
    await workshop.useCases.setFavourite({ ...ada, generationId: boat, outputIndex: 0, on: true });

    expect(await places(ada, { modelId: "flux-dev" })).toEqual([[boat, 0]]);
    expect(await places(ada, { words: "wool FOX" })).toEqual([[fox, 0]]);
    expect(await places(ada, { words: "0%" })).toEqual([[fox, 0]]);
    expect(await places(ada, { words: "t_h" })).toEqual([[boat, 0]]);
    expect(await places(ada, { words: "e_f" })).toEqual([]);
    expect(await places(ada, { isFavourite: true })).toEqual([[boat, 0]]);
    expect(await places(ada, { kind: "picture" })).toHaveLength(2);
    expect(await places(ada, { kind: "clip" })).toEqual([]);
    expect((await list(ada)).pictures.map(({ isFavourite }) => isFavourite)).toEqual([true, false]);
  });

  it("keeps out what failed, and what was asked for with the promise to keep nothing", async () => {
    const ada = await workshop.aPerson();
    const kept = await make(ada, { prompt: "a red fox" });
    const secret = await make(ada, { prompt: "a blue fox" });
    workshop.conditions.push("refuse");
    await make(ada, { prompt: "a green fox" });
    await workshop.database.prisma.generation.update({
      where: { id: secret },
      data: { retention: "none" },
    });

    expect(await places(ada)).toEqual([[kept, 0]]);
    expect(
      await workshop.useCases.setFavourite({
        ...ada,
        generationId: secret,
        outputIndex: 0,
        on: true,
      }),
    ).toEqual({ ok: false, refusal: { kind: "not_found" } });
  });

  it("lets the owner alone mark a picture", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const generationId = await make(ada, { prompt: "a red fox" });
    const mark = (person: Person, outputIndex: number) =>
      workshop.useCases.setFavourite({ ...person, generationId, outputIndex, on: true });

    expect(await mark(ben, 0)).toEqual({ ok: false, refusal: { kind: "not_yours" } });
    expect(await mark(ada, 7)).toEqual({ ok: false, refusal: { kind: "not_found" } });
    expect(await mark(ada, 0)).toEqual({ ok: true, value: { isFavourite: true } });
    const report = await workshop.useCases.reportGeneration(generationId);
    expect(report?.phase).toMatchObject({ pictures: [{ isFavourite: true }] });
  });

  it("deletes one picture of several, in all sizes, and tells the chat", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const generationId = await make(ada, { prompt: "two boats", count: 2 });
    const asset = await assetOf(generationId, 1);
    const { objects } = workshop.pieces;
    await objects.put(thumbnailKey(asset.id), new Uint8Array([1]), "image/webp");
    const one = { generationId, outputIndex: 1 };
    await workshop.useCases.setFavourite({ ...ada, ...one, on: true });

    expect(await workshop.useCases.deletePictures({ ...ben, ...one })).toEqual({
      ok: false,
      refusal: { kind: "not_yours" },
    });
    const deleted = await workshop.useCases.deletePictures({ ...ada, ...one });
    await workshop.drain();

    expect(deleted).toMatchObject({ ok: true, value: { isAllGone: false } });
    expect(await places(ada)).toEqual([[generationId, 0]]);
    expect(await objects.head(asset.key)).toBeNull();
    expect(await objects.head(thumbnailKey(asset.id))).toBeNull();
    expect(await stores().assets.listDeleted({ limit: 9 })).toEqual([]);
    const report = await workshop.useCases.reportGeneration(generationId);
    expect(report).toMatchObject({
      prompt: "two boats",
      phase: { isDeleted: false, pictures: [{ index: 0 }] },
    });
    expect(workshop.withdrawn.at(-1)?.report.generationId).toBe(generationId);
    expect(await stores().deliveries.findWithdrawal(generationId)).toBeNull();
  });

  it("erases the words and the pictures given with the last picture, unless another request needs them", async () => {
    const ada = await workshop.aPerson();
    const source = await make(ada, { prompt: "a red fox" });
    const input = await workshop.useCases.requestGeneration({
      requestKey: `gallery:${kind}:edit`,
      ...ada,
      options: { prompt: "make it blue", model: "flux-kontext-pro" },
      inputs: [{ kind: "output", generationId: source, index: 0 }],
    });
    if (!input.ok) throw new Error(JSON.stringify(input.refusal));
    await workshop.drain();
    const { generationId } = input.value;

    await workshop.useCases.deletePictures({ ...ada, generationId });
    await workshop.drain();

    expect(await stores().generations.readContent(generationId)).toBeNull();
    expect(await stores().generations.listInputs(generationId)).toEqual([]);
    // What it was made from is a picture of its own, and stays.
    expect(await places(ada)).toEqual([[source, 0]]);
    expect(await workshop.pieces.objects.head((await assetOf(source)).key)).not.toBeNull();
    expect(await stores().generations.read(generationId)).toMatchObject({ state: "succeeded" });
  });

  it("leaves nothing behind when the process dies right after the deletion was written", async () => {
    const ada = await workshop.aPerson();
    const generationId = await make(ada, { prompt: "a red fox" });
    const { key } = await assetOf(generationId);
    const at = new Date(Date.now() - 60_000);
    await workshop.pieces.database.transaction(async ({ generations, deliveries }) => {
      await generations.deleteOutputs([generationId], { areCharged: true });
      await deliveries.withdraw([generationId], at);
    });
    expect(await workshop.pieces.objects.head(key)).not.toBeNull();

    await workshop.sweep();
    await workshop.drain();

    expect(await workshop.pieces.objects.head(key)).toBeNull();
    expect(await stores().deliveries.findWithdrawal(generationId)).toBeNull();
    expect(workshop.withdrawn.at(-1)?.report.generationId).toBe(generationId);
  });

  it("deletes everything of one person and nothing of others", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    for (let made = 0; made < 3; made += 1) await make(ada, { prompt: "a boat", count: 2 });
    const other = await make(ben, { prompt: "a blue whale" });

    expect(await workshop.useCases.deleteGallery(ada.accountId)).toEqual({ count: 6 });
    await workshop.sweep();

    expect(await places(ada)).toEqual([]);
    expect(await places(ben)).toEqual([[other, 0]]);
    expect(await stores().assets.listDeleted({ limit: 9 })).toEqual([]);
  });

  it("names a filter the same way each time, for its own account alone", async () => {
    const [ada, ben] = [await workshop.aPerson(), await workshop.aPerson()];
    const filter: GalleryFilter = {
      modelId: "flux-dev",
      kind: "clip",
      isFavourite: true,
      words: "a fox",
    };
    const { gallery } = stores();
    const name = await gallery.keepFilter({ accountId: ada.accountId, id: "aaaaaaaaaa", filter });
    const same = await gallery.keepFilter({ accountId: ada.accountId, id: "bbbbbbbbbb", filter });

    expect(same).toBe(name);
    expect(await gallery.findFilter(ada.accountId, name)).toEqual(filter);
    expect(await gallery.findFilter(ben.accountId, name)).toBeNull();
  });
});
