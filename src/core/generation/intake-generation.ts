import type { GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { JobQueue } from "../ports/job-queue.js";
import { type EndGenerationDeps, failGeneration } from "./end-generation.js";
import { isFinal } from "./lifecycle.js";
import { type TakeInputsDeps, takeInputs } from "./take-inputs.js";

export type IntakeGeneration = (generationId: GenerationId) => Promise<void>;

/**
 * Makes a request ready for a model and lets it join its lane. Pictures given are fetched, checked and kept here, in a
 * job, so that a crash loses nothing; one that cannot be used ends the request and gives its credits back. Safe to repeat.
 */
export function createIntakeGeneration(
  deps: EndGenerationDeps & TakeInputsDeps & { jobs: JobQueue; clock: Clock },
): IntakeGeneration {
  return async function intakeGeneration(generationId) {
    const { generations } = deps.database.stores;
    const generation = await generations.read(generationId);
    if (!generation || isFinal(generation.state)) return;
    if (generation.state === "intake") {
      const problem = await takeInputs(deps, generation);
      if (problem) {
        await failGeneration(deps, { generationId, errorCode: problem });
        return;
      }
    }
    await joinLine(deps, generationId);
  };
}

async function joinLine(
  deps: EndGenerationDeps & { jobs: JobQueue },
  generationId: GenerationId,
): Promise<void> {
  const { lines, generations } = deps.database.stores;
  const move = { id: generationId, move: "join_line", at: deps.clock.now() } as const;
  const joined = (await lines.move(move)) ?? (await generations.read(generationId));
  if (joined?.state !== "queued") return;
  deps.faults.reach("line_joined");
  const { lane, queueTag } = joined;
  await deps.jobs.enqueue({ kind: "generate", generationId, lane, queueTag });
  deps.faults.reach("generate_enqueued");
}
