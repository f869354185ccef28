import { type Raster, toLuminance, toRaster, toSharp } from "../raster.js";
import { fillGaps } from "./fill.js";
import { piecesOf } from "./pieces.js";

const searchedSide = 640;
const cellSide = 8;
/** A step of brightness this steep belongs to a letter rather than to a shadow. */
const steep = 46;

/** Writing is taken out, and what lies around it drawn over the gap. */
export async function removeText(picture: Raster): Promise<Raster> {
  const { width, height } = picture;
  const small = await toRaster(
    toSharp(picture).resize({ width: searchedSide, height: searchedSide, fit: "inside" }),
  );
  const isText = growCells(keepLongPieces(findTextCells(small)));
  const missing = toPixels(isText, small);
  const filled = fillGaps(small.data, small, missing);
  const patch = new Uint8Array(missing.length * 4);
  for (let at = 0; at < missing.length; at += 1) {
    patch.set(filled.subarray(at * 3, at * 3 + 3), at * 4);
    patch[at * 4 + 3] = missing[at] ? 255 : 0;
  }
  const soft = await toRaster(
    toSharp({ ...small, data: patch, channels: 4 }).resize({
      width,
      height,
      fit: "fill",
      kernel: "cubic",
    }),
  );
  return toRaster(
    toSharp(picture)
      .composite([{ input: Buffer.from(soft.data), raw: { width, height, channels: 4 } }])
      .removeAlpha(),
  );
}

interface Cells {
  readonly columns: number;
  readonly rows: number;
  readonly isText: Uint8Array;
}

/** Cells crossed by several steep steps, up as well as down, in a row with others like them. */
function findTextCells(picture: Raster): Cells {
  const { width, height } = picture;
  const light = toLuminance(picture);
  const columns = Math.floor(width / cellSide);
  const rows = Math.floor(height / cellSide);
  const isBusy = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let [ups, downs] = [0, 0];
      for (let y = row * cellSide; y < (row + 1) * cellSide; y += 1) {
        for (let x = column * cellSide; x < (column + 1) * cellSide; x += 1) {
          const at = y * width + x;
          const step = (light[at + 1] ?? 0) - (light[at - 1] ?? 0);
          if (step > steep) ups += 1;
          if (step < -steep) downs += 1;
        }
      }
      if (Math.min(ups, downs) >= 3 && ups + downs >= 10) isBusy[row * columns + column] = 1;
    }
  }
  return { columns, rows, isText: keepLines(isBusy, { columns, rows }) };
}

/** Letters come in lines: of scattered cells, only runs of at least four with small gaps are kept. */
function keepLines(
  isBusy: Uint8Array,
  { columns, rows }: { columns: number; rows: number },
): Uint8Array {
  const kept = new Uint8Array(isBusy.length);
  for (let row = 0; row < rows; row += 1) {
    let from = -1;
    let last = -9;
    let count = 0;
    const close = () => {
      if (count >= 4) kept.fill(1, row * columns + from, row * columns + last + 1);
    };
    for (let column = 0; column < columns; column += 1) {
      if (!isBusy[row * columns + column]) continue;
      if (column - last > 3) {
        close();
        from = column;
        count = 0;
      }
      last = column;
      count += 1;
    }
    close();
  }
  return kept;
}

/** Faces and trees are busy too, but not long and low. */
function keepLongPieces({ columns, rows, isText }: Cells): Cells {
  const kept = new Uint8Array(isText.length);
  for (const piece of piecesOf(isText, columns)) {
    const xs = piece.map((at) => at % columns);
    const ys = piece.map((at) => Math.floor(at / columns));
    const wide = Math.max(...xs) - Math.min(...xs) + 1;
    const tall = Math.max(...ys) - Math.min(...ys) + 1;
    if (wide >= 9 && wide >= tall * 3) for (const at of piece) kept[at] = 1;
  }
  return { columns, rows, isText: kept };
}

function growCells({ columns, rows, isText }: Cells): Cells {
  const grown = new Uint8Array(isText.length);
  for (const [at, text] of isText.entries()) {
    if (!text) continue;
    const [column, row] = [at % columns, Math.floor(at / columns)];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
        grown[y * columns + x] = 1;
      }
    }
  }
  return { columns, rows, isText: grown };
}

function toPixels({ columns, rows, isText }: Cells, { width, height }: Raster): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const column = Math.floor((at % width) / cellSide);
    const row = Math.floor(at / width / cellSide);
    return column < columns && row < rows ? (isText[row * columns + column] ?? 0) : 0;
  });
}
