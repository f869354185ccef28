import Replicate from "replicate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createReplicateApi,
  type ReplicateApi,
} from "../../../src/sandbox/replicate-api/replicate-api.js";
import { REPLICATE_TOKEN } from "../../../src/sandbox/replicate-api/token.js";

describe("the sandbox's Replicate", () => {
  let api: ReplicateApi;
  let apiUrl: string;
  beforeEach(async () => {
    api = createReplicateApi();
    apiUrl = (await api.listen()).apiUrl;
    api.control.setPaceMs(0);
  });
  afterEach(() => api.close());

  const post = (input: object, options: { model?: string; token?: string } = {}) =>
    fetch(`${apiUrl}/models/${options.model ?? "black-forest-labs/flux-schnell"}/predictions`, {
      method: "POST",
      body: JSON.stringify({ input }),
      headers: { authorization: `Bearer ${options.token ?? REPLICATE_TOKEN}` },
    });

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
