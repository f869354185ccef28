import Replicate from "replicate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createReplicateApi,
  type ReplicateApi,
} from "../../../src/sandbox/replicate-api/replicate-api.js";
import { REPLICATE_TOKEN } from "../../../src/sandbox/replicate-api/token.js";

/** One pixel. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("the sandbox's Replicate", () => {
  let api: ReplicateApi;
  let apiUrl: string;
  beforeEach(async () => {
    api = createReplicateApi();
    apiUrl = (await api.listen()).apiUrl;
    api.control.setPaceMs(0);
  });
  afterEach(() => api.close());

  const post = (
    input: object,
    options: { model?: string; token?: string; cancelAfter?: string } = {},
  ) =>
    fetch(`${apiUrl}/models/${options.model ?? "black-forest-labs/flux-schnell"}/predictions`, {
      method: "POST",
      body: JSON.stringify({ input }),
      headers: {
        authorization: `Bearer ${options.token ?? REPLICATE_TOKEN}`,
        ...(options.cancelAfter && { "cancel-after": options.cancelAfter }),
      },
    });
  const read = async (created: Response) => {
    const { id } = (await created.json()) as { id: string };
    const headers = { authorization: `Bearer ${REPLICATE_TOKEN}` };
    return (await fetch(`${apiUrl}/predictions/${id}`, { headers })).json();
  };

  it("serves the package as it comes", async () => {
    const client = new Replicate({
      auth: REPLICATE_TOKEN,
      baseUrl: apiUrl,
      useFileOutput: false,
    });
    const input = { prompt: "a lighthouse", num_outputs: 2 };
    const output = await client.run("black-forest-labs/flux-schnell", { input });
    expect(output).toHaveLength(2);
    expect((await client.predictions.list()).results).toHaveLength(1);
    expect((await client.webhooks.default.secret.get()).key).toBe(api.control.webhookSecret);
  });

  it.each([
    { prompt: 7 },
    {},
    { prompt: "x", megapixels: 1 },
    { prompt: "x", num_outputs: 5 },
    { prompt: "x", num_inference_steps: 28 },
    { prompt: "x", aspect_ratio: "7:1" },
    { prompt: "x", output_format: "gif" },
  ])("refuses the input %o", async (input) => {
    const answer = await post(input);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("input.") });
    expect(api.control.posts()).toMatchObject([{ predictionId: null }]);
  });

  it("refuses a wrong token and a model it does not have", async () => {
    expect((await post({ prompt: "x" }, { token: "other" })).status).toBe(401);
    expect((await post({ prompt: "x" }, { model: "some/model" })).status).toBe(404);
  });

  it.each([
    ["black-forest-labs/flux-schnell", { prompt: "x", steps: 4 }],
    ["black-forest-labs/flux-kontext-pro", { prompt: "x", output_format: "webp" }],
    ["black-forest-labs/flux-2-pro", { prompt: "x", aspect_ratio: "21:9" }],
    ["black-forest-labs/flux-2-pro", { prompt: "x", resolution: 1 }],
    ["black-forest-labs/flux-2-klein-4b", { prompt: "x", input_images: [] }],
    ["flux-kontext-apps/restore-image", { input_image: "no address" }],
    ["flux-kontext-apps/portrait-series", { input_image: "https://x.example/1.png", seed: 1 }],
    ["kwaivgi/kling-v2.5-turbo-pro", { prompt: "x", duration: 7 }],
    [
      "black-forest-labs/flux-kontext-pro",
      { prompt: "x", input_image: "https://x.example/1.png", safety_tolerance: 6 },
    ],
  ])("refuses what the page of %s does not know: %o", async (model, input) => {
    expect((await post(input, { model })).status).toBe(422);
  });

  it("runs a community model by its version alone", async () => {
    const image = `data:image/png;base64,${DOT}`;
    expect((await post({ image }, { model: "851-labs/background-remover" })).status).toBe(404);
    const client = new Replicate({ auth: REPLICATE_TOKEN, baseUrl: apiUrl, useFileOutput: false });
    const version = "a029dff38972b5fda4ec5d75d7d1cd25aeff621d2cf4946a41055d7db66b80bc";
    const made = await client.predictions.create({ version, input: { image } });
    expect(made.model).toBe("851-labs/background-remover");
    await expect(
      client.predictions.create({ version: "b".repeat(64), input: { image } }),
    ).rejects.toThrow("422");
  });

  it("answers one address or a list of one, as the model does", async () => {
    const model = "black-forest-labs/flux-1.1-pro";
    expect(await read(await post({ prompt: "x" }, { model }))).toMatchObject({
      output: expect.stringContaining("http"),
    });
    expect(await read(await post({ prompt: "x" }))).toMatchObject({
      output: [expect.stringContaining("http")],
    });
  });

  it("fails over a picture it cannot load, and asks nothing for it", async () => {
    const model = "black-forest-labs/flux-kontext-pro";
    const input = { prompt: "x", input_image: "data:image/png;base64,AAAA" };
    expect(await read(await post(input, { model }))).toMatchObject({
      status: "failed",
      error: expect.stringContaining("cannot identify image file"),
    });
    expect(api.control.paidMicroUsd()).toBe(0);
  });

  it("adds up what everything has cost", async () => {
    await post({ prompt: "x", num_outputs: 3 });
    await post({ prompt: "x", resolution: "2 MP" }, { model: "black-forest-labs/flux-2-pro" });
    api.control.nextFates("refuse", "stuck");
    await post({ prompt: "x" });
    await post({ prompt: "x" });
    expect(api.control.paidMicroUsd()).toBe(9_000 + 45_000);
  });

  it("stops a prediction that takes longer than it may", async () => {
    api.control.nextFates("stuck");
    const created = await post({ prompt: "x" }, { cancelAfter: "1s" });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await read(created)).toMatchObject({ status: "aborted", output: null });
  });

  it("shows why the client must not be left to itself: it pays six times for one request", async () => {
    const client = new Replicate({ auth: REPLICATE_TOKEN, baseUrl: apiUrl });
    for (let n = 0; n < 6; n += 1) api.control.nextFaults({ kind: "answer_lost" });
    const asked = client.predictions.create({
      model: "black-forest-labs/flux-schnell",
      input: { prompt: "x" },
    });
    await expect(asked).rejects.toThrow();
    expect(api.control.posts().filter(({ predictionId }) => predictionId !== null)).toHaveLength(6);
  });
});
