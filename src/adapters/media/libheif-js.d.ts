/** What we use of libheif's C functions; the package brings no types for this entrance. */
declare module "libheif-js/wasm-bundle.js" {
  /** An address in the decoder's memory; of a `heif_error`, where the first argument is one, as C++ returns structures. */
  type Address = number;

  interface LibHeif {
    /** The decoder's memory: another array each time that it has grown. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    _malloc(bytes: number): Address;
    _free(address: Address): void;
    _heif_context_alloc(): Address;
    _heif_context_free(context: Address): void;
    _heif_context_read_from_memory_without_copy(
      error: Address,
      context: Address,
      file: Address,
      fileBytes: number,
      options: 0,
    ): void;
    _heif_context_get_primary_image_handle(error: Address, context: Address, out: Address): void;
    _heif_image_handle_get_width(handle: Address): number;
    _heif_image_handle_get_height(handle: Address): number;
    _heif_image_handle_has_alpha_channel(handle: Address): number;
    _heif_image_handle_get_item_id(handle: Address): number;
    _heif_image_handle_get_image_tiling(
      error: Address,
      handle: Address,
      isTurned: 0 | 1,
      out: Address,
    ): void;
    _heif_image_handle_release(handle: Address): void;
    _heif_item_get_transformation_properties(
      context: Address,
      item: number,
      out: Address,
      most: number,
    ): number;
    _heif_item_get_property_type(context: Address, item: number, property: number): number;
    _heif_item_get_property_transform_rotation_ccw(
      context: Address,
      item: number,
      property: number,
    ): number;
    _heif_item_get_property_transform_mirror(
      context: Address,
      item: number,
      property: number,
    ): number;
    _heif_decoding_options_alloc(): Address;
    _heif_decoding_options_free(options: Address): void;
    _heif_decode_image(
      error: Address,
      handle: Address,
      out: Address,
      colorspace: number,
      chroma: number,
      options: Address,
    ): void;
    _heif_image_handle_decode_image_tile(
      error: Address,
      handle: Address,
      out: Address,
      colorspace: number,
      chroma: number,
      options: Address,
      column: number,
      row: number,
    ): void;
    _heif_image_get_width(image: Address, channel: number): number;
    _heif_image_get_height(image: Address, channel: number): number;
    _heif_image_get_plane_readonly2(image: Address, channel: number, outStride: Address): Address;
    _heif_image_release(image: Address): void;
  }

  const libheif: LibHeif;
  export = libheif;
}
