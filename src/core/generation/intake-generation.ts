import type { GenerationId } from "../ids.js";
import type { Clock } from "../ports/clock.js";
import type { Database } from "../ports/database.js";
import type { FaultPoints } from "../ports/fault-points.js";
import type { JobQueue } from "../ports/job-queue.js";

export type IntakeGeneration = (generationId: GenerationId) => Promise<void>;

/**
 * Makes a request ready for a model and lets it join its lane. Input pictures are fetched and checked here, in a
 * job, so that a crash loses nothing; a request in words alone needs no preparing. Safe to repeat.
 */
export function createIntakeGeneration(deps: {
  database: Database;
  jobs: JobQueue;
  clock: Clock;
  faults: FaultPoints;
}): IntakeGeneration {
  return async function intakeGeneration(generationId) {
    const { lines, generations } = deps.database.stores;
    const move = { id: generationId, move: "join_line", at: deps.clock.now() } as const;
    const joined = (await lines.move(move)) ?? (await generations.read(generationId));
    if (joined?.state !== "queued") return;
    deps.faults.reach("line_joined");
    const { lane, queueTag } = joined;
    await deps.jobs.enqueue({ kind: "generate", generationId, lane, queueTag });
    deps.faults.reach("generate_enqueued");
  };
}
