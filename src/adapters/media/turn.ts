import type { RawPixels } from "./raw-pixels.js";

/**
 * How a picture is turned and mirrored: where what was its x axis and its y axis point to. `[1, 0]` is to the right, `[0, 1]` is
 * down.
 */
export interface Turn {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export const UPRIGHT: Turn = { x: [1, 0], y: [0, 1] };

/** By a quarter, against the clock. */
export function turnedLeft({ x, y }: Turn): Turn {
  const turned = ([right, down]: readonly [number, number]) => [down, -right] as const;
  return { x: turned(x), y: turned(y) };
}

export function mirrored({ x, y }: Turn, way: "left_to_right" | "top_to_bottom"): Turn {
  const flipped = ([right, down]: readonly [number, number]) =>
    way === "left_to_right" ? ([-right, down] as const) : ([right, -down] as const);
  return { x: flipped(x), y: flipped(y) };
}

/** A part of a picture, in its place. */
export interface Piece extends RawPixels {
  readonly left: number;
  readonly top: number;
}

/** Where a piece of an upright picture of this size comes to lie, and its pixels turned likewise. */
export function turnPiece(
  piece: Piece,
  whole: { readonly width: number; readonly height: number },
  turn: Turn,
): Piece {
  const [from, to] = [
    placeOf(turn, whole, { x: piece.left, y: piece.top }),
    placeOf(turn, whole, { x: piece.left + piece.width - 1, y: piece.top + piece.height - 1 }),
  ];
  const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  const width = Math.abs(from.x - to.x) + 1;
  const height = Math.abs(from.y - to.y) + 1;
  const place = { left, top, width, height, channels: piece.channels };
  if (isUpright(turn)) return { ...place, data: piece.data };
  const start = (from.y - top) * width + (from.x - left);
  const stepOf = ([right, down]: readonly [number, number]) => down * width + right;
  return { ...place, data: turnPixels(piece, { start, x: stepOf(turn.x), y: stepOf(turn.y) }) };
}

/** @param steps In pixels of the result: where the first pixel goes, and how far on the next to the right and below go. */
function turnPixels(
  { width, height, channels, data }: RawPixels,
  steps: { start: number; x: number; y: number },
): Uint8Array {
  const turned = new Uint8Array(data.length);
  const stepBytes = steps.x * channels;
  let read = 0;
  for (let y = 0; y < height; y += 1) {
    let write = (steps.start + y * steps.y) * channels;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        turned[write + channel] = data[read + channel] as number;
      }
      read += channels;
      write += stepBytes;
    }
  }
  return turned;
}

function placeOf(
  turn: Turn,
  whole: { readonly width: number; readonly height: number },
  { x, y }: { x: number; y: number },
): { x: number; y: number } {
  const along = (axis: 0 | 1) => {
    const [byX, byY] = [turn.x[axis], turn.y[axis]];
    // What points backwards is counted from the far end.
    const fromX = byX < 0 ? whole.width - 1 - x : byX * x;
    const fromY = byY < 0 ? whole.height - 1 - y : byY * y;
    return fromX + fromY;
  };
  return { x: along(0), y: along(1) };
}

function isUpright({ x, y }: Turn): boolean {
  return x[0] === 1 && y[1] === 1;
}
