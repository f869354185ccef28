import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { layOutTiff, type PixelTiff } from "./raw-pixels.js";
import type { Piece } from "./turn.js";

/** Shared by all threads of a file. */
export interface HeicThreadData {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /** One number: the first tile that nobody has taken. */
  readonly nextTile: Int32Array<SharedArrayBuffer>;
  /** How many are wanted in the end. */
  readonly mostPixels: number;
}

export type HeicMessage =
  | {
      readonly kind: "opened";
      /** What is decoded may be half as wide and high. */
      readonly from: { readonly width: number; readonly height: number };
      readonly width: number;
      readonly height: number;
      readonly channels: 3 | 4;
      readonly tileCount: number;
    }
  | { readonly kind: "piece"; readonly piece: Piece };

export interface DecodedHeic {
  /** Of the file's picture, as it is seen. */
  readonly width: number;
  readonly height: number;
  /** The same picture, of that size or half of it. */
  readonly tiff: Uint8Array;
}

const THREAD = new URL("./heic-thread.js", import.meta.url);
/** Beyond that each further one has less to do than it takes to start it. */
const MOST_THREADS = 4;

/**
 * Decodes the primary picture of a HEIC file, turned as the file asks for. Phones put theirs together from tiles, which are
 * decoded by as many threads as there are cores; all their memory is given back with them.
 *
 * @param options.mostPixels How many are wanted in the end: where that are far fewer, it is decoded at half its size.
 * @throws Error when it cannot be decoded.
 */
export async function decodeHeic(
  source: Uint8Array,
  options: { colourProfile: Uint8Array | undefined; mostPixels: number },
): Promise<DecodedHeic> {
  const { colourProfile, mostPixels } = options;
  const bytes = new Uint8Array(new SharedArrayBuffer(source.length));
  bytes.set(source);
  const nextTile = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: HeicThreadData = { bytes, nextTile, mostPixels };
  const threads: Worker[] = [];
  try {
    return await new Promise<DecodedHeic>((resolve, reject) => {
      let laidOut: PixelTiff | undefined;
      let from = { width: 0, height: 0 };
      let pixelsLeft = 0;
      let running = 0;

      function hear(message: HeicMessage): void {
        if (message.kind === "piece") {
          if (laidOut) place(laidOut, message.piece);
          pixelsLeft -= message.piece.width * message.piece.height;
        } else if (!laidOut) {
          laidOut = layOutTiff(message, colourProfile);
          from = message.from;
          pixelsLeft = message.width * message.height;
          const most = Math.min(message.tileCount, availableParallelism(), MOST_THREADS);
          while (threads.length < most) start();
        }
      }

      function start(): void {
        const thread = new Worker(THREAD, { workerData });
        threads.push(thread);
        running += 1;
        thread.on("message", hear).once("error", reject);
        thread.once("exit", () => {
          running -= 1;
          if (running > 0) return;
          if (laidOut && pixelsLeft === 0) resolve({ ...from, tiff: laidOut.file });
          else reject(new Error("its primary picture is not whole"));
        });
      }

      start();
    });
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function place({ width, channels, pixels }: PixelTiff, piece: Piece): void {
  const rowBytes = piece.width * channels;
  for (let row = 0; row < piece.height; row += 1) {
    const at = ((piece.top + row) * width + piece.left) * channels;
    pixels.set(piece.data.subarray(row * rowBytes, (row + 1) * rowBytes), at);
  }
}
