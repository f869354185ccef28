/** Every ending a kept output may have. */
export const OUTPUT_EXTENSIONS = ["png", "jpg", "webp", "gif", "mp4"] as const;

/** What an output of a model really is, by its bytes. */
export interface InspectedOutput {
  /** A clip moves: a video, or a GIF or WebP of more than one frame. */
  readonly kind: "image" | "clip";
  readonly contentType: "image/png" | "image/jpeg" | "image/webp" | "image/gif" | "video/mp4";
  readonly extension: (typeof OUTPUT_EXTENSIONS)[number];
  /** As it is shown, turned as a video asks for. */
  readonly width: number;
  readonly height: number;
  /** Once through. Null for an image, and for a clip that does not say. */
  readonly durationMs: number | null;
}

export interface ImageInspector {
  /**
   * Reads the header; decodes an image once and walks through a video's boxes, so that a torn file is found out. Null when
   * it is nothing that we keep.
   */
  inspect(bytes: Uint8Array): Promise<InspectedOutput | null>;
}
