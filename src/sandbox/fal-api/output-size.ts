import { parsePictureSize } from "../../adapters/sketch/draw/picture-size.js";
import type { Order } from "./input-check.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

const USUAL: Size = { width: 1024, height: 768 };

/** As asked for, else of that shape, else as the first picture given. */
export function sizeOf(order: Order, [first]: readonly Size[]): Size {
  if (order.size) return order.size;
  if (order.scale !== null && first) return times(first, order.scale);
  const shaped = order.aspectRatio === null ? null : parsePictureSize(order.aspectRatio);
  const { width, height } = shaped ?? first ?? USUAL;
  return { width, height };
}

function times({ width, height }: Size, factor: number): Size {
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}
