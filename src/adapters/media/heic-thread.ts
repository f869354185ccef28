// Decodes a HEIC file, or its share of one: started by `heic-pixels.ts`. Whichever thread is free takes the next tile.
import { parentPort, workerData } from "node:worker_threads";
import { canBeHalved, half, halvePixels } from "./half-size.js";
import { type HeicFile, openHeicFile, type Tiling } from "./heic-file.js";
import type { HeicMessage, HeicThreadData } from "./heic-pixels.js";
import { type Piece, turnPiece } from "./turn.js";

const STRIP_BYTES = 4 * 1024 * 1024;

const { bytes, nextTile, mostPixels }: HeicThreadData = workerData;
const file = openHeicFile(bytes);
const { channels, tiling } = file;
const tileCount = tiling ? tiling.columns * tiling.rows : 1;
const isHalved = tiling !== null && canBeHalved(tiling, mostPixels);
const [width, height] = isHalved
  ? [half(file.width), half(file.height)]
  : [file.width, file.height];
say({
  kind: "opened",
  from: { width: file.width, height: file.height },
  width,
  height,
  channels,
  tileCount,
});
for (let tile = takeTile(); tile < tileCount; tile = takeTile()) {
  if (!tiling) decodeWhole(file);
  else if (isInside(tiling, tile)) sayPiece(decodePiece(tiling, tile));
}

function takeTile(): number {
  return Atomics.add(nextTile, 0, 1);
}

function placeOf(grid: Tiling, tile: number) {
  const [column, row] = [tile % grid.columns, Math.floor(tile / grid.columns)];
  return { column, row, left: column * grid.tileWidth, top: row * grid.tileHeight };
}

/** There may be more tiles than the picture has room for. */
function isInside(grid: Tiling, tile: number): boolean {
  const { left, top } = placeOf(grid, tile);
  return left < grid.width && top < grid.height;
}

function decodePiece(grid: Tiling, tile: number): Piece {
  const { column, row, left, top } = placeOf(grid, tile);
  const pixels = file.decodeTile(column, row);
  const inside = cut(pixels, grid.width - left, grid.height - top);
  if (!isHalved) return turnPiece({ ...inside, left, top }, grid, grid.turn);
  const whole = { width: half(grid.width), height: half(grid.height) };
  const place = { left: half(left), top: half(top) };
  return turnPiece({ ...halvePixels(inside), ...place }, whole, grid.turn);
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
