import { randomBytes } from "node:crypto";
import sharp from "sharp";

const TIMEOUT_MS = 10_000;
const FORMATS = ["jpeg", "png", "gif", "webp"];

export interface GivenPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What a prediction has made of the pictures it was given; `error` is what it says when it cannot use one. */
export type LoadedPictures =
  | { readonly kind: "loaded"; readonly pictures: readonly GivenPicture[] }
  | { readonly kind: "unusable"; readonly error: string };

/** The files that were put into the vendor's own storage, by their id. */
export interface StoredFiles {
  add(file: { bytes: Uint8Array; contentType: string }): object;
  find(id: string): { readonly bytes: Uint8Array; readonly contentType: string } | undefined;
  clear(): void;
}

export function createStoredFiles(at: { origin: () => string; nowMs: () => number }): StoredFiles {
  const files = new Map<string, { bytes: Uint8Array; contentType: string }>();
  return {
    add(file) {
      const id = randomBytes(20).toString("base64url");
      files.set(id, file);
      return {
        id,
        name: "picture",
        content_type: file.contentType,
        size: file.bytes.length,
        metadata: {},
        created_at: new Date(at.nowMs()).toISOString(),
        expires_at: new Date(at.nowMs() + 86_400_000).toISOString(),
        urls: { get: `${at.origin()}/v1/files/${id}` },
      };
    },
    find: (id) => files.get(id),
    clear: () => files.clear(),
  };
}

/** Fetches and decodes the pictures as a model does before it begins. */
export async function loadPictures(
  addresses: readonly string[],
  from: { files: StoredFiles; origin: string; maxPixels?: number | undefined },
): Promise<LoadedPictures> {
  try {
    const pictures = await Promise.all(addresses.map((address) => load(address, from)));
    return { kind: "loaded", pictures };
  } catch (error) {
    return { kind: "unusable", error: error instanceof Error ? error.message : String(error) };
  }
}

async function load(
  address: string,
  from: { files: StoredFiles; origin: string; maxPixels?: number | undefined },
): Promise<GivenPicture> {
  const bytes = await read(address, from);
  const { format, width, height } = await sharp(bytes)
    .metadata()
    .catch(() => ({ format: undefined, width: 0, height: 0 }));
  if (!format || !FORMATS.includes(format)) {
    throw new Error("cannot identify image file <_io.BytesIO object at 0x7f1c2c0d5f90>");
  }
  const { maxPixels = Number.POSITIVE_INFINITY } = from;
  if (width * height > maxPixels) {
    throw new Error(
      `Input image of dimensions (${height}, ${width}, 3) has a total number of pixels ${width * height} greater than the max size that fits in GPU memory on this hardware, ${maxPixels}. Resize input image and try again.`,
    );
  }
  return { bytes, width, height };
}

async function read(
  address: string,
  { files, origin }: { files: StoredFiles; origin: string },
): Promise<Uint8Array> {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(address)?.[1];
  if (data !== undefined) return Buffer.from(data, "base64");
  const own = `${origin}/v1/files/`;
  if (address.startsWith(own)) {
    const file = files.find(address.slice(own.length));
    if (file) return file.bytes;
    throw new Error(`404 Client Error: Not Found for url: ${address}`);
  }
  const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw new Error(`Failed to download file: ${address}`);
  });
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  throw new Error(`${answer.status} Client Error: ${answer.statusText} for url: ${address}`);
}
