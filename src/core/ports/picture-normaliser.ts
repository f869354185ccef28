/** The most that may be sent as one picture; what fetches it may stop there. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

export type PictureFormat = "jpeg" | "png" | "webp" | "heic" | "avif" | "gif" | "tiff" | "bmp";

export type PictureNote =
  /** It moved, or had several pages: only the first is kept. */
  | "first_frame_only"
  /** It had more pixels than were asked for. */
  | "scaled_down"
  /** It came from a lossy format and would have been larger than `MAX_PICTURE_BYTES` as a PNG: a JPEG of high quality. */
  | "stored_with_loss";

/** A picture in the one form we keep and send on: upright, sRGB, 8 bits a channel, one frame, nothing but pixels. */
export interface NormalisedPicture {
  readonly bytes: Uint8Array;
  readonly contentType: "image/png" | "image/jpeg";
  readonly extension: "png" | "jpg";
  readonly width: number;
  readonly height: number;
  /** Of `bytes`, hex. */
  readonly sha256: string;
  readonly notes: readonly PictureNote[];
  /** What it was sent as, by its bytes. An animated PNG is a `png`. */
  readonly originalFormat: PictureFormat;
}

export type PictureProblem =
  /** Words, a video, a PDF, nothing at all. */
  | { readonly problem: "not_a_picture" }
  /** A picture, of a kind we do not read; `kind` is how people call it, as in "SVG". */
  | { readonly problem: "kind_not_supported"; readonly kind: string }
  /** More than `MAX_PICTURE_BYTES`. */
  | { readonly problem: "too_large" }
  /** More pixels than any camera makes, or more memory than one picture may take. */
  | { readonly problem: "too_many_pixels" }
  /** Cut short or broken: it cannot be decoded to its end. */
  | { readonly problem: "damaged" }
  | { readonly problem: "took_too_long" };

export interface PictureNormaliser {
  /**
   * Decodes whatever a person sent, by its bytes, and makes of it the one form we keep and send on: lossless, so that ten
   * edits in a row lose nothing to us, with its transparency and without any metadata. The same bytes give the same
   * picture. No file can bring down or hold up the caller: that a file is hostile is a `PictureProblem`.
   *
   * @param options.maxPixels Width × height of the result at most.
   * @param options.maxSide Its longer side in pixels, at most.
   * @throws AppError `picture_unreadable` (retryable): nothing could look at it now, for a reason of ours; the picture may
   * be all right.
   */
  normalise(
    bytes: Uint8Array,
    options: { readonly maxPixels: number; readonly maxSide: number },
  ): Promise<NormalisedPicture | PictureProblem>;
}
