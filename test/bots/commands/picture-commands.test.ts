import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actions } from "../../../src/bots/actions/registry.js";
import { commands, withHelp } from "../../../src/bots/commands/registry.js";
import { createDispatcher, type Dispatcher } from "../../../src/bots/dispatcher.js";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import type { OptionValue } from "../../../src/core/chat/chat-request.js";
import type { InputSource } from "../../../src/core/chat/input-source.js";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import type { DeliveryId } from "../../../src/core/ids.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

let workshop: Workshop;
let dispatcher: Dispatcher;
let target: ReplyTarget;
/** A result of the person's own, to work on. */
let own: InputSource;

beforeAll(async () => {
  workshop = await openWorkshop("pglite", { TRIAL_CREDITS: "900" });
  dispatcher = createDispatcher({
    commands: withHelp(commands),
    actions,
    useCases: workshop.useCases,
    support: null,
    log: workshop.pieces.log,
  });
  ({ target } = await workshop.aPerson());
  const made = await make("imagine", { prompt: "a red fox" });
  own = { kind: "output", generationId: made.generationId, index: 0 };
});
afterAll(() => workshop.close());

type Options = Readonly<Record<string, OptionValue>>;

function run(name: string, options: Options = {}, inputs: readonly InputSource[] = []) {
  const from = { requestKey: `test:${randomUUID()}`, locale: "en", replyTarget: target, inputs };
  return dispatcher.runCommand(name, options, from);
}

/** Runs a command to its end and resolves to what is told of it. */
async function make(name: string, options: Options = {}, inputs: readonly InputSource[] = []) {
  const answer = await run(name, options, inputs);
  if (answer.kind !== "generation") throw new Error(`/${name} came to ${answer.kind}`);
  await workshop.drain();
  return read(answer.deliveryId);
}

async function read(deliveryId: DeliveryId) {
  const delivery = await workshop.pieces.database.stores.deliveries.read(deliveryId);
  const report = delivery && (await workshop.useCases.reportGeneration(delivery.generationId));
  if (!report) throw new Error("nothing is told of it");
  return report;
}

async function refusalOf(name: string, options: Options, inputs: readonly InputSource[] = []) {
  const answer = await run(name, options, inputs);
  if (answer.kind !== "refusal") throw new Error(`/${name} came to ${answer.kind}`);
  return toPlainText(answer.view.text);
}

describe("commands that make something", () => {
  it.each([
    { name: "imagine", options: { prompt: "a fox" }, count: 0, modelId: "flux-schnell" },
    { name: "imagine", options: { prompt: "a fox" }, count: 1, modelId: "flux-kontext-pro" },
    { name: "edit", options: { instruction: "winter" }, count: 1, modelId: "flux-kontext-pro" },
    { name: "edit", options: { instruction: "both" }, count: 2, modelId: "flux-kontext-multi-pro" },
    { name: "edit", options: { instruction: "all" }, count: 3, modelId: "flux-2-pro" },
    {
      name: "edit",
      options: { model: "remove-background" },
      count: 1,
      modelId: "remove-background",
    },
    { name: "animate", options: { prompt: "a fox runs" }, count: 0, modelId: "seedance-fast" },
    { name: "animate", options: { prompt: "it runs" }, count: 1, modelId: "seedance-fast" },
    { name: "upscale", options: {}, count: 1, modelId: "upscale-fast" },
    { name: "restore", options: {}, count: 1, modelId: "restore" },
    { name: "remove_text", options: {}, count: 1, modelId: "remove-text" },
  ])("/$name $options with $count pictures is made by $modelId", async (asked) => {
    const { name, options, count, modelId } = asked;
    const inputs = Array.from({ length: count }, () => own);
    const report = await make(name, options as Options, inputs);
    expect(report).toMatchObject({ modelId, inputCount: count, phase: { kind: "succeeded" } });
  });

  it.each([
    { name: "edit", options: { instruction: "winter" }, count: 0, says: "needs a picture" },
    { name: "upscale", options: {}, count: 0, says: "needs a picture" },
    { name: "upscale", options: {}, count: 2, says: "takes one picture at most" },
    {
      name: "edit",
      options: { instruction: "x", model: "flux-kontext-pro" },
      count: 2,
      says: "takes one picture at most",
    },
    {
      name: "edit",
      options: { instruction: "x", model: "flux-schnell" },
      count: 1,
      says: "works from words alone",
    },
    {
      name: "edit",
      options: { instruction: "x", model: "restore" },
      count: 1,
      says: "Restore a photo has no instruction",
    },
    {
      name: "imagine",
      options: { prompt: "x", model: "flux-kontext-multi-pro" },
      count: 1,
      says: "needs 2 pictures, and you gave 1",
    },
    {
      name: "animate",
      options: { prompt: "x", seconds: "7" },
      count: 0,
      says: "You can choose: 3, 5, 8, 10",
    },
    {
      name: "imagine",
      options: { prompt: "x", model: "flux-dev", guidance: "much" },
      count: 0,
      says: "guidance has to be a number",
    },
    {
      name: "imagine",
      options: { prompt: "x", enhance: true },
      count: 0,
      says: "FLUX.1 schnell has no enhance",
    },
  ])("/$name $options with $count pictures is refused: $says", async (asked) => {
    const { name, options, count, says } = asked;
    const inputs = Array.from({ length: count }, () => own);
    const refusal = await refusalOf(name, options as Options, inputs);
    expect(refusal).toContain(says);
    expect(refusal).toContain("Nothing was charged");
  });

  it("ask for words that are missing, and go on with the same command and pictures", async () => {
    const asked = await run("edit", { model: "flux-2-pro" }, [own]);
    expect(asked).toMatchObject({ kind: "ask", command: "edit", option: "instruction" });
    expect(asked.kind === "ask" && asked.inputs).toEqual([own]);
    expect(await run("animate", {})).toMatchObject({ kind: "ask", option: "prompt" });
  });

  it("refuse a model that nobody here serves", async () => {
    const lone = await openWorkshop("pglite", {});
    try {
      const [sketch] = lone.pieces.providers;
      if (!sketch) throw new Error("there is no provider");
      const serves = (id: string) => id !== "flux-dev" && sketch.serves(id);
      const other = await openWorkshop("pglite", {}, { provider: { ...sketch, serves } });
      try {
        const { accountId, target: place } = await other.aPerson();
        const options = { prompt: "x", model: "flux-dev" };
        const requestKey = `test:${randomUUID()}`;
        const asked = { requestKey, accountId, target: place, options };
        expect(await other.useCases.requestGeneration(asked)).toMatchObject({
          refusal: { kind: "not_served", model: "FLUX.1 dev" },
        });
        const { models } = other.useCases.listModels();
        const dev = models.find(({ model }) => model.id === "flux-dev");
        expect(dev?.servedBy).toEqual([]);
      } finally {
        await other.close();
      }
    } finally {
      await lone.close();
    }
  });
});
