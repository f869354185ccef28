import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReplicateClient } from "../../../src/adapters/replicate/replicate-client.js";
import { createReplicateProvider } from "../../../src/adapters/replicate/replicate-provider.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { aPicture } from "../../contracts/image-provider/requests.js";
import { aRequest } from "../../fixtures/image-request.js";
import { aSubmission, keyOf, openReplicateWorld } from "./replicate-world.js";

type World = Awaited<ReturnType<typeof openReplicateWorld>>;

describe("replicate: asking for a picture", () => {
  let world: World;
  beforeEach(async () => {
    world = await openReplicateWorld();
  });
  afterEach(() => world.close());

  it("sends what the model takes, where to tell of the end, and when to stop by itself", async () => {
    const webhookUrl = "https://atelier.example/webhooks/replicate/1";
    await world.provider.submit({ ...aSubmission({ count: 2 }), webhookUrl });

    expect(world.control.posts()).toMatchObject([
      {
        slug: "black-forest-labs/flux-schnell",
        input: {
          prompt: "a red fox in the snow",
          aspect_ratio: "16:9",
          num_outputs: 2,
          seed: 7,
          megapixels: "1",
          output_format: "png",
        },
        webhook: webhookUrl,
        cancelAfter: "6m",
      },
    ]);
  });

  it("lets a clip take longer before it stops by itself", async () => {
    const clip = { modelId: "seedance-fast", resolution: "720p", seconds: 8, format: null };
    const { providerRunId } = await world.provider.submit(aSubmission(clip));
    expect(world.control.posts()[0]).toMatchObject({ cancelAfter: "16m" });
    expect(await world.provider.poll(keyOf(providerRunId, 1, clip))).toMatchObject({
      costMicroUsd: 200_000,
    });
  });

  it("asks for a community model by the version it knows", async () => {
    const picture = await aPicture();
    const request = aRequest({
      modelId: "remove-background",
      prompt: "",
      aspectRatio: null,
      format: null,
      inputs: [picture],
    });
    await world.provider.submit({ ...aSubmission(), request });
    expect(world.control.posts()[0]).toMatchObject({ slug: "851-labs/background-remover" });
    expect(world.control.posts()[0]?.predictionId).not.toBeNull();
  });

  it.each([
    [401, "configuration", undefined],
    [402, "configuration", undefined],
    [422, "provider_rejected", undefined],
    [503, "provider_unavailable", undefined],
  ])("makes one POST when the answer is %i and calls it %s", async (status, code) => {
    world.control.nextFaults({ kind: "status", status });
    await expect(world.provider.submit(aSubmission())).rejects.toMatchObject({ code });
    expect(world.control.posts()).toHaveLength(1);
  });

  it.each([{ hasHeader: true }, { hasHeader: false }])(
    "makes one POST when throttled, and says how long to wait (%o)",
    async ({ hasHeader }) => {
      world.control.nextFaults({ kind: "throttled", seconds: 30, hasHeader });
      await expect(world.provider.submit(aSubmission())).rejects.toMatchObject({
        code: "provider_throttled",
        retryable: true,
        retryAfterMs: 30_000,
      });
      expect(world.control.posts()).toHaveLength(1);
    },
  );

  it("makes one POST when the connection is cut, and finds what was accepted", async () => {
    const submission = aSubmission();
    world.control.nextFaults({ kind: "answer_lost" });
    await expect(world.provider.submit(submission)).rejects.toMatchObject({
      code: "outcome_unknown",
    });

    const [post] = world.control.posts();
    expect(world.control.posts()).toHaveLength(1);
    expect(await world.provider.find(submission)).toEqual({
      kind: "found",
      providerRunId: post?.predictionId,
    });
  });

  it("never takes for absent what it cannot find", async () => {
    const submission = aSubmission();
    world.control.nextFaults({ kind: "cut" });
    await expect(world.provider.submit(submission)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    expect(await world.provider.find(submission)).toEqual({ kind: "unknown" });
  });

  it("looks before it calls an error of the service a failure: the run may have been made", async () => {
    world.control.nextFaults({ kind: "status", status: 500, isAccepted: true });
    const { providerRunId } = await world.provider.submit(aSubmission());
    expect(providerRunId).toBe(world.control.posts()[0]?.predictionId);

    world.control.nextFaults({ kind: "status", status: 500 });
    await expect(world.provider.submit(aSubmission({ prompt: "another" }))).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
    expect(world.control.posts()).toHaveLength(2);
  });

  it("calls it unknown when the service errs and its list cannot be read", async () => {
    world.control.nextFaults({ kind: "status", status: 502, isAccepted: true });
    world.control.setReadsBroken(true);
    await expect(world.provider.submit(aSubmission())).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    expect(world.control.posts()).toHaveLength(1);
  });

  it("passes over runs of other attempts, and those with another webhook", async () => {
    const first = await world.provider.submit(aSubmission());
    const second = await world.provider.submit(aSubmission());
    const isTaken = async (id: string) => id === first.providerRunId;
    expect(await world.provider.find({ ...aSubmission(), isTaken })).toEqual({
      kind: "found",
      providerRunId: second.providerRunId,
    });

    const told = aSubmission({ seed: 9 });
    const webhookUrl = `http://127.0.0.1:1/webhooks/replicate/${told.attemptId}`;
    const { providerRunId } = await world.provider.submit({ ...told, webhookUrl });
    expect(await world.provider.find(told)).toEqual({ kind: "found", providerRunId });
    expect(await world.provider.find(aSubmission({ seed: 9 }))).toEqual({ kind: "unknown" });
  });

  it("does not take for ours what only looks alike, when pictures are all it differs by", async () => {
    const upscale = {
      modelId: "upscale-crisp",
      prompt: "",
      aspectRatio: null,
      format: null,
      inputs: [await aPicture()],
    };
    await world.provider.submit(aSubmission(upscale));
    expect(await world.provider.find(aSubmission(upscale))).toEqual({ kind: "unknown" });

    world.control.nextFaults({ kind: "status", status: 500 });
    await expect(world.provider.submit(aSubmission(upscale))).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    const restore = { ...upscale, modelId: "restore", format: "png" as const, seed: 4_711 };
    const { providerRunId } = await world.provider.submit(aSubmission(restore));
    expect(await world.provider.find(aSubmission(restore))).toEqual({
      kind: "found",
      providerRunId,
    });
  });

  it("finds a run behind hundreds of newer ones", async () => {
    const submission = aSubmission({ prompt: "the one" });
    const { providerRunId } = await world.provider.submit(submission);
    await Promise.all(Array.from({ length: 230 }, () => world.provider.submit(aSubmission())));
    expect(await world.provider.find(submission)).toEqual({ kind: "found", providerRunId });
    expect(world.control.reads().list).toBe(3);
  });

  it("reads once, however the service errs", async () => {
    const { providerRunId } = await world.provider.submit(aSubmission());
    world.control.setReadsBroken(true);
    await expect(world.provider.poll(keyOf(providerRunId))).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
    expect(world.control.reads().one).toBe(1);
  });

  it("books what the pictures cost", async () => {
    const { providerRunId } = await world.provider.submit(aSubmission({ count: 4 }));
    expect(await world.provider.poll(keyOf(providerRunId, 4))).toMatchObject({
      state: "succeeded",
      costMicroUsd: 12_000,
    });
  });

  it.each(["empty", "data_removed"] as const)(
    "gives no picture of a run that is %s",
    async (fate) => {
      world.control.nextFates(fate);
      const { providerRunId } = await world.provider.submit(aSubmission({ count: 2 }));
      expect(await world.provider.poll(keyOf(providerRunId, 2))).toMatchObject({
        outputs: [
          { kind: "missing", code: "output_unusable" },
          { kind: "missing", code: "output_unusable" },
        ],
      });
    },
  );
});

describe("replicate, out of reach", () => {
  let server: Server;
  let posts = 0;
  let answer: "silence" | "garbage" | "the least" = "silence";
  beforeEach(async () => {
    posts = 0;
    server = createServer((request, response) => {
      if (request.method === "POST") posts += 1;
      if (answer === "garbage") response.end('{"id": "abc');
      if (answer === "the least") response.end('{"id": "abc", "status": "starting"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function providerAt(port: number) {
    return createReplicateProvider({
      client: createReplicateClient({ apiToken: "r8_x", apiUrl: `http://127.0.0.1:${port}/v1` }),
      fetchOutput: async () => new Uint8Array(),
      clock: systemClock,
      canLink: false,
    });
  }
  const portOf = () => (server.address() as AddressInfo).port;

  it("knows a run by its id alone, whatever else is left out", async () => {
    answer = "the least";
    const provider = providerAt(portOf());
    const { providerRunId } = await provider.submit(aSubmission());
    expect(await provider.poll(keyOf(providerRunId))).toEqual({ state: "waiting" });
  });

  it.each(["silence", "garbage"] as const)("makes one POST when met with %s", async (kind) => {
    answer = kind;
    await expect(
      providerAt(portOf()).submit({ ...aSubmission(), timeoutMs: 300 }),
    ).rejects.toMatchObject({ code: "outcome_unknown" });
    expect(posts).toBe(1);
  });

  it("is sure that nothing was made when nobody took the connection", async () => {
    const port = portOf();
    await new Promise((resolve) => server.close(resolve));
    await expect(providerAt(port).submit(aSubmission())).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
    });
  });
});

describe("replicate, with a token that is refused", () => {
  it("asks the operator, whatever is asked of it", async () => {
    const world = await openReplicateWorld({ apiToken: "r8_wrong" });
    const refused = { code: "configuration", retryable: false };
    await expect(world.provider.submit(aSubmission())).rejects.toMatchObject(refused);
    await expect(world.provider.poll(keyOf("abc"))).rejects.toMatchObject(refused);
    await expect(world.provider.find(aSubmission())).rejects.toMatchObject(refused);
    await world.close();
  });
});
