import type { GenerationId } from "../../core/ids.js";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** One picture of a result: `<generation id>.<its place, from 0>`. */
export const PICTURE_SUBJECT = new RegExp(`^${UUID}\\.\\d{1,2}$`);
/** A whole result, or one picture of it. */
export const RESULT_SUBJECT = new RegExp(`^${UUID}(?:\\.\\d{1,2})?$`);

/** What a button on a result is about. */
export interface ResultSubject {
  readonly generationId: GenerationId;
  /** Null: the whole result. */
  readonly outputIndex: number | null;
}

export interface PictureSubject extends ResultSubject {
  readonly outputIndex: number;
}

export function toSubject({ generationId, outputIndex }: ResultSubject): string {
  return outputIndex === null ? generationId : `${generationId}.${outputIndex}`;
}

/** Of a subject that fits `RESULT_SUBJECT`. */
export function fromSubject(subject: string): ResultSubject {
  const [generationId = "", place] = subject.split(".");
  const outputIndex = place === undefined ? null : Number(place);
  return { generationId: generationId as GenerationId, outputIndex };
}

/** Of a subject that fits `PICTURE_SUBJECT`. */
export function fromPictureSubject(subject: string): PictureSubject {
  const { generationId, outputIndex } = fromSubject(subject);
  return { generationId, outputIndex: outputIndex ?? 0 };
}
