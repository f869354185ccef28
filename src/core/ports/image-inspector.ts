/** What a picture really is, by its bytes. */
export interface InspectedImage {
  readonly contentType: "image/png" | "image/jpeg" | "image/webp";
  readonly extension: "png" | "jpg" | "webp";
  readonly width: number;
  readonly height: number;
  /** Hex. */
  readonly sha256: string;
}

export interface ImageInspector {
  /** Reads the header and decodes once, so that a torn file is found out. Null when it is not a picture we keep. */
  inspect(bytes: Uint8Array): Promise<InspectedImage | null>;
}
