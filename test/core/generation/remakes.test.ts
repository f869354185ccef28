import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CatalogEdition, catalog, createCatalog } from "../../../src/core/catalog/catalog.js";
import { FIRST_CATALOG_VERSION } from "../../../src/core/catalog/models.js";
import type { OptionValue } from "../../../src/core/chat/chat-request.js";
import type { InputSource } from "../../../src/core/chat/input-source.js";
import { parseCredits } from "../../../src/core/credits.js";
import { offeredRemakes } from "../../../src/core/generation/offered-remakes.js";
import type { GenerationId } from "../../../src/core/ids.js";
import { createReportsCommand, parseReportsArgs } from "../../../src/operator/report-commands.js";
import { MoodyProvider } from "../../fixtures/moody-provider.js";
import { pressAgain } from "../../fixtures/press-again.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

type Person = Awaited<ReturnType<Workshop["aPerson"]>>;

describe("remakes of a result", () => {
  let workshop: Workshop;
  let provider = new MoodyProvider();
  let asked = 0;
  beforeAll(async () => {
    const standIn = {
      name: "moody",
      serves: () => true,
      canTake: () => true,
      costMicroUsd: () => 0,
      submit: (...given: Parameters<MoodyProvider["submit"]>) => provider.submit(...given),
      find: (...given: Parameters<MoodyProvider["find"]>) => provider.find(...given),
      poll: (...given: Parameters<MoodyProvider["poll"]>) => provider.poll(...given),
      cancel: (...given: Parameters<MoodyProvider["cancel"]>) => provider.cancel(...given),
    };
    const settings = { TRIAL_CREDITS: "500", MAX_REQUESTS_PER_MINUTE: "1000" };
    workshop = await openWorkshop("pglite", settings, { provider: standIn });
  });
  beforeEach(() => {
    provider = new MoodyProvider();
  });
  afterAll(() => workshop.close());

  const stores = () => workshop.pieces.database.stores;

  async function make(
    person: Person,
    options: Record<string, OptionValue> = {},
    inputs: readonly InputSource[] = [],
  ): Promise<GenerationId> {
    asked += 1;
    const requested = await workshop.useCases.requestGeneration({
      requestKey: `remakes:${asked}`,
      ...person,
      options: { prompt: "a red fox", ...options },
      inputs,
    });
    if (!requested.ok) throw new Error(JSON.stringify(requested.refusal));
    await workshop.drain();
    return requested.value.generationId;
  }

  async function press(
    person: Person,
    remake: "vary" | "upscale" | "animate",
    picture: { generationId: GenerationId; outputIndex: number },
  ) {
    asked += 1;
    const { accountId, target } = person;
    const draft = await workshop.useCases.draftRemake({ accountId, ...picture, remake });
    if (!draft.ok) return draft;
    const requestKey = `press:${asked}`;
    return workshop.useCases.requestGeneration({ ...draft.value, requestKey, accountId, target });
  }

  it.each([
    { remake: "vary", modelId: "flux-kontext-pro", prompt: "a red fox" },
    { remake: "upscale", modelId: "upscale-fast", prompt: "" },
    { remake: "animate", modelId: "seedance-fast", prompt: "a red fox" },
  ] as const)(
    "$remake works from the stored original and remembers where it came from",
    async ({ remake, modelId, prompt }) => {
      const person = await workshop.aPerson();
      const generationId = await make(person, { count: 2 });
      const requested = await press(person, remake, { generationId, outputIndex: 1 });
      if (!requested.ok) throw new Error(requested.refusal.kind);
      await workshop.drain();

      const child = await stores().generations.read(requested.value.generationId);
      expect(child).toMatchObject({
        modelId,
        parentId: generationId,
        parentOutput: 1,
        source: remake,
      });
      const request = provider.requests.at(-1);
      expect(request?.prompt).toBe(prompt);
      const [, original] = await stores().generations.listOutputs(generationId);
      const stored = await workshop.pieces.objects.get(original?.asset?.key ?? "");
      expect(await request?.inputs[0]?.read()).toEqual(stored);
    },
  );

  it("varies with the own model where that takes a picture, and with another seed", async () => {
    const person = await workshop.aPerson();
    const generationId = await make(person, { model: "flux-dev", seed: 7 });
    const requested = await press(person, "vary", { generationId, outputIndex: 0 });
    if (!requested.ok) throw new Error(requested.refusal.kind);

    const child = await stores().generations.read(requested.value.generationId);
    expect(child?.modelId).toBe("flux-dev");
    expect(child?.seed).not.toBe(7);
    await workshop.drain();
  });

  it("animates what came about without words", async () => {
    const person = await workshop.aPerson();
    const generationId = await make(person);
    const larger = await press(person, "upscale", { generationId, outputIndex: 0 });
    if (!larger.ok) throw new Error(larger.refusal.kind);
    await workshop.drain();

    const of = { generationId: larger.value.generationId, outputIndex: 0 };
    expect((await press(person, "animate", of)).ok).toBe(true);
    await workshop.drain();
    expect(provider.requests.at(-1)?.prompt).toMatch(/movement/);
  });

  it("takes a double press for one, and two different buttons for two", async () => {
    const person = await workshop.aPerson();
    const generationId = await make(person, { count: 2 });
    const of = { generationId, outputIndex: 0 };

    const results = [
      await press(person, "upscale", of),
      await press(person, "upscale", of),
      await press(person, "vary", of),
      await press(person, "upscale", { generationId, outputIndex: 1 }),
    ];

    const ids = results.map((one) => (one.ok ? one.value.generationId : one.refusal.kind));
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
    await workshop.drain();
  });

  it("asks for one more of a single picture, and for all of a batch", async () => {
    const person = await workshop.aPerson();
    const generationId = await make(person, { count: 3 });
    const one = { ...person, generationId, outputIndex: 1, requestKey: "again:one" };
    const all = { ...person, generationId, requestKey: "again:all" };

    const counts: number[] = [];
    for (const again of [one, all]) {
      const pressed = await pressAgain(workshop.useCases, again);
      if (!pressed.ok) throw new Error(pressed.refusal.kind);
      const made = await stores().generations.read(pressed.value.generationId);
      counts.push(made?.requestedCount ?? 0);
    }

    expect(counts).toEqual([1, 3]);
    await workshop.drain();
  });

  it("are for the owner alone, and for what is still there", async () => {
    const [owner, other] = [await workshop.aPerson(), await workshop.aPerson()];
    const generationId = await make(owner);
    const of = { generationId, outputIndex: 0 };
    const { useCases } = workshop;

    for (const remake of ["vary", "upscale", "animate"] as const) {
      expect(await press(other, remake, of)).toEqual({
        ok: false,
        refusal: { kind: "not_yours" },
      });
    }
    for (const look of [useCases.showPicture, useCases.describePicture]) {
      expect(await look({ accountId: other.accountId, ...of })).toEqual({
        ok: false,
        refusal: { kind: "not_yours" },
      });
    }
    await useCases.deletePictures({ accountId: owner.accountId, generationId });
    const gone = { ok: false, refusal: { kind: "not_found" } };
    expect(await press(owner, "upscale", of)).toEqual(gone);
    expect(await useCases.showPicture({ accountId: owner.accountId, ...of })).toEqual(gone);
  });

  it("lose nothing to us over ten edits in a row: each is handed the bytes that were stored", async () => {
    const person = await workshop.aPerson();
    let generationId = await make(person);
    for (let step = 1; step <= 10; step += 1) {
      const [before] = await stores().generations.listOutputs(generationId);
      const stored = await workshop.pieces.objects.get(before?.asset?.key ?? "");
      const input = { kind: "output", generationId, index: 0 } as const;
      generationId = await make(person, { prompt: `step ${step}` }, [input]);

      const given = await provider.requests.at(-1)?.inputs[0]?.read();
      expect(sha256(given ?? new Uint8Array())).toBe(sha256(stored));
    }
    const child = await stores().generations.read(generationId);
    expect(child).toMatchObject({ source: "command", parentOutput: 0 });
  });

  it("stand in the details with what they were made from, also when that is gone", async () => {
    const person = await workshop.aPerson();
    const { accountId } = person;
    const first = await make(person, { count: 2, seed: 100 });
    const varied = await press(person, "vary", { generationId: first, outputIndex: 1 });
    if (!varied.ok) throw new Error(varied.refusal.kind);
    await workshop.drain();
    const second = varied.value.generationId;
    const describe = async (generationId: GenerationId, outputIndex: number) => {
      const asked = { accountId, generationId, outputIndex };
      const described = await workshop.useCases.describePicture(asked);
      if (!described.ok) throw new Error(described.refusal.kind);
      return described.value;
    };

    expect((await describe(first, 1)).descendants).toEqual([
      { generationId: second, outputIndex: 1, source: "vary", isEmpty: false },
    ]);
    expect((await describe(first, 0)).descendants).toEqual([]);
    await workshop.useCases.deletePictures({ accountId, generationId: first, outputIndex: 1 });
    expect((await describe(second, 0)).ancestors).toEqual([
      { generationId: first, outputIndex: 1, source: "vary", isEmpty: true },
    ]);
  });

  it.each([
    { model: "flux-schnell", isBatched: true, seeds: [null, null] },
    { model: "flux-2-pro", isBatched: false, seeds: [100, 101] },
  ])("tell the seed of a picture of $model where it is known", async ({ model, seeds }) => {
    const person = await workshop.aPerson();
    const generationId = await make(person, { model, count: 2, seed: 100 });
    const told: (number | null)[] = [];
    for (const outputIndex of [0, 1]) {
      const asked = { accountId: person.accountId, generationId, outputIndex };
      const described = await workshop.useCases.describePicture(asked);
      told.push(described.ok ? described.value.seed : -1);
    }
    expect(told).toEqual(seeds);
  });

  it("can be reported by anybody who sees them, once", async () => {
    const [owner, other] = [await workshop.aPerson(), await workshop.aPerson()];
    const generationId = await make(owner, { count: 2 });
    const report = (outputIndex: number | null) =>
      workshop.useCases.reportPictures({ accountId: other.accountId, generationId, outputIndex });

    expect(await report(0)).toEqual({ ok: true, value: { isNew: true } });
    expect(await report(0)).toEqual({ ok: true, value: { isNew: false } });
    expect(await report(null)).toEqual({ ok: true, value: { isNew: true } });
    expect(await report(7)).toEqual({ ok: false, refusal: { kind: "not_found" } });
    const rows = await workshop.database.prisma.report.findMany({ where: { generationId } });
    expect(rows.map(({ outputIndex, state }) => [outputIndex, state])).toEqual([
      [0, "open"],
      [1, "open"],
    ]);

    const run = createReportsCommand(workshop.pieces.database);
    const [first] = await workshop.pieces.database.stores.generations.listOutputs(generationId);
    const listed = (await run(parseReportsArgs(["list"]))).text.split("\n");
    expect(listed.filter((line) => line.startsWith(generationId))).toEqual([
      expect.stringMatching(`^${generationId}\\.0 .* 1 person  ${first!.asset!.key}$`),
      expect.stringMatching(`^${generationId}\\.1 `),
    ]);
    const settle = parseReportsArgs(["settle", `${generationId}.0`]);
    expect(await run(settle)).toEqual({ isFine: true, text: `Settled: ${generationId}.0.` });
    expect(await run(settle)).toMatchObject({ isFine: false });
    expect((await run({ action: "list" })).text).not.toContain(`${generationId}.0`);
    for (const args of [["settle"], ["settle", "x"], ["list", "x"], ["burn"]]) {
      expect(parseReportsArgs(args)).toBeNull();
    }
  });
});

