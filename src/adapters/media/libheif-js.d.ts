/** What we use of libheif's bindings; the package brings no types for this entrance. */
declare module "libheif-js/wasm-bundle.js" {
  type Opaque<Name extends string> = { readonly [key in Name]: never };
  type Context = Opaque<"context">;
  type Handle = Opaque<"handle">;
  type Image = Opaque<"image">;
  /** Constants are objects that are compared by identity. */
  type Constant = Opaque<"constant">;

  interface Channel {
    readonly width: number;
    readonly height: number;
    /** Bytes from row to row. */
    readonly stride: number;
    /** A window into the decoder's memory: gone once the image is released. */
    readonly data: Uint8Array;
  }

  interface LibHeif {
    readonly heif_error_code: { readonly heif_error_Ok: Constant };
    readonly heif_colorspace: { readonly heif_colorspace_RGB: Constant };
    readonly heif_chroma: {
      readonly heif_chroma_interleaved_RGB: Constant;
      readonly heif_chroma_interleaved_RGBA: Constant;
    };
    heif_context_alloc(): Context;
    heif_context_free(context: Context): void;
    heif_context_read_from_memory(
      context: Context,
      bytes: Uint8Array,
    ): { readonly code: Constant; readonly message: string };
    heif_js_context_get_primary_image_handle(
      context: Context,
    ): Handle | { readonly code: Constant } | undefined;
    heif_image_handle_has_alpha_channel(handle: Handle): number;
    heif_image_handle_release(handle: Handle): void;
    heif_js_decode_image2(
      handle: Handle,
      colorspace: Constant,
      chroma: Constant,
    ):
      | { readonly image: Image; readonly channels: readonly Channel[] }
      | { readonly code: Constant };
    heif_image_release(image: Image): void;
  }

  const libheif: LibHeif;
  export = libheif;
}
