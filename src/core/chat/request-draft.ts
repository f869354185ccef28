import { z } from "zod";
import { MODEL_TASKS } from "../catalog/model.js";
import type { GenerationId } from "../ids.js";
import { RETENTIONS } from "../ports/image-provider.js";
import { InputSourceSchema } from "./input-source.js";

/** What can be made from one picture of a result. */
export const REMAKES = ["vary", "edit", "upscale", "animate"] as const;
export type Remake = (typeof REMAKES)[number];

/** What a request came from: typed or filled in, or one press on a result. */
export const REQUEST_SOURCES = ["command", "again", "vary", "upscale", "animate"] as const;
export type RequestSource = (typeof REQUEST_SOURCES)[number];

/** What a person has asked for so far, as typed and not yet checked: enough to go on with later. */
export const RequestDraftSchema = z.object({
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Pictures given, in order. */
  inputs: z.array(InputSourceSchema).readonly().default([]),
  /** What it is about; left out, whatever fits the pictures given. */
  task: z.enum(MODEL_TASKS).optional(),
  /** The command that goes on with it; left out, the one that makes pictures from words. */
  command: z.string().optional(),
  /** The generation it repeats or is made from. Left out, that of the first stored picture given. */
  parentId: z
    .string()
    .transform((id) => id as GenerationId)
    .optional(),
  /** Which picture of it. */
  parentOutput: z.number().int().optional(),
  /** Left out: `again` where there is a parent, else `command`. */
  source: z.enum(REQUEST_SOURCES).optional(),
  /** Whether the pictures are kept after they were delivered; `keep` unless said. */
  retention: z.enum(RETENTIONS).optional(),
  /** What the asker has been told it costs, and wants it for. */
  agreedCredits: z.number().int().optional(),
});
export type RequestDraft = Readonly<z.output<typeof RequestDraftSchema>>;
