import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { createFalApi, type FalApi } from "../../../src/sandbox/fal-api/fal-api.js";
import { FAL_KEY } from "../../../src/sandbox/fal-api/key.js";

/** What the tests read of answers; what else they say is compared as a whole. */
const AnswerSchema = z.looseObject({
  request_id: z.string().optional(),
  status: z.string().optional(),
  status_url: z.string().default(""),
  response_url: z.string().default(""),
  cancel_url: z.string().default(""),
  upload_url: z.string().default(""),
  file_url: z.string().default(""),
  images: z.array(z.looseObject({ url: z.string() })).default([]),
  detail: z.array(z.looseObject({ type: z.string() })).catch([]),
  keys: z.array(z.looseObject({ x: z.string() })).default([]),
});
const bodyOf = async (answer: Response | Promise<Response>) =>
  AnswerSchema.parse(await (await answer).json());

describe("the sandbox's FAL", () => {
  let api: FalApi;
  let queueUrl: string;
  let restUrl: string;
  let nowMs: number;
  beforeEach(async () => {
    nowMs = Date.now();
    api = createFalApi({ nowMs: () => nowMs });
    ({ queueUrl, restUrl } = await api.listen());
    api.control.setPaceMs(0);
  });
  afterEach(() => api.close());

  const authorization = `Key ${FAL_KEY}`;
  const ask = (input: object, path = "fal-ai/flux/schnell", key = authorization) =>
    fetch(`${queueUrl}/${path}`, {
      method: "POST",
      body: JSON.stringify(input),
      headers: { authorization: key },
    });
  const read = (path: string) => fetch(path, { headers: { authorization } });
  /** The result of a run, as its own addresses tell. */
  async function resultOf(input: object, path?: string) {
    const made = await bodyOf(ask(input, path));
    const status = await bodyOf(read(made.status_url));
    const answer = await read(made.response_url);
    return { made, status, answer, body: await bodyOf(answer) };
  }

  it("makes what is asked for, and says where", async () => {
    const { made, status, body } = await resultOf({ prompt: "a lighthouse", num_images: 2 });
    expect(made).toMatchObject({ status: "IN_QUEUE", queue_position: 0 });
    expect(made.status_url).toBe(`${queueUrl}/fal-ai/flux/requests/${made.request_id}/status`);
    expect(status).toMatchObject({ status: "COMPLETED", metrics: { inference_time: 0.001 } });
    expect(body).toMatchObject({
      images: [{ width: 1024, height: 768, content_type: "image/jpeg" }, {}],
      prompt: "a lighthouse",
      has_nsfw_concepts: [false, false],
    });
    const picture = await fetch(body.images[1]?.url ?? "");
    expect(picture.headers.get("content-type")).toBe("image/jpeg");
  });

  it.each([
    [{ prompt: 7 }, "prompt", "type_error"],
    [{}, "prompt", "type_error"],
    [{ prompt: "x", aspect_ratio: "16:9" }, "aspect_ratio", "extra_forbidden"],
    [{ prompt: "x", num_images: 5 }, "num_images", "less_than_equal"],
    [{ prompt: "x", num_inference_steps: 28 }, "num_inference_steps", "less_than_equal"],
    [{ prompt: "x", output_format: "webp" }, "output_format", "literal_error"],
    [{ prompt: "x", safety_tolerance: 2 }, "safety_tolerance", "extra_forbidden"],
  ])("takes %o, and then refuses it unpaid", async (input, field, type) => {
    const { status, answer, body } = await resultOf(input);
    expect(status).toMatchObject({ status: "COMPLETED", error: expect.any(String) });
    expect(answer.status).toBe(422);
    expect(body.detail).toMatchObject([{ loc: ["body", field], type }]);
    expect(api.control.posts()).toMatchObject([{ problems: [`body.${field}: ${type}`] }]);
    expect(api.control.paidMicroUsd()).toBe(0);
  });

  it.each([
    ["fal-ai/flux-2-pro", { prompt: "x", num_images: 1 }],
    ["fal-ai/flux-2-pro", { prompt: "x", safety_tolerance: 2 }],
    ["fal-ai/flux-2-pro/edit", { prompt: "x" }],
    ["fal-ai/flux-pro/kontext", { prompt: "x", image_url: "data:,", aspect_ratio: "4:5" }],
    ["fal-ai/kling-video/v2.5-turbo/pro/text-to-video", { prompt: "x", duration: 5 }],
    ["fal-ai/flux-2", { prompt: "x", image_size: { width: 500, height: 1024 } }],
    ["fal-ai/flux/dev/image-to-image", { prompt: "x", image_url: "data:,", strength: 0 }],
  ])("knows what %s does not take: %o", async (path, input) => {
    expect((await resultOf(input, path)).answer.status).toBe(422);
  });

  it("refuses a wrong key, an endpoint it does not have, and a run under another app", async () => {
    expect((await ask({ prompt: "x" }, undefined, "Key other")).status).toBe(401);
    expect((await ask({ prompt: "x" }, "some/model")).status).toBe(404);
    const { request_id: id } = await bodyOf(ask({ prompt: "x" }));
    expect((await read(`${queueUrl}/fal-ai/flux-2/requests/${id}/status`)).status).toBe(404);
    expect(api.control.posts()).toMatchObject([{ requestId: null }, { requestId: id }]);
  });

  it("fetches the pictures it is given, and says what is wrong with them", async () => {
    const edit = (image_url: string) =>
      resultOf({ prompt: "x", image_url }, "fal-ai/flux-pro/kontext");
    const gone = await edit(`${restUrl}/nothing`);
    const text = await edit(`data:image/png;base64,${Buffer.from("text").toString("base64")}`);
    expect([gone.body.detail[0]?.type, text.body.detail[0]?.type]).toEqual([
      "file_download_error",
      "image_load_error",
    ]);
  });

  it("stands in the queue, runs, and can be called off once", async () => {
    api.control.setPaceMs(4_000);
    const made = await bodyOf(ask({ prompt: "x" }));
    const status = async () => (await bodyOf(read(made.status_url))).status;
    expect(await status()).toBe("IN_QUEUE");
    nowMs += 1_000;
    expect(await status()).toBe("IN_PROGRESS");
    expect((await read(made.response_url)).status).toBe(400);
    const cancel = () => fetch(made.cancel_url, { method: "PUT", headers: { authorization } });
    expect((await cancel()).status).toBe(202);
    const again = await cancel();
    expect([again.status, await again.json()]).toEqual([400, { status: "ALREADY_COMPLETED" }]);
    expect((await read(made.response_url)).status).toBe(499);
  });

  it("keeps files, and signs what it tells with the key it shows", async () => {
    const opened = await fetch(`${restUrl}/storage/upload/initiate?storage_type=fal-cdn-v3`, {
      method: "POST",
      headers: { authorization },
      body: JSON.stringify({ content_type: "image/png", file_name: "a.png" }),
    });
    const { upload_url, file_url } = await bodyOf(opened);
    const headers = { "content-type": "image/png" };
    await fetch(upload_url, { method: "PUT", body: "bytes", headers });
    expect(await (await fetch(file_url)).text()).toBe("bytes");

    const keysOf = async () => (await bodyOf(fetch(`${restUrl}/.well-known/jwks.json`))).keys;
    const [before] = await keysOf();
    expect(before).toMatchObject({ kty: "OKP", crv: "Ed25519" });
    api.control.changeKey();
    expect((await keysOf())[0]?.x).not.toBe(before?.x);
  });

  it("tells of the end, twice, late, forged or not at all when it is told to", async () => {
    const heard: { id: unknown; status: unknown }[] = [];
    const listener = createServer((request, response) => {
      let text = "";
      request.on("data", (part) => {
        text += part;
      });
      request.on("end", () => {
        const { request_id: id, status } = JSON.parse(text);
        heard.push({ id, status });
        response.end();
      });
    }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    const { port } = listener.address() as AddressInfo;
    const webhook = encodeURIComponent(`http://127.0.0.1:${port}/webhooks/fal/x`);
    const path = `fal-ai/flux/schnell?fal_webhook=${webhook}`;
    const run = async () => (await bodyOf(ask({ prompt: "x" }, path))).request_id;

    api.control.nextWebhookFaults("dropped", "duplicated", "forged");
    await run();
    const twice = await run();
    const forged = await run();
    api.control.nextFates("refuse");
    const refused = await run();
    await expect.poll(() => heard.length, { timeout: 5_000 }).toBe(4);
    expect(heard.filter(({ id }) => id === twice)).toHaveLength(2);
    expect(heard.filter(({ id }) => id === forged)).toHaveLength(1);
    expect(heard.filter(({ id }) => id === refused)).toEqual([{ id: refused, status: "ERROR" }]);
    expect(api.control.webhooks().filter(({ isForged }) => isForged)).toHaveLength(1);
    listener.close();
  });

  it("forgets everything when it is told to", async () => {
    const { made } = await resultOf({ prompt: "x" });
    api.control.reset();
    expect((await read(made.status_url)).status).toBe(404);
    expect([api.control.posts(), api.control.paidMicroUsd()]).toEqual([[], 0]);
  });
});
