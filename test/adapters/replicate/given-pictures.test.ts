import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InputPicture } from "../../../src/core/ports/image-provider.js";
import { aPicture } from "../../contracts/image-provider/requests.js";
import { aRequest } from "../../fixtures/image-request.js";
import { aSubmission, openReplicateWorld } from "./replicate-world.js";

type World = Awaited<ReturnType<typeof openReplicateWorld>>;

describe("replicate: handing pictures over", () => {
  let world: World;
  let store: Server;
  let stored: Uint8Array = new Uint8Array();
  beforeEach(async () => {
    world = await openReplicateWorld();
    store = createServer((request, response) => {
      if (request.url === "/picture.png") response.end(Buffer.from(stored));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    await world.close();
    store.closeAllConnections();
    store.close();
  });

  const linkTo = (path: string) =>
    `http://127.0.0.1:${(store.address() as AddressInfo).port}${path}`;
  const anEdit = (picture: InputPicture, retention: "keep" | "none" = "keep") =>
    aRequest({
      modelId: "flux-kontext-pro",
      aspectRatio: "match_input",
      inputs: [picture],
      retention,
    });

  async function edit(picture: InputPicture, retention?: "keep" | "none") {
    const request = anEdit(picture, retention);
    const { providerRunId } = await world.provider.submit({ ...aSubmission(), request });
    const sent = String(world.control.posts().at(-1)?.input.input_image);
    return { sent, run: await world.provider.poll({ providerRunId, request }) };
  }

  it("sends our link where there is one", async () => {
    const picture = await aPicture({ link: linkTo("/picture.png") });
    stored = await picture.read();
    const { sent, run } = await edit(picture, "none");
    expect(sent).toBe(linkTo("/picture.png"));
    expect(run.state).toBe("succeeded");
  });

  it("sends a small picture itself, of whoever wants nothing kept, too", async () => {
    const { sent, run } = await edit(await aPicture(), "none");
    expect(sent).toMatch(/^data:image\/png;base64,/);
    expect(run.state).toBe("succeeded");
  });

  it("puts a large one into Replicate's storage, when it may be kept", async () => {
    const picture = await aPicture({ noise: true });
    expect(picture.sizeBytes).toBeGreaterThan(256_000);
    const { sent, run } = await edit(picture);
    expect(sent).toMatch(`${world.apiUrl}/files/`);
    expect(run.state).toBe("succeeded");
  });

  it("asks for nothing when a large one must not be kept and there is no link", async () => {
    await expect(edit(await aPicture({ noise: true }), "none")).rejects.toMatchObject({
      code: "provider_rejected",
    });
    expect(world.control.posts()).toHaveLength(0);
  });

  it("says beforehand what it can be handed", async () => {
    const none = { count: 1, retention: "none" } as const;
    expect(world.provider.canTake(none)).toBe(false);
    expect(world.provider.canTake({ ...none, retention: "keep" })).toBe(true);
    const linked = await openReplicateWorld({ canLink: true });
    expect(linked.provider.canTake(none)).toBe(true);
    await linked.close();
  });

  it.each([
    ["is not there", "/nothing.png", "x"],
    ["is no picture", "/picture.png", "<!doctype html>"],
  ])("calls it the picture's fault when what lies at the link %s", async (_, path, text) => {
    stored = Buffer.from(text);
    const { run } = await edit(await aPicture({ link: linkTo(path) }));
    expect(run).toEqual({ state: "failed", code: "input_rejected", costMicroUsd: 0 });
    expect(world.control.paidMicroUsd()).toBe(0);
  });

  it("does not ask for what is larger than the model takes", async () => {
    const picture = await aPicture({ width: 2_000, height: 1_500 });
    const request = aRequest({
      modelId: "upscale-fast",
      prompt: "",
      aspectRatio: null,
      format: null,
      resolution: "2x",
      inputs: [picture],
    });
    const asked = world.provider.submit({ ...aSubmission(), request });
    await expect(asked).rejects.toMatchObject({ code: "input_rejected", retryable: false });
    expect(world.control.posts()).toHaveLength(0);
  });
});
