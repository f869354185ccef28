import { resolve } from "node:path";
import { z } from "zod";
import type { IdentifyPicture, MadeHere } from "../core/generation/identify-picture.js";
import { type GenerationId, shortId } from "../core/ids.js";
import type { ExaminedPicture } from "../core/ports/picture-marker.js";
import type { CommandReport } from "./admin-commands.js";

export const VERIFY_USAGE = "Usage: npm run verify-image -- <file>";

const NO_MARK = "nothing in it says that AI made it";

/** What was found in the file: the command may run in a process that cannot read it. */
export const VerifyArgsSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mark: z
    .object({
      isMadeByAi: z.boolean(),
      tool: z.string().nullable(),
      generationId: z
        .uuid()
        .transform((id) => id as GenerationId)
        .nullable(),
    })
    .nullable(),
});

/** Null when it is not one file that is named. */
export function parseVerifyArgs(args: readonly string[]): string | null {
  const [file, ...rest] = args;
  return file === undefined || file === "" || file.startsWith("-") || rest.length > 0
    ? null
    : resolve(file);
}

/** `verify-image`: whether a picture was made here, by its bytes or by what it says of itself. */
export function createVerifyCommand(identifyPicture: IdentifyPicture) {
  return async function runVerifyCommand(args: unknown): Promise<CommandReport> {
    const origin = await identifyPicture(VerifyArgsSchema.parse(args));
    switch (origin.kind) {
      case "ours":
        return { isFine: true, text: `Made here: this is the very file. ${describe(origin.made)}` };
      case "claimed":
        return { isFine: true, text: describeClaim(origin) };
      case "unknown":
        return {
          isFine: false,
          text: `Not known: no file of ours has these bytes, and ${NO_MARK}.`,
        };
    }
  };
}

/** What can be told by the file alone, where there is no data of ours to look it up in. */
export function describeFileAlone({ mark }: ExaminedPicture, dataDir: string): CommandReport {
  const limit = `There is no data in ${dataDir} to look it up in: see DATA_DIR and DATABASE_URL.`;
  if (!mark) return { isFine: false, text: `Not known: ${NO_MARK}. ${limit}` };
  const claim = describeMaker(mark.tool);
  const named = mark.generationId && `It names generation ${shortId(mark.generationId)}.`;
  return { isFine: true, text: [claim, named, limit].filter(Boolean).join(" ") };
}

function describeMaker(tool: string | null): string {
  return `Its metadata claims that ${tool ?? "an AI"} made it, which anybody can write.`;
}

function describeClaim({ tool, made }: { tool: string | null; made: MadeHere | null }): string {
  const claim = describeMaker(tool);
  return made
    ? `${claim} It names a generation of ours, but these are not the bytes we store. ${describe(made)}`
    : `${claim} It names no generation of ours.`;
}

function describe({ generationId, modelName, madeAt }: MadeHere): string {
  return `Model: ${modelName}. Generation: ${shortId(generationId)}. Made: ${madeAt.toISOString()}.`;
}
