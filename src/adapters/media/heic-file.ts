import libheif from "libheif-js/wasm-bundle.js";
import type { RawPixels } from "./raw-pixels.js";
import { mirrored, type Turn, turnedLeft, UPRIGHT } from "./turn.js";

/** A HEIC file's primary picture. sharp comes without a decoder for HEVC; this is libheif with libde265, as WebAssembly. */
export interface HeicFile {
  /** As it is seen, turned as the file asks for. */
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** What it is put together from, and can be decoded by itself. Null: it has to be decoded as a whole. */
  readonly tiling: Tiling | null;
  /** Turned as the file asks for. @throws Error when it cannot be decoded. */
  decode(): RawPixels;
  /** Not yet turned. @throws Error when it cannot be decoded. */
  decodeTile(column: number, row: number): RawPixels;
}

export interface Tiling {
  readonly columns: number;
  readonly rows: number;
  /** Those at the right and at the bottom may reach beyond the picture. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Before it is turned. */
  readonly width: number;
  readonly height: number;
  /** How it is seen. */
  readonly turn: Turn;
}

// Constants of libheif's C interface.
const [COLOURSPACE_RGB, CHROMA_RGB, CHROMA_RGBA, CHANNEL_INTERLEAVED] = [1, 10, 11, 10] as const;
const [ROTATION, MIRROR] = ["irot", "imir"].map((name) => Buffer.from(name).readInt32BE(0));
const MIRROR_TOP_TO_BOTTOM = 0;
/** Of `heif_decoding_options`: a byte. */
const IGNORE_TRANSFORMATIONS_AT = 1;
const POINTER_BYTES = 4;
const ERROR_BYTES = 12;
const TILING_BYTES = 72;
const MOST_TRANSFORMATIONS = 8;

/** For the rest of the thread's life: nothing is given back. @throws Error when it is damaged. */
export function openHeicFile(bytes: Uint8Array): HeicFile {
  const context = libheif._heif_context_alloc();
  const file = allocate(bytes.length);
  libheif.HEAPU8.set(bytes, file);
  check((error) =>
    libheif._heif_context_read_from_memory_without_copy(error, context, file, bytes.length, 0),
  );
  const handle = checkOut((error, out) =>
    libheif._heif_context_get_primary_image_handle(error, context, out),
  );
  const channels = libheif._heif_image_handle_has_alpha_channel(handle) === 0 ? 3 : 4;
  const options = libheif._heif_decoding_options_alloc();
  const chroma = channels === 4 ? CHROMA_RGBA : CHROMA_RGB;
  const turn = readTurn(context, handle);
  return {
    width: libheif._heif_image_handle_get_width(handle),
    height: libheif._heif_image_handle_get_height(handle),
    channels,
    // Transparency is a picture of its own, with tiles of its own.
    tiling: turn && channels === 3 ? readTiling(handle, turn) : null,
    decode() {
      libheif.HEAPU8[options + IGNORE_TRANSFORMATIONS_AT] = 0;
      return takePixels(channels, (error, out) =>
        libheif._heif_decode_image(error, handle, out, COLOURSPACE_RGB, chroma, options),
      );
    },
    decodeTile(column, row) {
      libheif.HEAPU8[options + IGNORE_TRANSFORMATIONS_AT] = 1;
      const format = [COLOURSPACE_RGB, chroma, options] as const;
      return takePixels(channels, (error, out) =>
        libheif._heif_image_handle_decode_image_tile(error, handle, out, ...format, column, row),
      );
    },
  };
}

/** Null when more is asked for than to be turned and mirrored: to be cropped, as a rule. */
function readTurn(context: number, handle: number): Turn | null {
  const item = libheif._heif_image_handle_get_item_id(handle);
  const list = allocate(MOST_TRANSFORMATIONS * POINTER_BYTES);
  const count = libheif._heif_item_get_transformation_properties(
    context,
    item,
    list,
    MOST_TRANSFORMATIONS,
  );
  let turn: Turn = UPRIGHT;
  for (let index = 0; index < count; index += 1) {
    const property = readWord(list + index * POINTER_BYTES);
    const type = libheif._heif_item_get_property_type(context, item, property);
    if (type === ROTATION) {
      const degrees = libheif._heif_item_get_property_transform_rotation_ccw(
        context,
        item,
        property,
      );
      for (let left = degrees; left > 0; left -= 90) turn = turnedLeft(turn);
    } else if (type === MIRROR) {
      const direction = libheif._heif_item_get_property_transform_mirror(context, item, property);
      turn = mirrored(turn, direction === MIRROR_TOP_TO_BOTTOM ? "top_to_bottom" : "left_to_right");
    } else return null;
  }
  return turn;
}

function readTiling(handle: number, turn: Turn): Tiling | null {
  const out = allocate(TILING_BYTES);
  check((error) => libheif._heif_image_handle_get_image_tiling(error, handle, 0, out));
  const [columns, rows, tileWidth, tileHeight, width, height] = [1, 2, 3, 4, 5, 6].map((index) =>
    readWord(out + index * POINTER_BYTES),
  ) as [number, number, number, number, number, number];
  if (columns * rows < 2 || tileWidth === 0 || tileHeight === 0) return null;
  // A file that contradicts itself is left to the decoder.
  const pixels =
    libheif._heif_image_handle_get_width(handle) * libheif._heif_image_handle_get_height(handle);
  if (width * height !== pixels) return null;
  return { columns, rows, tileWidth, tileHeight, width, height, turn };
}

/** A copy, without gaps between the rows; the decoder's own are released. */
function takePixels(channels: 3 | 4, decode: (error: number, out: number) => void): RawPixels {
  const image = checkOut(decode);
  try {
    const width = libheif._heif_image_get_width(image, CHANNEL_INTERLEAVED);
    const height = libheif._heif_image_get_height(image, CHANNEL_INTERLEAVED);
    const outStride = allocate(POINTER_BYTES);
    const plane = libheif._heif_image_get_plane_readonly2(image, CHANNEL_INTERLEAVED, outStride);
    const stride = readWord(outStride);
    libheif._free(outStride);
    if (plane === 0) throw new Error("there are no pixels");
    const rowBytes = width * channels;
    const data = new Uint8Array(rowBytes * height);
    for (let row = 0; row < height; row += 1) {
      const at = plane + row * stride;
      data.set(libheif.HEAPU8.subarray(at, at + rowBytes), row * rowBytes);
    }
    return { width, height, channels, data };
  } finally {
    libheif._heif_image_release(image);
  }
}

function check(call: (error: number) => void): void {
  const error = allocate(ERROR_BYTES);
  try {
    call(error);
    const code = readWord(error);
    if (code !== 0) throw new Error(`libheif: ${code}.${readWord(error + POINTER_BYTES)}`);
  } finally {
    libheif._free(error);
  }
}

/** What a function returns by a pointer to it. */
function checkOut(call: (error: number, out: number) => void): number {
  const out = allocate(POINTER_BYTES);
  try {
    check((error) => call(error, out));
    return readWord(out);
  } finally {
    libheif._free(out);
  }
}

function allocate(bytes: number): number {
  const address = libheif._malloc(bytes);
  if (address === 0) throw new Error("the decoder has no memory left");
  return address;
}

function readWord(address: number): number {
  return new DataView(libheif.HEAPU8.buffer).getUint32(address, true);
}
