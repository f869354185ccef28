import { type Raster, toRaster, toSharp } from "../raster.js";

const searchedSide = 224;
const binsPerColour = 12;
const rounds = 4;

/**
 * How much of each pixel belongs to what the picture is about, 0 … 255, in the picture's own size. Found by colour: what
 * is common in the middle and rare along the upper and side edges, and hangs together.
 */
export async function findSubject(picture: Raster): Promise<Uint8Array> {
  const small = await toRaster(
    toSharp(picture).resize({ width: searchedSide, height: searchedSide, fit: "inside" }).blur(0.8),
  );
  const prior = middleOf(small);
  const bins = colourBins(small);
  let share: Float32Array = prior;
  for (let round = 0; round < rounds; round += 1) {
    share = smooth(weigh({ bins, share, prior }), small, 2);
  }
  const whole = keepMiddlePiece(share, small);
  const mask = Uint8Array.from(whole, (part) => Math.round(255 * part));
  const { width, height } = picture;
  const { data } = await toSharp({
    data: spread(mask),
    width: small.width,
    height: small.height,
    channels: 3,
  })
    .resize({ width, height, fit: "fill", kernel: "cubic" })
    .blur(Math.max(0.6, width / 900))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Uint8Array.from(data, (value) => Math.min(255, Math.max(0, (value - 96) * 4)));
}

/** Three equal bands, so that it passes as a picture. */
function spread(mask: Uint8Array): Uint8Array {
  const data = new Uint8Array(mask.length * 3);
  for (const [at, value] of mask.entries()) data.fill(value, at * 3, at * 3 + 3);
  return data;
}

/** A tall oval in the middle, wider towards the foot: where people put what they show. */
function middleOf({ width, height }: Raster): Float32Array {
  const share = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const across = (x / width - 0.5) / 0.36;
      const down = (y / height - 0.56) / (y > height * 0.56 ? 0.62 : 0.44);
      const distance = across * across + down * down;
      share[y * width + x] = 0.04 + 0.9 / (1 + Math.exp(5 * (distance - 0.9)));
    }
  }
  return share;
}

function colourBins({ data, width, height }: Raster): Uint16Array {
  const toBin = (value = 0) => Math.floor((value * binsPerColour) / 256);
  return Uint16Array.from({ length: width * height }, (_, at) => {
    const from = at * 3;
    const [red, green, blue] = [toBin(data[from]), toBin(data[from + 1]), toBin(data[from + 2])];
    return (red * binsPerColour + green) * binsPerColour + blue;
  });
}

function weigh(of: { bins: Uint16Array; share: Float32Array; prior: Float32Array }): Float32Array {
  const inside = new Float32Array(binsPerColour ** 3).fill(0.5);
  const outside = new Float32Array(binsPerColour ** 3).fill(0.5);
  let total = 1;
  for (const [at, bin] of of.bins.entries()) {
    const part = of.share[at] ?? 0;
    inside[bin] = (inside[bin] ?? 0) + part;
    outside[bin] = (outside[bin] ?? 0) + 1 - part;
    total += part;
  }
  const ratio = (of.bins.length - total) / total;
  return of.share.map((_, at) => {
    const bin = of.bins[at] ?? 0;
    const odds = ((inside[bin] ?? 0) / (outside[bin] ?? 1)) * Math.max(1, ratio);
    const prior = of.prior[at] ?? 0;
    const joint = (odds ** 1.4 * prior) / (1 - prior);
    return joint / (1 + joint);
  });
}

/** Mean over a square, twice: nearly a Gaussian. */
function smooth(values: Float32Array, size: Raster, radius: number): Float32Array {
  const { width, height } = size;
  const pass = (from: Float32Array, step: number, length: number, starts: number[]) => {
    const to = new Float32Array(from.length);
    for (const start of starts) {
      for (let at = 0; at < length; at += 1) {
        let sum = 0;
        for (let near = at - radius; near <= at + radius; near += 1) {
          sum += from[start + Math.min(length - 1, Math.max(0, near)) * step] ?? 0;
        }
        to[start + at * step] = sum / (2 * radius + 1);
      }
    }
    return to;
  };
  const rows = Array.from({ length: height }, (_, y) => y * width);
  const columns = Array.from({ length: width }, (_, x) => x);
  return pass(pass(values, 1, width, rows), width, height, columns);
}

/** The piece with most weight in the middle, with its holes filled; the middle itself when nothing stands out. */
function keepMiddlePiece(share: Float32Array, size: Raster): Float32Array {
  const prior = middleOf(size);
  const solid = Uint8Array.from(share, (part) => (part > 0.5 ? 1 : 0));
  const pieces = piecesOf(solid, size);
  const weightOf = (piece: readonly number[]) =>
    piece.reduce((sum, at) => sum + (prior[at] ?? 0), 0);
  const best = pieces.reduce<readonly number[]>(
    (most, piece) => (weightOf(piece) > weightOf(most) ? piece : most),
    [],
  );
  if (best.length < share.length * 0.02) return prior;
  const mask = new Uint8Array(share.length);
  const least = weightOf(best) * 0.18;
  for (const piece of pieces) if (weightOf(piece) >= least) for (const at of piece) mask[at] = 1;
  for (const hole of piecesOf(
    mask.map((part) => 1 - part),
    size,
  )) {
    if (!hole.some((at) => isAtEdge(at, size))) for (const at of hole) mask[at] = 1;
  }
  return smooth(Float32Array.from(mask), size, 1);
}

function isAtEdge(at: number, { width, height }: Raster): boolean {
  const x = at % width;
  const y = Math.floor(at / width);
  return x === 0 || y === 0 || x === width - 1 || y === height - 1;
}

/** Points that hang together, piece by piece. */
function piecesOf(solid: Uint8Array, { width }: Raster): number[][] {
  const seen = new Uint8Array(solid.length);
  const pieces: number[][] = [];
  for (let start = 0; start < solid.length; start += 1) {
    if (!solid[start] || seen[start]) continue;
    const piece = [start];
    seen[start] = 1;
    for (let next = 0; next < piece.length; next += 1) {
      const at = piece[next] ?? 0;
      const x = at % width;
      const near = [at - width, at + width, x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1];
      for (const to of near) {
        if (!solid[to] || seen[to]) continue;
        seen[to] = 1;
        piece.push(to);
      }
    }
    pieces.push(piece);
  }
  return pieces;
}
