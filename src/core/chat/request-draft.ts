import { z } from "zod";
import { MODEL_TASKS } from "../catalog/model.js";
import type { GenerationId } from "../ids.js";
import { InputSourceSchema } from "./input-source.js";

/** What a person has asked for so far, as typed and not yet checked: enough to go on with later. */
export const RequestDraftSchema = z.object({
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Pictures given, in order. */
  inputs: z.array(InputSourceSchema).readonly().default([]),
  /** What it is about; left out, whatever fits the pictures given. */
  task: z.enum(MODEL_TASKS).optional(),
  /** The command that goes on with it; left out, the one that makes pictures from words. */
  command: z.string().optional(),
  /** The generation it repeats. */
  parentId: z
    .string()
    .transform((id) => id as GenerationId)
    .optional(),
  /** What the asker has been told it costs, and wants it for. */
  agreedCredits: z.number().int().optional(),
});
export type RequestDraft = Readonly<z.output<typeof RequestDraftSchema>>;