describe("remakes on offer", () => {
  const edition = catalog.at(new Date());
  const serving = (...ids: string[]) => [{ serves: (id: string) => ids.includes(id) }];
  const all = serving("flux-kontext-pro", "upscale-fast", "seedance-fast", "flux-dev");

  it.each([
    { what: "a picture by words", modelId: "flux-schnell", prompt: "a fox", providers: all },
    { what: "a clip", modelId: "seedance-fast", prompt: "a fox", providers: all, offered: [] },
    {
      what: "a picture without words",
      modelId: "upscale-fast",
      prompt: "",
      providers: all,
      offered: ["edit", "upscale", "animate"],
    },
    {
      what: "a picture where nobody upscales",
      modelId: "flux-schnell",
      prompt: "a fox",
      providers: serving("flux-kontext-pro", "seedance-fast"),
      offered: ["vary", "edit", "animate"],
    },
    {
      what: "a picture of a model that varies by itself",
      modelId: "flux-dev",
      prompt: "a fox",
      providers: serving("flux-dev"),
      offered: ["vary"],
    },
  ])("are those that make sense and are served, for $what", (given) => {
    const { modelId, prompt, providers, offered } = given;
    const expected = offered ?? ["vary", "edit", "upscale", "animate"];
    const offers = offeredRemakes({ modelId, prompt }, { edition, providers });
    expect(offers.map(({ remake }) => remake)).toEqual(expected);
  });

  it("cost what their press asks for, at the prices of now", () => {
    const source = { modelId: "flux-schnell", prompt: "a fox" };
    const priceOf = (model: string, of: CatalogEdition) =>
      offeredRemakes(source, { edition: of, providers: serving(model) }).at(-1)?.credits;
    expect(priceOf("upscale-fast", edition)).toBe(1);
    expect(priceOf("seedance-fast", edition)).toBe(15);

    const startsAt = new Date("2030-01-01");
    const [usual] = edition.find("upscale-fast")?.resolutions ?? [];
    const dearer = [{ ...usual!, credits: parseCredits(3) }] as const;
    const change = {
      version: FIRST_CATALOG_VERSION + 1,
      startsAt,
      prices: { "upscale-fast": dearer },
    };
    const changed = createCatalog({ models: edition.models, changes: [change] });
    expect(priceOf("upscale-fast", changed.at(startsAt))).toBe(3);
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
