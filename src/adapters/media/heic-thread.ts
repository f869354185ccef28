// Decodes a HEIC file, or its share of one: started by `heic-pixels.ts`. Whichever thread is free takes the next tile.
import { parentPort, workerData } from "node:worker_threads";
import { type HeicFile, openHeicFile, type Tiling } from "./heic-file.js";
import type { HeicMessage, HeicThreadData } from "./heic-pixels.js";
import { type Piece, turnPiece } from "./turn.js";

const STRIP_BYTES = 4 * 1024 * 1024;

const { bytes, nextTile }: HeicThreadData = workerData;
const file = openHeicFile(bytes);
const { width, height, channels, tiling } = file;
const tileCount = tiling ? tiling.columns * tiling.rows : 1;
say({ kind: "opened", width, height, channels, tileCount });
for (let tile = takeTile(); tile < tileCount; tile = takeTile()) {
  if (tiling) sayPiece(decodePiece(tiling, tile));
  else decodeWhole(file);
}

function takeTile(): number {
  return Atomics.add(nextTile, 0, 1);
}

function decodePiece(grid: Tiling, tile: number): Piece {
  const [column, row] = [tile % grid.columns, Math.floor(tile / grid.columns)];
  const [left, top] = [column * grid.tileWidth, row * grid.tileHeight];
  const pixels = file.decodeTile(column, row);
  const inside = cut(pixels, grid.width - left, grid.height - top);
  return turnPiece({ ...inside, left, top }, grid, grid.turn);
}

/** In strips, so that it is not in memory twice as a whole. */
function decodeWhole(whole: HeicFile): void {
  const pixels = whole.decode();
  const rowBytes = pixels.width * channels;
  const rows = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
  for (let top = 0; top < pixels.height; top += rows) {
    const data = pixels.data.slice(top * rowBytes, (top + rows) * rowBytes);
    const stripHeight = data.length / rowBytes;
    sayPiece({ ...pixels, data, left: 0, top, height: stripHeight });
  }
}

/** Tiles at the right and at the bottom reach beyond the picture. */
function cut(pixels: Omit<Piece, "left" | "top">, mostWidth: number, mostHeight: number) {
  const [cutWidth, cutHeight] = [
    Math.min(pixels.width, mostWidth),
    Math.min(pixels.height, mostHeight),
  ];
  if (cutWidth === pixels.width && cutHeight === pixels.height) return pixels;
  const [from, to] = [pixels.width * channels, cutWidth * channels];
  const data = new Uint8Array(to * cutHeight);
  for (let row = 0; row < cutHeight; row += 1) {
    data.set(pixels.data.subarray(row * from, row * from + to), row * to);
  }
  return { ...pixels, width: cutWidth, height: cutHeight, data };
}

function sayPiece(piece: Piece): void {
  say({ kind: "piece", piece }, [piece.data.buffer as ArrayBuffer]);
}

function say(message: HeicMessage, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}
