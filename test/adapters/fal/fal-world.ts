import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { createFalClient } from "../../../src/adapters/fal/fal-client.js";
import { createFalProvider } from "../../../src/adapters/fal/fal-provider.js";
import { createInputAddresses } from "../../../src/adapters/fal/input-addresses.js";
import { createGuardedFetch } from "../../../src/adapters/net/guarded-fetch.js";
import type { AttemptId } from "../../../src/core/ids.js";
import type {
  ImageRequest,
  InputPicture,
  ProviderRun,
} from "../../../src/core/ports/image-provider.js";
import { createFalApi } from "../../../src/sandbox/fal-api/fal-api.js";
import { FAL_KEY } from "../../../src/sandbox/fal-api/key.js";

/** The real adapter against the sandbox's FAL. */
export async function openFalWorld(
  options: { key?: string; hasLinks?: boolean; nowMs?: () => number } = {},
) {
  const api = createFalApi(options.nowMs ? { nowMs: options.nowMs } : {});
  const { origin, ...urls } = await api.listen();
  api.control.setPaceMs(0);
  const client = createFalClient({ key: options.key ?? FAL_KEY, ...urls });
  const provider = createFalProvider({
    client,
    fetchOutput: createGuardedFetch({ hosts: [], origins: [origin] }),
    inputs: createInputAddresses({
      client,
      hasLinks: options.hasLinks ?? false,
      origins: [origin],
    }),
  });
  return { control: api.control, ...urls, origin, client, provider, close: () => api.close() };
}

export const aRequest = (change: Partial<ImageRequest> = {}): ImageRequest => ({
  modelId: "flux-schnell",
  prompt: "a red fox in the snow",
  aspectRatio: "16:9",
  resolution: "standard",
  format: "png",
  seconds: null,
  strength: null,
  guidance: null,
  steps: null,
  enhance: false,
  count: 1,
  seed: 7,
  inputs: [],
  retention: "keep",
  ...change,
});

export function aSubmission(change: Partial<ImageRequest> = {}) {
  return {
    attemptId: randomUUID() as AttemptId,
    request: aRequest(change),
    startedAt: new Date(),
    isTaken: async (_providerRunId: string) => false,
    webhookUrl: null as string | null,
    timeoutMs: 15_000,
  };
}

/** A PNG is stored without compression: three bytes a pixel. */
export async function aPicture(
  change: { width?: number; height?: number; link?: string | null; isJpeg?: boolean } = {},
): Promise<InputPicture> {
  const { width = 320, height = 240, link = null, isJpeg = false } = change;
  const pixels = Buffer.alloc(width * height * 3, 120);
  const picture = sharp(pixels, { raw: { width, height, channels: 3 } });
  const bytes = await (isJpeg ? picture.jpeg() : picture.png({ compressionLevel: 0 })).toBuffer();
  return {
    contentType: isJpeg ? "image/jpeg" : "image/png",
    sizeBytes: bytes.length,
    width,
    height,
    read: async () => bytes,
    publicLink: async () => link,
  };
}

export function succeeded(run: ProviderRun) {
  if (run.state !== "succeeded") throw new Error(`the run is ${JSON.stringify(run)}`);
  return run;
}
