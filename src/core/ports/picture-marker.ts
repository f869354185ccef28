import type { GenerationId } from "../ids.js";

/** What a result says of itself to whoever reads its metadata. */
export interface PictureFacts {
  readonly generationId: GenerationId;
  /** As people know it. */
  readonly modelName: string;
  /** Made from pictures that were given, which may be photos. */
  readonly isEdit: boolean;
  /** Null: it is not written into the file. */
  readonly prompt: string | null;
  readonly madeAt: Date;
}

/** What a file's metadata claims. Anybody may write anything there. */
export interface FoundMark {
  /** By IPTC's vocabulary: made, or edited, by a trained model. */
  readonly isMadeByAi: boolean;
  /** The program that says it made it, at most 100 characters. */
  readonly tool: string | null;
  /** Of a generation of an Atelier, if it names one. */
  readonly generationId: GenerationId | null;
}

export interface ExaminedPicture {
  /** Of all its bytes, in hex. */
  readonly sha256: string;
  /** Null when nothing in it speaks of AI. */
  readonly mark: FoundMark | null;
}

/** Metadata of pictures and clips, in the formats that results have. Pixels are never touched. */
export interface PictureMarker {
  /**
   * Writes "made by AI" into a file and takes out whatever else it says of itself but how to show it: what a provider
   * wrote may hold the prompt. Null for a file it cannot read to its end.
   */
  mark(bytes: Uint8Array, facts: PictureFacts): { bytes: Uint8Array; sha256: string } | null;
  /** For files of any origin and kind. */
  examine(bytes: Uint8Array): ExaminedPicture;
}
