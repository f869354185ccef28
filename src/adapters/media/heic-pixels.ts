import libheif from "libheif-js/wasm-bundle.js";
import type { RawPixels } from "./raw-pixels.js";

/**
 * Decodes the primary picture of a HEIC file, turned and mirrored as the file asks for. sharp comes without a decoder for
 * HEVC; this is libheif with libde265, compiled to WebAssembly.
 *
 * @throws Error when it cannot be decoded.
 */
export function decodeHeic(bytes: Uint8Array): RawPixels {
  const context = libheif.heif_context_alloc();
  try {
    const { code, message } = libheif.heif_context_read_from_memory(context, bytes);
    if (code !== libheif.heif_error_code.heif_error_Ok) throw new Error(message);
    const handle = libheif.heif_js_context_get_primary_image_handle(context);
    if (!handle || "code" in handle) throw new Error("it has no primary picture");
    const hasAlpha = libheif.heif_image_handle_has_alpha_channel(handle) !== 0;
    const { heif_chroma_interleaved_RGB, heif_chroma_interleaved_RGBA } = libheif.heif_chroma;
    const decoded = libheif.heif_js_decode_image2(
      handle,
      libheif.heif_colorspace.heif_colorspace_RGB,
      hasAlpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
    );
    if (!("channels" in decoded)) throw new Error("its primary picture cannot be decoded");
    const [channel] = decoded.channels;
    if (!channel) throw new Error("its primary picture is empty");
    const channels = hasAlpha ? 4 : 3;
    const { width, height } = channel;
    const pixels = { width, height, channels, data: withoutGaps(channel, channels) } as const;
    libheif.heif_image_release(decoded.image);
    libheif.heif_image_handle_release(handle);
    return pixels;
  } finally {
    libheif.heif_context_free(context);
  }
}

/** A copy, because the decoder's memory may move. */
function withoutGaps(
  channel: { width: number; height: number; stride: number; data: Uint8Array },
  channels: number,
): Uint8Array {
  const rowBytes = channel.width * channels;
  const data = new Uint8Array(rowBytes * channel.height);
  for (let row = 0; row < channel.height; row += 1) {
    const at = row * channel.stride;
    data.set(channel.data.subarray(at, at + rowBytes), row * rowBytes);
  }
  return data;
}
