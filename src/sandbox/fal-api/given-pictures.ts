import sharp from "sharp";
import type { Fault } from "./input-check.js";

const MAX_BYTES = 40 * 1024 * 1024;
const TIMEOUT_MS = 10_000;

export interface GivenPicture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Fetches the pictures a run was given, as its machine does, from wherever they lie. */
export async function fetchGiven(
  addresses: readonly string[],
): Promise<readonly GivenPicture[] | Fault> {
  const pictures: GivenPicture[] = [];
  for (const [index, address] of addresses.entries()) {
    const bytes = await fetchBytes(address);
    if (!bytes) return toFault(index, "file_download_error", "Failed to download the file");
    const { width, height } = await sharp(bytes)
      .metadata()
      .catch(() => ({ width: 0, height: 0 }));
    if (!width || !height) return toFault(index, "image_load_error", "Failed to load the image");
    pictures.push({ bytes, width, height });
  }
  return pictures;
}

async function fetchBytes(address: string): Promise<Buffer | null> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const bytes = Buffer.from(await response.arrayBuffer());
    return response.ok && bytes.length <= MAX_BYTES ? bytes : null;
  } catch {
    return null;
  }
}

function toFault(index: number, type: string, msg: string): Fault {
  return { loc: ["body", "image_urls", index], msg, type };
}
