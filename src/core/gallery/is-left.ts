import type { GenerationReport } from "../ports/reply-sender.js";

/** Whether a picture of a generation is still there, or, without an index, any of them. */
export function isLeft({ phase }: GenerationReport, outputIndex: number | null): boolean {
  if (phase.kind !== "succeeded") return false;
  const { pictures } = phase;
  return outputIndex === null
    ? pictures.length > 0
    : pictures.some(({ index }) => index === outputIndex);
}
