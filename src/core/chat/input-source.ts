import { z } from "zod";
import type { GenerationId } from "../ids.js";

/**
 * Where a picture given by a person lies. `chat_file`: at the platform, by its address there (Discord: a signed link,
 * good for about a day; Telegram: a file id of this bot). `output`: the stored original of a result of the same person.
 * `input`: a picture that the same person gave to an earlier generation.
 */
export const InputSourceSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("chat_file"),
    platform: z.enum(["discord", "telegram"]),
    botId: z.string(),
    ref: z.string(),
  }),
  z.object({
    kind: z.enum(["output", "input"]),
    generationId: z.string().transform((id) => id as GenerationId),
    index: z.number().int(),
  }),
]);
export type InputSource = z.output<typeof InputSourceSchema>;

/** The pictures that were given to an earlier generation, to be given once more. */
export function toInputsOf(generationId: GenerationId, count: number): readonly InputSource[] {
  return Array.from({ length: count }, (_, index) => ({ kind: "input", generationId, index }));
}
